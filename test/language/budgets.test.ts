import { describe, expect, test } from 'vitest'
import { check, flips, renderTrace, replicas, role, system, type Budget } from '../../src/index.ts'
import { mistakeIn } from '../support/mistake-in.ts'

interface State {
  term: number
}

const server = role<State, never, 'election', 'elections'>({
  initial: () => ({ term: 0 }),
  start: (_, { setTimer }) => setTimer('election'),
  timeout: {
    election: {
      budget: 'elections',
      do: (state, { setTimer }) => {
        state.term += 1
        setTimer('election')
      },
    },
  },
  internal: {
    resign: {
      budget: 'elections',
      when: ({ term }) => term > 0,
      do: (state) => void (state.term -= 1),
    },
  },
})

/** Servers stand for election, or resign, so often all together. */
const elections = (times: Budget) =>
  system({
    name: 'elections',
    nodes: { server: replicas(2, server) },
    budgets: { elections: times },
    properties: ({ always, noDeadlock, eventually }) => ({
      'no third term': always(({ nodes }) => nodes.server.every(({ term }) => term < 3)),
      'no end': noDeadlock(),
      'a second term': eventually(({ nodes }) => nodes.server.some(({ term }) => term === 2)),
    }),
  })

const having = (budgets: object) => () =>
  system({ name: 'x', nodes: { server }, budgets: budgets as { elections: number } })

describe('a budget', () => {
  test('is spent by all steps and timers that name it, which then are not possible', async () => {
    const { properties } = await check(elections(2))
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'violated', 'violated'])
    const more = await check(elections(3))
    expect(more.properties[0]?.verdict).toBe('violated')
    expect(more.properties[0]?.trace?.steps.map(({ spends }) => spends)).toEqual([
      { budget: 'elections', left: 2 },
      { budget: 'elections', left: 1 },
      { budget: 'elections', left: 0 },
    ])
  })

  test('is told in a trace, and listed among what a verdict rests on', async () => {
    const { properties } = await check(elections(3))
    const [property] = properties
    if (property === undefined || property.trace === null) throw new Error('nothing was found')
    const text = renderTrace(property.trace, { property, columns: 80 })
    expect(text).toContain('spends elections, 2 left')
    expect(text).toContain('spends elections, the last one')
    expect(property.assumptions.find(({ kind }) => kind === 'budgets')).toEqual({
      kind: 'budgets',
      budgets: [
        {
          name: 'elections',
          times: 3,
          spentBy: [
            { name: 'election', of: 'server' },
            { name: 'resign', of: 'server' },
          ],
        },
      ],
      text: 'elections: 3 times at most in a run, spent by "election" of server, "resign" of server',
    })
  })

  test('is varied by flips: none, one less, one more', () => {
    const found = flips(elections(2)).filter(({ assumption }) => assumption === 'budget elections')
    expect(found.map(({ change }) => change)).toEqual([
      'budget elections: 2 times → none',
      'budget elections: 2 times → 1 time',
      'budget elections: 2 times → 3 times',
    ])
    expect(found.map(({ system: { budgets } }) => budgets[0]?.times)).toEqual([0, 1, 3])
  })

  test('is refused if nobody spends it, if the system has none of that name, and if it is no number', async () => {
    expect(await mistakeIn(having({ elections: 1, retries: 2 }))).toEqual([
      'not-a-system',
      expect.stringContaining("Nobody spends the budget 'retries'"),
    ])
    expect(await mistakeIn(having({ electoins: 1 }))).toEqual([
      'not-a-system',
      expect.stringContaining("did you mean 'electoins'?"),
    ])
    expect(await mistakeIn(having({}))).toEqual([
      'not-a-system',
      expect.stringContaining('budgets: { elections: 3 }'),
    ])
    const timed = { time: { delay: { min: 1, max: 1 } }, budgets: { elections: 1 } }
    expect(await mistakeIn(() => system({ name: 'x', nodes: { server }, ...timed }))).toEqual([
      'unsound',
      expect.stringContaining('run out, it must fire'),
    ])
    expect(await mistakeIn(having({ elections: -1 }))).toEqual([
      'not-a-system',
      expect.stringContaining('no number of times'),
    ])
  })
})
