import { describe, expect, test, vi } from 'vitest'
import bundled from '../../models/two-phase-commit.ts'
import { check, replicas, role, system, type Report, type System } from '../../src/index.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { Successors } from '../../src/explore/state-space.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { OrbitSpace } from '../../src/symmetry/orbit-space.ts'
import { pointsOf } from '../../src/symmetry/points.ts'
import { Tally } from '../../src/symmetry/tally.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { searchInLevels } from '../support/in-levels.ts'
import raft, { parameters } from '../support/raft-in-full.ts'
import { elections, paxos, ring, twoPhaseCommit } from './models.ts'

const each = { noReduction: ['symmetry'] }

const symmetryIn = ({ reductions }: Report) => reductions.find(({ name }) => name === 'symmetry')

/** What two reports must have in common. */
const outcomes = ({ properties, states }: Report): object => ({
  depth: states.depth,
  properties: properties.map(({ name, verdict, trace }) => ({
    name,
    verdict,
    length: trace?.steps.length,
  })),
})

const unexpected = (): Error => new Error('told apart')

/** Each votes for one of the others, as often as it likes. */
const voters = (): System => {
  const voter = role<string | null>({
    initial: () => null,
    internal: {
      vote: {
        when: () => true,
        do: (vote, { others, choose }) => choose(others.filter((other) => other !== vote)),
      },
    },
    receive: () => {},
  })
  return system({
    name: 'voters',
    nodes: { n: replicas(3, voter) },
    properties: ({ stepwise }) => ({
      'no vote is changed': stepwise(({ nodes: { n: old } }, { nodes: { n } }) =>
        old.every((vote, at) => vote === null || n[at] === vote),
      ),
    }),
  })
}

describe('replicas that are treated alike', () => {
  test.each([
    [1, 12],
    [2, 34],
    [3, 80],
    [4, 166],
    [5, 314],
    [6, 553],
  ])('two-phase commit with %i participants has %i orbits', async (participants, orbits) => {
    const report = await check(twoPhaseCommit(participants), { exhaustive: true })
    expect(report.states.distinct).toBe(orbits)
    const all = 2 ** participants + 4 ** participants + 6 ** participants
    expect(symmetryIn(report)?.orbits?.states ?? orbits).toBe(all)
    const whole = await check(twoPhaseCommit(participants), { exhaustive: true, ...each })
    expect(whole.states.distinct).toBe(all)
    expect(outcomes(report)).toEqual(outcomes(whole))
  })

  test.each([
    ['Paxos', paxos, 5],
    ['elections', elections, 5],
  ])('%s has at most a fifth of the states', async (_, model, factor) => {
    const options = { exhaustive: true, maxStates: 200_000 }
    const [few, all] = [await check(model, options), await check(model, { ...options, ...each })]
    expect(few.ended).toBe('everything-seen')
    expect(outcomes(few)).toEqual(outcomes(all))
    expect(symmetryIn(few)?.orbits?.states).toBe(all.states.distinct)
    expect(few.states.distinct * factor).toBeLessThanOrEqual(all.states.distinct)
  })

  test('are found as well where the search goes by levels, and runs are found backwards', async () => {
    const model = twoPhaseCommit(4)
    const space = new OrbitSpace(
      new ProtocolSpace(model, { leavesIgnored: false }),
      pointsOf(model, []),
      unexpected,
    )
    const monitors = new Monitors(model, space.facets, { isExhaustive: true })
    const tally = new Tally(monitors, space.orbits)
    const search = searchInLevels(space, tally, { mostRows: 5, wordBits: 32 })
    expect(search?.distinct).toBe(166)
    expect(tally.states).toBe(1568)
    const { length = 0, states: [end = new Int32Array(0)] = [] } =
      monitors.decisions.get('all can commit') ?? {}
    const run = space.unfold((await search?.backFrom(end, unpaced)) ?? [])
    expect(run).toHaveLength(length + 1)
  })

  test('are no more where steps are judged', async () => {
    const report = await check(raft({ ...parameters, terms: 2, steps: true }), { exhaustive: true })
    expect(report.states.distinct).toBe(740)
    expect(report.properties.find(({ kind }) => kind === 'stepwise')?.verdict).toBe('holds')
    expect(report.reductions.every(({ isApplied }) => isApplied)).toBe(true)
  })

  test('are judged for steps after which nodes could change places so that nothing has happened', async () => {
    const report = await check(voters())
    expect(symmetryIn(report)?.isApplied).toBe(true)
    // The first vote, and another one of the same voter, who may as well have been named otherwise.
    expect(report.properties[0]?.trace?.steps).toHaveLength(2)
    // Were they passed over, it would be seen later.
    vi.spyOn(Successors.prototype, 'isTurn').mockReturnValue(false)
    const blind = await check(voters())
    vi.restoreAllMocks()
    expect(blind.properties[0]?.trace?.steps.length).toBeGreaterThan(2)
  })
})

/** Who tells replicas apart in a model. */
const by = async (model: Parameters<typeof check>[0]): Promise<unknown> => {
  const report = await check(model)
  expect(outcomes(report)).toEqual(outcomes(await check(model, each)))
  const bar = symmetryIn(report)?.bar
  return bar?.kind === 'told-apart' ? bar.apart[0]?.by : bar
}

/** Counts to two; fails at one if it is the one named. */
const counter = (late: string) =>
  role<number, string>({
    initial: () => 0,
    internal: {
      count: {
        when: (state) => state < 2,
        do: (state, { self }) => {
          if (self === late && state === 1) throw new Error('never where two count to one')
          return state + 1
        },
      },
    },
  })

/** Two replicas that count; to two there is one too many. */
const counters = (step: (state: number) => number) =>
  system({
    name: 'counters',
    nodes: {
      n: replicas(
        2,
        role<number, string>({ initial: () => 0, internal: { count: (state) => step(state) } }),
      ),
    },
    properties: ({ always }) => ({
      'counts to one': always(({ nodes: { n } }) => n.every((it) => it < 2)),
    }),
  })

describe('what is looked at ahead of a search', () => {
  test('is no mistake where the search does not come to it', async () => {
    const model = counters((state) => {
      if (state === 2) throw new Error('nobody asks')
      return state + 1
    })
    expect((await check(model)).properties).toMatchObject([{ verdict: 'violated' }])
  })

  test('is a mistake where the model is not pure', async () => {
    let calls = 0
    const model = counters((state) => (calls++ === 0 ? 0 : Math.min(state + 1, 1)))
    await expect(check(model)).rejects.toMatchObject({ code: 'not-pure' })
  })
})

describe('replicas that are told apart', () => {
  test('by a manager that sorts their names', async () => {
    expect(await by(bundled({ participants: 3 }))).toMatchObject({ kind: 'step', node: 'manager' })
  })

  test('by the order of a ring', async () => {
    expect(await by(ring)).toMatchObject({ kind: 'start' })
    const passing = role<number, 'token'>({
      initial: () => 0,
      internal: {
        'make a token': {
          when: (rounds) => rounds === 0,
          do: (_, { self, group, send }) => {
            send(group('n')[(group('n').indexOf(self) + 1) % 3] ?? self, 'token')
            return 1
          },
        },
      },
      receive: (rounds) => Math.min(rounds + 1, 2),
    })
    const alike = system({
      name: 'ring of nodes that begin alike',
      nodes: { n: replicas(3, passing) },
      properties: ({ reachable }) => ({
        'tokens arrive': reachable(({ nodes: { n } }) => n.every((rounds) => rounds > 1)),
      }),
    })
    expect(await by(alike)).toMatchObject({
      kind: 'step',
      difference:
        'it sends [{to: "n3", message: "token"}], where [{to: "n1", message: "token"}] was to be expected',
    })
  })

  test('by a bound, without which code would fail under another name', async () => {
    const model = system({
      name: 'counters',
      nodes: { n: replicas(2, counter('n2')) },
      within: ({ nodes: { n } }) => n[1] === 0,
      properties: ({ always }) => ({
        'counts to two': always(({ nodes: { n } }) => n.every((it) => it < 3)),
      }),
    })
    expect(await by(model)).toMatchObject({ kind: 'predicate', property: null })
  })

  test('by a predicate that looks at one of them', async () => {
    const model = system({
      name: 'counters',
      nodes: { n: replicas(2, counter('')) },
      properties: ({ reachable }) => ({
        'the first counts alone': reachable(({ nodes: { n } }) => n[0] === 2 && n[1] === 0),
      }),
    })
    expect(await by(model)).toEqual({ kind: 'predicate', property: 'the first counts alone' })
  })

  test('by a predicate that looks at what one of them does in a step', async () => {
    const model = system({
      name: 'counters',
      nodes: { n: replicas(2, counter('')) },
      properties: ({ stepwise }) => ({
        'the first never counts': stepwise((a, b) => b.nodes.n[0] === a.nodes.n[0]),
      }),
    })
    expect(await by(model)).toEqual({ kind: 'predicate', property: 'the first never counts' })
  })

  test('not at all where nobody asks', async () => {
    const model = system({ name: 'counters', nodes: { n: replicas(2, counter('')) } })
    expect(symmetryIn(await check(model, each))?.bar).toEqual({ kind: 'asked' })
  })
})
