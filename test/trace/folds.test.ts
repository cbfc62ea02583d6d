import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { machine, type System, type Trace } from '../../src/index.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { transitions } from '../../src/semantics/actions.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { foldsOf } from '../../src/trace/folds.ts'
import { momentsOf } from '../../src/trace/moments.ts'
import { replay } from '../../src/trace/replay.ts'
import { keyOf } from '../../src/value/key.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'
import { unfolded, withoutDerived } from '../support/unfold.ts'
import { walks } from '../support/walk.ts'

type Steps = Trace['steps']

/** Rounds of random steps: the same again and again, with numbers that go on or jump. */
const rounds: fc.Arbitrary<Steps> = fc
  .array(
    fc.record({
      names: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }),
      times: fc.integer({ min: 1, max: 8 }),
      by: fc.integer({ min: -2, max: 2 }),
      jumpsAt: fc.option(fc.nat(7)),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((blocks) =>
    blocks.flatMap(({ names, times, by, jumpsAt }) =>
      Array.from({ length: times }, (_, round) =>
        names.map((name) => step(name, round * by + (round === jumpsAt ? 9 : 0))),
      ).flat(),
    ),
  )

const step = (name: string, number: number): Steps[number] => ({
  action: name,
  kind: 'internal',
  node: name,
  envelope: null,
  name,
  choices: [],
  sent: [],
  dropped: [],
  held: [],
  timers: [],
  time: null,
  changes: [
    {
      node: name,
      path: 'n',
      steps: ['n'],
      before: number,
      after: { of: [number + 1, new Set([number]), new Map([[number, name]])] },
      elements: null,
      carried: null,
    },
  ],
  cut: null,
})

const told = (steps: Steps): readonly string[] => steps.map((each) => keyOf(withoutDerived(each)))

describe('folds', () => {
  test('lead back to exactly the steps that were folded, on steps made up', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, fc.option(fc.nat(20)), async (steps, loop) => {
        const loopsTo = loop === null ? null : Math.min(loop, steps.length)
        const folds = await foldsOf(steps, loopsTo, unpaced)
        expect(told(unfolded(steps, folds))).toEqual(told(steps))
        for (const { from, to, times } of folds) {
          const end = from - 1 + (to - from + 1) * times
          expect(loopsTo === null || end <= loopsTo || from > loopsTo).toBe(true)
          expect((to - from + 1) * (times - 1)).toBeGreaterThanOrEqual(6)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('lead back to exactly the steps that were folded, on random runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        systemSpec
          .map(buildSystem)
          .chain((given) => walks(given, 40).map((run) => ({ given, run }))),
        async ({ given, run }) => {
          const trace = await replay(given, run, unpaced)
          expect(told(unfolded(trace.steps, trace.folds))).toEqual(told(trace.steps))
          const moments = momentsOf(trace)
          for (const { afterStep, nodes, inFlight } of trace.standings) {
            expect(keyOf(nodes)).toBe(keyOf(moments[afterStep]?.nodes))
            const ids = moments[afterStep]?.inFlight.map(({ id }) => id)
            expect(inFlight.map(({ id }) => id)).toEqual(ids)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('are found where a run goes round, in the middle of other steps', async () => {
    const { folds } = await firstRun(clock, 50)
    expect(folds.map(({ from, to, times }) => ({ from, to, times }))).toEqual([
      { from: 3, to: 5, times: 15 },
    ])
    expect(folds[0]?.varying).toContainEqual({
      path: [0, 'changes', 1, 'after'],
      first: 1,
      last: 15,
    })
  })

  test('are not made of rounds whose names differ', async () => {
    expect((await firstRun(roundRobin, 50)).folds).toEqual([])
  })
})

/** The run that takes the first step possible, again and again. */
const firstRun = async (given: System, length: number): Promise<Trace> => {
  const world = worldOf(given)
  const states = initialStates(world).slice(0, 1)
  for (let state = states[0]; state !== undefined && states.length <= length;) {
    state = transitions(world, state)[0]?.next
    if (state !== undefined) states.push(state)
  }
  return replay(given, states, unpaced)
}

const clock = machine({
  name: 'clock',
  initial: () => ({ hand: 'still', minutes: 0, chimes: [] as number[] }),
  actions: {
    wind: { when: ({ hand }) => hand === 'still', do: (state) => void (state.hand = 'wound') },
    begin: { when: ({ hand }) => hand === 'wound', do: (state) => void (state.hand = 'tick') },
    tick: {
      when: ({ hand, minutes }) => hand === 'tick' && minutes < 15,
      do: (state) => {
        state.minutes += 1
        state.hand = 'tock'
      },
    },
    tock: { when: ({ hand }) => hand === 'tock', do: (state) => void (state.hand = 'chime') },
    chime: {
      when: ({ hand }) => hand === 'chime',
      do: (state) => {
        state.chimes.push(state.minutes)
        state.hand = 'tick'
      },
    },
    stop: { when: ({ hand }) => hand === 'tick', do: (state) => void (state.hand = 'still') },
  },
  properties: () => ({}),
})

const roundRobin = machine({
  name: 'round robin',
  initial: () => ({ turns: 0, leader: 's1' }),
  actions: {
    next: (state) => {
      state.turns += 1
      state.leader = `s${(state.turns * state.turns) % 97}`
    },
  },
  properties: () => ({}),
})
