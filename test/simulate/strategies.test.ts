import { describe, expect, test } from 'vitest'
import { fifo, ModelErrorInRun, role, simulate, system } from '../../src/index.ts'
import type { Steps } from '../../src/simulate/steps.ts'
import { strategyOf } from '../../src/simulate/strategies.ts'

const strategies = ['uniform', 'pct', 'swarm', 'least-seen', 'returning'] as const

/** Two send to one: it matters in which order, and that one of them is late. */
const orders = (late: number) => {
  const sender = role<{ sent: number }, number>({
    initial: () => ({ sent: 0 }),
    internal: {
      send: {
        when: ({ sent }) => sent < late,
        do: (state, { send }) => {
          state.sent += 1
          send('hearer', state.sent)
        },
      },
    },
  })
  const hearer = role<{ heard: string }, number>({
    initial: () => ({ heard: '' }),
    receive: (state, _, { from }) => {
      state.heard = `${state.heard}${from === 'left' ? 'l' : 'r'}`
    },
  })
  return system({
    name: 'orders',
    network: fifo(),
    nodes: { left: sender, right: sender, hearer },
    properties: ({ never }) => ({
      'all of one side comes first': never(({ nodes }) => nodes.hearer.heard === 'l'.repeat(late)),
    }),
  })
}

describe.each(strategies)('walks that are %s', (strategy) => {
  test('find by themselves what is there, and say how they walked', async () => {
    const { properties, walks } = await simulate(orders(4), { strategy, runs: 1000, maxSteps: 40 })
    expect(properties[0]?.verdict).toBe('violated')
    expect(walks?.strategies.map((each) => each.strategy)).toEqual([strategy])
    expect(walks?.priorities === null).toBe(strategy !== 'pct')
  })

  test('walk otherwise than the others', async () => {
    const taken = async (name: (typeof strategies)[number]): Promise<string> => {
      const subject = { ...orders(3), properties: [] }
      const { walks } = await simulate(subject, { strategy: name, runs: 64, maxSteps: 8 })
      return JSON.stringify([walks?.taken, walks?.steps])
    }
    const all = await Promise.all(strategies.map(taken))
    const own = await taken(strategy)
    expect(all.filter((each) => each === own)).toHaveLength(1)
  })
})

test('pct keeps its promise where nobody has a choice', async () => {
  // Depth 1: it is enough that the left side, and its link, come before the right one.
  let found = 0
  const tries = 120
  for (let seed = 0; seed < tries; seed++) {
    const options = { strategy: 'pct', seed, runs: 1, maxSteps: 8 } as const
    // oxlint-disable-next-line no-await-in-loop
    const { properties } = await simulate(orders(2), options)
    if (properties[0]?.verdict === 'violated') found += 1
  }
  // Five threads: one in five for a depth of 1; the bound for four depths drawn alike is above 1/20 of all.
  expect(found).toBeGreaterThan(tries / 20)
})

test('pct lets who was held back go on in an order of its own, in which they were held back or another', () => {
  const steps = { labelOf: (step: number) => step, prints: { ofActor: (label: number) => label } }
  const walk = strategyOf('pct', 8)
  const orders = new Set<string>()
  for (let key = 0; key < 400; key++) {
    walk.begin(key)
    const held = Array.from({ length: 8 }, (_, number) => number).filter((number) =>
      walk.isDeferred(steps as Steps, number, number),
    )
    const ranks = held.map((actor) => walk.rank(steps as Steps, actor))
    expect(new Set(ranks).size).toBe(held.length)
    expect(Math.max(-1, ...ranks)).toBeLessThan(0)
    if (held.length === 2) orders.add(ranks[0] === Math.max(...ranks) ? 'first' : 'last')
  }
  // What one is held back for may need it to go on before who was held back earlier.
  expect([...orders].toSorted()).toEqual(['first', 'last'])
})

const faulty = (fault: (state: { n: number }) => void) =>
  system({
    name: 'faulty',
    nodes: {
      node: role<{ n: number }>({
        initial: () => ({ n: 0 }),
        internal: {
          up: (state) => {
            state.n += 1
            fault(state)
          },
          down: { when: ({ n }) => n > 0, do: (state) => void (state.n -= 1) },
        },
      }),
    },
  })

test.each([
  { strategy: 'mixture', high: 5 },
  // Further than a walk goes from where it went back to.
  { strategy: 'returning', high: 30 },
] as const)(
  'a handler that throws is told with the run that leads there: $strategy',
  async ({ strategy, high }) => {
    const subject = faulty(({ n }) => {
      if (n === high) throw new Error('too high')
    })
    const walks = simulate(subject, { strategy, runs: 2000 })
    const error: unknown = await walks.catch((each: unknown) => each)
    expect(error).toBeInstanceOf(ModelErrorInRun)
    expect(error instanceof ModelErrorInRun && error.message).toContain('too high')
    const steps = error instanceof ModelErrorInRun ? (error.trace?.steps ?? []) : []
    expect(steps.length).toBeGreaterThanOrEqual(high - 1)
  },
)

test('a model that is not pure gets no report', async () => {
  let calls = 0
  const subject = faulty((state) => {
    calls += 1
    if (calls > 40) state.n += 1
  })
  await expect(simulate(subject, { runs: 64, maxSteps: 20 })).rejects.toThrow('not pure')
})

test('where no initial state is within the bound, that is said, and nothing is promised', async () => {
  const still = role<{ n: number }>({ initial: () => ({ n: 9 }) })
  const subject = system({
    name: 'beyond',
    nodes: { one: still },
    within: ({ nodes }) => nodes.one.n < 5,
    properties: ({ never }) => ({ 'it is high': never(({ nodes }) => nodes.one.n > 8) }),
  })
  const { properties, notes, walks } = await simulate(subject, { runs: 32 })
  expect(properties[0]?.verdict).toBe('incomplete')
  expect(notes).toContain('no initial state is within the bound: no walk could begin')
  expect(walks?.priorities).toBeNull()
})
