import { describe, expect, test } from 'vitest'
import { check, client, propertyOf, replicas, role, system, unordered } from '../../src/index.ts'
import { explore } from '../../src/semantics/reference.ts'
import { exploreWithEngine } from '../support/engine-run.ts'
import { mistakeIn } from '../support/mistake-in.ts'

type Message = 'get' | 'put' | { by: string }

const server = role<{ asked: Set<Message> }, Message>({
  initial: () => ({ asked: new Set() }),
  receive: (state, message, { self, from, send }) => {
    state.asked.add(message)
    send(from, { by: self }, { once: true })
  },
})

/** A client asks both of two servers, and then one of them; answers may be lost. */
const asking = (retry: boolean) =>
  system({
    name: 'asking',
    nodes: {
      server: replicas(2, server),
      user: client<Message>({
        retry,
        ask: [
          { send: 'get', to: ['server1', 'server2'] },
          { send: 'put', to: 'server2' },
        ],
      }),
    },
    network: unordered({ loss: 1 }),
    properties: ({ always, never, reachable, everyRequestAnswered }) => ({
      'nobody is asked what is not for it': never(
        ({ nodes }) => nodes.server[0]?.asked.has('put') ?? false,
      ),
      'one answer is enough': reachable(
        ({ nodes }) => nodes.user.waiting === 'put' && nodes.user.answers.length === 1,
      ),
      'the first may answer': reachable(
        ({ nodes: { user } }) => (user.answers[0] as { by: string } | undefined)?.by === 'server1',
      ),
      'the second may answer, and both were asked': reachable(
        ({ nodes: { user, server: all } }) =>
          (user.answers[0] as { by: string } | undefined)?.by === 'server2' &&
          all.every(({ asked }) => asked.has('get')),
      ),
      'the first is no answer to what only the second is asked': always(
        ({ nodes: { user } }) =>
          user.answers[1] === undefined || (user.answers[1] as { by: string }).by === 'server2',
      ),
      ...(retry ? {} : { answered: everyRequestAnswered({ expected: 'violated' }) }),
    }),
  })

describe('a request to several nodes', () => {
  test.each([false, true])('is answered by the first that answers; again: %s', async (retry) => {
    const report = await check(asking(retry))
    expect(report.properties.filter(({ verdict, expected }) => verdict !== expected)).toEqual([])
    expect(propertyOf(report, 'one answer is enough').verdict).toBe('holds')
  })

  test.each([false, true])('leads where it does in the reference; again: %s', async (retry) => {
    const reference = explore(asking(retry))
    expect(reference?.states.size).toBeGreaterThan(30)
    for (const { keys } of await exploreWithEngine(asking(retry), { leavesIgnored: false })) {
      expect(keys.size).toBe(reference?.states.size)
    }
  })

  test.each<[string, unknown]>([
    ['to nobody', []],
    ['twice to one', ['server', 'server']],
    ['to what is no name', [1]],
  ])('%s is refused', async (_, to) => {
    const wrong = () =>
      client<Message>({ ask: [{ send: 'get', to: to as string[] }], near: 'server' })
    expect((await mistakeIn(wrong))?.[1]).toMatch(/A client cannot ask/)
  })

  test('names only nodes that there are', async () => {
    const mistake = await mistakeIn(() => {
      const user = client<Message>({ ask: [{ send: 'get', to: ['server', 'serve'] }] })
      return system({ name: 's', nodes: { server, user }, properties: () => ({}) })
    })
    expect(mistake?.[1]).toContain("'serve'")
  })
})
