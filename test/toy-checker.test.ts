import { produce } from 'immer'
import { expect, test } from 'vitest'
import { check, client, role, system, unordered, type System } from 'netsplit'
import * as toy from '../docs/toy-checker.ts'
import paxos from '../models/paxos.ts'

/*
 * The checker that newcomers read is a real one: it agrees with the engine.
 */

/** A system without faults and timers, as the toy takes it: the same handlers. */
const toyNodes = ({ nodes }: System): toy.Nodes => {
  const ids = nodes.map(({ id }) => id)
  return Object.fromEntries(
    nodes.map(({ id, role: { handlers } }) => {
      const others = ids.filter((other) => other !== id && sameRole(nodes, id, other))
      const run = (
        state: toy.Data,
        handler: (draft: never, context: never) => unknown,
        from = '',
      ) => {
        const sends: toy.Mail[] = []
        const send = (to: string | readonly string[], message: toy.Data): void => {
          for (const each of [to].flat())
            sends.push({ from: id, to: each, message: freeze(message) })
        }
        const context = { self: id, others, send, from } as never
        const next = produce(thaw(state), (draft: never) => handler(draft, context) as never)
        return { state: freeze(next), sends }
      }
      const steps = Object.values(handlers.internal ?? {})
      const node: toy.Node = {
        start: run(freeze(handlers.initial({ self: id, others } as never)), (draft, context) =>
          handlers.start?.(draft, context),
        ),
        receive: (state, { from, message }) =>
          run(state, (draft, context) => handlers.receive?.(draft, thaw(message), context), from),
        internal: (state) =>
          steps.flatMap((step) => {
            if (typeof step === 'function') return [run(state, step)]
            if (step.each !== undefined) throw new Error('the toy knows no families of steps')
            return (step.when?.(thaw(state), {} as never) ?? true) ? [run(state, step.do)] : []
          }),
      }
      return [id, node]
    }),
  )
}

const sameRole = (nodes: System['nodes'], a: string, b: string): boolean => {
  const roleOf = (id: string): unknown => nodes.find((node) => node.id === id)?.role
  return roleOf(a) === roleOf(b)
}

/** Sets and Maps as the toy knows them, and back. */
const freeze = (value: unknown): toy.Data =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => {
      if (inner instanceof Set) return { set: [...inner].toSorted(inOrder) }
      if (inner instanceof Map) return { map: [...inner].toSorted(([a], [b]) => inOrder(a, b)) }
      return inner
    }),
  )

const inOrder = (a: string, b: string): number => (a < b ? -1 : 1)

const thaw = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner: Record<string, unknown>) => {
    if (Array.isArray(inner?.['set'])) return new Set(inner['set'])
    if (Array.isArray(inner?.['map'])) return new Map(inner['map'] as [unknown, unknown][])
    return inner
  })

test('Paxos with one client has as many states as the engine finds', async () => {
  const model = paxos({ servers: 3, clients: 1, bug: 'none' })
  const report = await check(model, { noReduction: ['ignored-deliveries'] })
  expect(toy.check(toyNodes(model), () => false).distinct).toBe(report.states.distinct)
})

const register = role<{ value: string }, string>({
  initial: () => ({ value: '' }),
  receive: (state, message, { from, send }) => {
    if (message !== 'read') state.value = message
    send(from, message === 'read' ? state.value : 'done')
  },
})
const writer = client<string>({ near: 'register', ask: ['a', 'b'].map((send) => ({ send })) })
const reader = client<string>({ near: 'register', ask: ['read', 'read'].map((send) => ({ send })) })

test('a shortest run to a bad state is as long as the one of the engine', async () => {
  const model = system({
    name: 'register',
    nodes: { register, writer, reader },
    network: unordered(),
    properties: ({ never }) => ({
      'the reader sees a, then b': never(({ nodes }) => nodes.reader.answers.join() === 'a,b'),
    }),
  })
  const { properties } = await check(model)
  const found = toy.check(toyNodes(model), ({ nodes }) => {
    const { answers } = nodes['reader'] as { answers: readonly string[] }
    return answers.join() === 'a,b'
  })
  expect(found.holds).toBe(false)
  expect(found.run.length - 1).toBe(properties[0]?.trace?.steps.length)
})
