import { describe, expect, test } from 'vitest'
import { explore, fifo, machine, role, simulate, system, type Report } from '../../src/index.ts'
import { Halt, unpaced } from '../../src/pace/pace.ts'
import { simulateWith } from '../../src/simulate.ts'
import { Batches } from '../../src/simulate/batches.ts'
import type { Crew } from '../../src/simulate/dealing.ts'
import { batchOf, type Plan } from '../../src/simulate/plan.ts'
import capAp from '../../models/cap/ap.ts'
import dieHard from '../../models/die-hard.ts'
import lease, { parameters as leaseDefaults } from '../../models/lease.ts'
import twoPhaseCommit from '../../models/two-phase-commit.ts'

/** A report without what differs from time to time, and from crew to crew. */
const lasting = (report: Report): Report => ({
  ...report,
  seconds: 0,
  workers: 1,
  peakMemoryBytes: 0,
  steps: { evaluated: 0, sampled: null },
})

/** A crew whose members finish out of turn. */
const oddCrew =
  (subject: Parameters<typeof simulate>[0], size: number) =>
  (plan: Plan): Crew => {
    const members = Array.from({ length: size }, () => new Batches(subject, plan))
    return {
      size,
      walk: async (member, slice) => {
        for (let turn = 0; turn < (slice.first * 7 + member) % 5; turn++) {
          // oxlint-disable-next-line no-await-in-loop
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
        const own = members[member] ?? new Batches(subject, plan)
        return own.walk(slice, null, unpaced)
      },
      confirm: async (member) => members[member]?.confirm(unpaced),
      end: () => Promise.resolve(),
    }
  }

/** A crew of which each slice is walked by somebody who has walked nothing of its batch. */
const newcomers =
  (subject: Parameters<typeof simulate>[0]) =>
  (plan: Plan): Crew => ({
    size: 1,
    walk: (_, slice) => new Batches(subject, plan).walk(slice, null, unpaced),
    confirm: () => Promise.resolve(),
    end: () => Promise.resolve(),
  })

/** A crew that is stopped when its first member has walked so many slices, and the other ones as many of the next batch. */
const stopped =
  (subject: Parameters<typeof simulate>[0], size: number, slices: number) =>
  (plan: Plan): Crew => {
    const all = newcomers(subject)(plan)
    const walked = Array.from({ length: size }, () => 0)
    return {
      ...all,
      size,
      walk: async (member, slice) => {
        if (walked[member] === slices) throw new Halt('aborted')
        walked[member] = (walked[member] ?? 0) + 1
        return all.walk(member, slice)
      },
    }
  }

/** Somebody climbs, and of two steps one each time leads down to the ground. */
const ladder = (rungs: number) =>
  system({
    name: 'ladder',
    nodes: {
      climber: role<{ rung: number }>({
        initial: () => ({ rung: 0 }),
        internal: {
          climb: {
            each: () => ['left', 'right'],
            doEach: (state, side: string) => {
              state.rung = (side === 'left') === (state.rung % 3 === 0) ? state.rung + 1 : 0
            },
          },
        },
      }),
    },
    properties: ({ never }) => ({
      'the top is reached': never(({ nodes }) => nodes.climber.rung === rungs),
    }),
  })

const models = {
  'two-phase commit': twoPhaseCommit({ participants: 3 }),
  'a replicated store': capAp({ partition: 'lasts' }),
}

describe.each(Object.entries(models))('walks through %s', (_, subject) => {
  const options = { runs: 200, maxSteps: 40, seed: 5 }

  test('are the same in any number of threads', async () => {
    const alone = await simulate(subject, options)
    const three = await simulateWith(subject, options, oddCrew(subject, 3))
    expect(lasting(three)).toEqual(lasting(alone))
    expect(three.workers).toBe(3)
  })

  test('are others with another seed', async () => {
    const { walks: one } = await simulate(subject, options)
    const { walks: other } = await simulate(subject, { ...options, seed: 6 })
    expect(other?.taken).not.toEqual(one?.taken)
  })

  test('find again in one run what they found in many', async () => {
    const { walks, properties } = await simulate(subject, options)
    expect(walks?.found.length).toBeGreaterThan(1)
    for (const { property, run } of walks?.found ?? []) {
      // oxlint-disable-next-line no-await-in-loop
      const again = await simulate(subject, { ...options, run })
      const named = (it: Report['properties'][number]): boolean => it.name === property
      expect(again.properties.find(named)).toEqual(properties.find(named))
    }
  })
})

describe('walks that go back', () => {
  const subject = twoPhaseCommit({ participants: 2 })
  const returning = { strategy: 'returning', maxSteps: 40, seed: 5 } as const

  test('are the same in any number of threads, over several batches', async () => {
    // Short ones: a batch has many.
    const options = { ...returning, maxSteps: 2, runs: 65_700 }
    const alone = await simulate(subject, options)
    const two = await simulateWith(subject, options, oddCrew(subject, 2))
    expect(lasting(two)).toEqual(lasting(alone))
  })

  test('go on where others had gone', async () => {
    const options = { ...returning, runs: 1_200 }
    const alone = await simulate(subject, options)
    const others = await simulateWith(subject, options, newcomers(subject))
    expect(lasting(others)).toEqual(lasting(alone))
  })

  test('tell what they had walked when they are stopped in the middle of a batch', async () => {
    const report = await simulateWith(subject, returning, stopped(subject, 2, 2))
    expect(report.incomplete?.kind).toBe('interrupted')
    expect(report.walks?.runs).toBe(4 * 512)
  })
})

describe('a mixture', () => {
  const subject = twoPhaseCommit({ participants: 2 })
  // Short ones: it gets to where walks go back.
  const options = { runs: 5_700, maxSteps: 3, seed: 5 }

  test('goes back to what was seen after walks of the others, the same in any number of threads', async () => {
    const alone = await simulate(subject, options)
    const three = await simulateWith(subject, options, oddCrew(subject, 3))
    expect(lasting(three)).toEqual(lasting(alone))
    expect(alone.walks?.strategies).toEqual([
      ...['uniform', 'pct', 'swarm', 'least-seen'].map((strategy) => ({ strategy, runs: 1024 })),
      { strategy: 'returning', runs: 5_700 - 4_096 },
    ])
    expect(alone.incomplete?.reason).not.toContain('returning')
    const few = await simulate(subject, { ...options, runs: 4_096 })
    expect(few.incomplete?.reason).toContain('the strategy returning goes deeper')
  })

  test('finds what only those find who go back, and again in one run', async () => {
    // Who takes one step in eight at random falls before.
    const deep = ladder(180)
    const { walks, properties } = await simulate(deep, { seed: 5, maxSteps: 400 })
    const [found] = walks?.found ?? []
    expect([properties[0]?.verdict, found?.strategy]).toEqual(['violated', 'returning'])
    expect(found?.run).toBeGreaterThanOrEqual(4_096)
    const again = await simulate(deep, { seed: 5, maxSteps: 400, run: found?.run ?? 0 })
    expect(again.properties).toEqual(properties)
  })

  test('begins anew with the others after a whole one', () => {
    const plan = { seed: 1, maxSteps: 200, strategy: 'mixture' } as const
    for (const { begin, size } of [batchOf(plan, 4_095), batchOf(plan, 4_096 + 65_536)]) {
      expect([begin % (4_096 + 65_536), size]).toEqual([begin === 4_064 ? 4_064 : 0, 32])
    }
    expect(batchOf(plan, 69_631)).toEqual({ begin: 4_096, size: 65_536 })
    expect(batchOf(plan, 69_632 + 4_100)).toEqual({ begin: 69_632 + 4_096, size: 65_536 })
    for (const strategy of ['mixture', 'uniform', 'returning'] as const) {
      let next = 0
      while (next < 300_000) {
        const { begin, size } = batchOf({ ...plan, strategy }, next)
        expect(begin).toBe(next)
        expect(batchOf({ ...plan, strategy }, next + size - 1)).toEqual({ begin, size })
        next += size
      }
    }
  })
})

test.each([
  ['clocks that drift', lease({ ...leaseDefaults, length: 6, margin: 1, drift: 1 })],
  ['a machine', dieHard],
])('walks through %s are the same in any number of threads, too', async (_, subject) => {
  const options = { runs: 128, maxSteps: 24, seed: 2 }
  const two = await simulateWith(subject, options, oddCrew(subject, 2))
  expect(lasting(two)).toEqual(lasting(await simulate(subject, options)))
})

/** Two counters that have to be brought up one after the other, among others that have not. */
const locks = () => {
  const counter = role<{ n: number }, 'up'>({
    initial: () => ({ n: 0 }),
    internal: {
      up: { when: ({ n }) => n < 4, do: (state) => void (state.n += 1) },
      say: { when: ({ n }) => n > 2, do: (_, { send }) => send('bell', 'up') },
    },
  })
  const bell = role<{ rung: number }, 'up'>({
    initial: () => ({ rung: 0 }),
    receive: (state) => void (state.rung = Math.min(2, state.rung + 1)),
  })
  return system({
    name: 'locks',
    network: fifo(),
    nodes: { left: counter, right: counter, bell },
    within: ({ inFlight }) => inFlight.length <= 3,
    properties: ({ always }) => ({
      'the bell is not rung twice': always(({ nodes }) => nodes.bell.rung < 2),
    }),
  })
}

test('that are interrupted tell what they found as it was walked', async () => {
  const controller = new AbortController()
  const { properties, walks, ended } = await simulate(locks(), {
    runs: 300,
    maxSteps: 100,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  })
  const [found] = walks?.found ?? []
  expect(found).toMatchObject({ isMinimal: false, told: found?.walked })
  expect([properties[0]?.verdict, properties[0]?.trace?.steps.length]).toEqual([
    'violated',
    found?.walked,
  ])
  expect(ended).toBe('everything-decided')
})

/** As many ways to begin as numbers of so many bits, none of them within the bound. */
const nowhere = (bits: number) =>
  machine({
    name: 'nowhere',
    initial: ({ choose }) => ({ bits: Array.from({ length: bits }, () => choose([0, 1])) }),
    actions: {},
    within: () => false,
    properties: ({ always }) => ({ fine: always(() => true) }),
  })

test('end in time where no walk can begin, however many states there are to begin in', async () => {
  const { ended, walks } = await simulate(nowhere(40), { seconds: 0.2 })
  expect([ended, walks?.runs]).toEqual(['seconds', 0])
})

test('of a walk is told what cannot be left out', async () => {
  const subject = locks()
  const { properties, walks } = await simulate(subject, { runs: 300, maxSteps: 100 })
  const [found] = walks?.found ?? []
  const steps = properties[0]?.trace?.steps ?? []
  // Three to bring a counter up, two to ring, two to hear it.
  expect(steps).toHaveLength(7)
  expect(found?.walked).toBeGreaterThan(7)
  expect(found?.isMinimal).toBe(true)
  const walk = explore(subject)
  for (const left of steps.keys()) {
    let stage = walk.at([0])
    for (const { action } of steps.filter((_, at) => at !== left)) {
      const next = stage.possible.find(({ step }) => step.action === action)
      if (next !== undefined) stage = walk.take(stage, next.id)
    }
    expect(stage.properties[0]?.light).toBe('kept')
  }
})
