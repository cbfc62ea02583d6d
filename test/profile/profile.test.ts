import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { check, checkOnDisk } from '../../src/check.ts'
import { checkInGraphs, waysFor } from '../../src/check/graphs.ts'
import { spaceOf } from '../../src/check/space-of.ts'
import { Watcher } from '../../src/check/watcher.ts'
import { flipCheck } from '../../src/flip.ts'
import { defaultsOf, machine, type Profile, type Report, type System } from '../../src/index.ts'
import { Projections } from '../../src/explore/projections.ts'
import { runToEnd } from '../../src/explore/run-to-end.ts'
import { Search } from '../../src/explore/search.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { anyMachine } from '../../src/machine/machine-ways.ts'
import type { Disk } from '../../src/levels/disk.ts'
import { profileLines } from '../../src/render/profile-text.ts'
import { inkOf } from '../../src/render/style.ts'
import type { Bounds } from '../../src/pace/clock.ts'
import { Halt, unpaced, type Pace } from '../../src/pace/pace.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { reportFromJson, reportToJson } from '../../src/index.ts'
import { twoPhaseCommit } from '../symmetry/models.ts'
import { naiveProfile } from '../support/naive-profile.ts'
import { buildMachine, machineSpec } from '../support/random-machine.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 250

const whole = {
  exhaustive: true,
  keepGoing: true,
  noReduction: ['ignored-deliveries', 'stale-messages', 'symmetry'],
} as const

/** Expects that a profile counts what the reference explorer counts. @returns how many parts it has */
const expectProfile = async (system: System, most = limit): Promise<number> => {
  const naive = naiveProfile(system, most)
  if (naive === null) return 0
  const report = await check(system, { ...whole, profile: true })
  const plain = await check(system, whole)
  expect(timeless(report)).toEqual(timeless(plain))
  const profile = profileOf(report)
  const { distinct, generated } = report.states
  expect({ distinct, oneIn: profile.countedOneIn }).toEqual({ distinct: naive.states, oneIn: 1 })
  for (const { part, statesWithout, factor } of profile.parts) {
    expect({ part, statesWithout }).toEqual({ part, statesWithout: naive.without(part) })
    expect(factor).toBeCloseTo(distinct / statesWithout)
  }
  const steps = profile.steps.filter(({ kind }) => kind !== 'initial')
  const counted = steps.map(({ kind, name, transitions }) => [`${kind} ${name}`, transitions])
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(naive.transitions))
  const sum = (key: 'transitions' | 'statesFound'): number =>
    profile.steps.reduce((all, each) => all + each[key], 0)
  expect([sum('transitions'), sum('statesFound')]).toEqual([generated, distinct])
  expect(profile.steps.every((each) => each.statesFound <= each.transitions)).toBe(true)
  const evaluated = profile.evaluations.reduce((all, { steps }) => all + steps, 0)
  expect(evaluated).toBe(report.steps.evaluated)
  return profile.parts.length
}

const profileOf = ({ profile }: Report): Profile => {
  if (profile === undefined) throw new Error('there is no profile')
  return profile
}

test('what grew up to a bound is told, though everything within it was seen', async () => {
  const counter = machine({
    name: 'counter',
    initial: () => ({ count: 0, isOdd: false }),
    actions: { up: ({ count }) => ({ count: count + 1, isOdd: count % 2 === 0 }) },
    within: ({ count }) => count < 9,
    properties: () => ({}),
  })
  const report = await check(counter, { profile: true })
  const { growth, isWhole } = profileOf(report)
  expect(isWhole).toBe(true)
  expect(growth.map(({ component }) => component)).toEqual(['the state, field count'])
  const style = { columns: 80, colour: false }
  expect(profileLines(report, style, inkOf(style)).join(' ')).toMatch(/field count.*→ \d+/s)
})

const byName = (a: { table: string }, b: { table: string }): number => (a.table < b.table ? -1 : 1)

/** A report without its profile, and without what differs from run to run. */
const timeless = (report: Report): object => ({
  ...report,
  profile: null,
  seconds: 0,
  peakMemoryBytes: 0,
  states: { ...report.states, bytesPerState: 0 },
})

describe('a profile counts what the reference explorer counts, and changes nothing', () => {
  test('of random systems', async () => {
    let parts = 0
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        parts += await expectProfile(buildSystem(spec))
      }),
      { numRuns: 40 },
    )
    expect(parts).toBeGreaterThan(20)
  })

  test('of random machines', async () => {
    let parts = 0
    await fc.assert(
      fc.asyncProperty(machineSpec, async (spec) => {
        parts += await expectProfile(buildMachine(spec))
      }),
      { numRuns: 30 },
    )
    expect(parts).toBeGreaterThan(50)
  })
})

/** A bundled model with small parameters. */
const bundled = async (name: string, parameters: object = {}): Promise<System> => {
  const model = bundledModels.find((each) => each.name === name)
  if (model === undefined) throw new Error(`no model ${name}`)
  const module = await model.load()
  return typeof module.default === 'function'
    ? (module.default as (all: unknown) => System)({
        ...defaultsOf(module.parameters ?? {}),
        ...parameters,
      })
    : module.default
}

describe('the same of bundled models, whose messages have types and whose states have fields', () => {
  test.each([
    ['two-phase-commit', { participants: 2 }, "messages 'prepared' in flight"],
    ['cap-ap', {}, "messages 'replicate' in flight"],
    ['two-generals', { messengers: 3 }, 'west, east'],
    ['dining-philosophers', {}, 'philosophers[0]'],
  ])('%s', async (name, parameters, part) => {
    const system = await bundled(name, parameters)
    expect(await expectProfile(system, 1000)).toBeGreaterThan(0)
    const { parts } = profileOf(await check(system, { ...whole, profile: true }))
    expect(parts.map((each) => each.part)).toContain(part)
  })
})

test('of many states a sample is counted, each projection with all of its states or not at all', async () => {
  const system = await bundled('two-phase-commit', { participants: 5 })
  const ways = { machine: anyMachine }
  const space = spaceOf(system, {
    leavesIgnored: false,
    removesStale: false,
    from: null,
    ways,
  })
  const search = new Search(space, new Monitors(system, space.facets), unlimited)
  await runToEnd(search)
  const { size } = search.stored.states
  const all = new Projections(search.stored, unpaced)
  const some = new Projections(search.stored, unpaced, { most: size / 6, fewest: 0 })
  expect([all.oneIn, some.oneIn]).toEqual([1, 8])
  const careful = new Projections(search.stored, unpaced, { most: size / 6, fewest: 100 })
  const used = await all.used(space.sizes)
  for (const { rest } of space.origins.shares(used)) {
    const exact = await all.count(rest)
    const estimate = await some.count(rest)
    // Four standard deviations of what a sample of so many says.
    expect(Math.abs(estimate - exact)).toBeLessThan(4 * Math.sqrt(8 * exact) + 8)
    // Where a sample would have few, all are counted.
    expect([exact, estimate]).toContain(await careful.count(rest))
  }
  const nothing = new Map(Array.from(space.sizes, (ids, at) => [at, new Int32Array(ids)]))
  expect(await careful.count(nothing)).toBe(1)
})

test('a limit ends a search with a profile of what it found', async () => {
  const system = await bundled('two-phase-commit', { participants: 4 })
  const report = await check(system, { maxStates: 500, profile: true })
  const { parts, steps } = profileOf(report)
  expect(report.states.distinct).toBe(500)
  expect(steps.reduce((sum, each) => sum + each.statesFound, 0)).toBe(500)
  expect(parts.length).toBeGreaterThan(5)
})

const names = (all: Profile['parts']): string[] => all.map(({ part }) => part).toSorted()

test('under symmetry a profile says that it counts orbits, and nothing of one node that changes places', async () => {
  const system = twoPhaseCommit(3)
  const naive = naiveProfile(system, 1000)
  const options = { exhaustive: true, profile: true, noReduction: ['ignored-deliveries'] }
  const report = await check(system, options)
  const plain = profileOf(await check(system, { ...options, noReduction: whole.noReduction }))
  const groups = report.reductions.flatMap(({ orbits }) => orbits?.groups ?? [])
  const { areOrbits, parts } = profileOf(report)
  expect([areOrbits, plain.areOrbits]).toEqual([true, false])
  const alone = (groups[0] ?? []).toSorted()
  expect(alone).toHaveLength(3)
  expect([...names(parts), ...alone].toSorted()).toEqual(names(plain.parts))
  for (const { part, statesWithout } of parts) {
    expect(statesWithout).toBeGreaterThanOrEqual(naive?.orbitsWithout(part, groups) ?? Infinity)
  }
  const style = { columns: 80, colour: false }
  const text = (each: Report): string => profileLines(each, style, inkOf(style)).join(' ')
  expect(text(report)).toMatch(/at least.*Under symmetry/s)
  expect(text({ ...report, profile: plain })).not.toMatch(/at least|Under symmetry/)
})

/** Properties of which one is broken in a late state, and others hold to the end. */
const latelyBroken = machine({
  name: 'late',
  initial: () => ({ count: 0 }),
  actions: { up: ({ count }) => (count < 40 ? { count: count + 1 } : { count: 0 }) },
  properties: ({ always, alwaysEventually }) => ({
    'it stays below 40': always(({ count }) => count < 40),
    'it stays below 41': always(({ count }) => count < 41),
    'it comes to 3': alwaysEventually(({ count }) => count === 3),
  }),
})

/** A check that is ended when it begins to count for a profile, and has but a moment for the rest. */
const withProfileHalted = async (system: System, kind: Halt['kind']): Promise<Report> => {
  const { signal } = new AbortController()
  const options = { exhaustive: true, profile: true, signal }
  let isHalted = false
  let calls = 0
  const watcher: Watcher = new Watcher(options, performance.now(), (bounds): Pace => {
    const hasMoment = bounds.signal === undefined
    return {
      isDue: () => ++calls % 2 === 0,
      turn: () => {
        isHalted ||= watcher.at === 'profiling'
        return isHalted && !hasMoment ? Promise.reject(new Halt(kind)) : Promise.resolve()
      },
      claim: () => undefined,
    }
  })
  const given = { system, options, from: null, disk: null }
  const ways = waysFor(system, options)
  return (await checkInGraphs(given, ways, { watcher: () => watcher })).report
}

test.each(['aborted', 'seconds'] as const)(
  'what ends the counting for a profile (%s) leaves no property open, and no run untold',
  async (kind) => {
    const plain = await check(latelyBroken, { exhaustive: true })
    const halted = await withProfileHalted(latelyBroken, kind)
    expect(profileOf(halted).isWhole).toBe(false)
    expect(timeless(halted)).toEqual(timeless(plain))
  },
)

test.each([
  ['aborted', 500],
  ['seconds', 3000],
] as const)('a search that was ended (%s) has its profile within %i ms', async (kind, most) => {
  const moments: number[] = []
  const options = { profile: true }
  let watcher: Watcher | null = null
  const phase = (): string => watcher?.phase ?? 'searching'
  const paceWithin = ({ deadline = Infinity }: Bounds): Pace => {
    if (phase() === 'profiling') moments.push(deadline - performance.now())
    return {
      isDue: () => true,
      turn: () => (phase() === 'searching' ? Promise.reject(new Halt(kind)) : Promise.resolve()),
      claim: () => undefined,
    }
  }
  const watching = new Watcher(options, performance.now(), paceWithin)
  watcher = watching
  const given = { system: latelyBroken, options, from: null, disk: null }
  await checkInGraphs(given, waysFor(latelyBroken, options), { watcher: () => watching })
  expect(moments.length).toBeGreaterThan(0)
  expect(Math.max(...moments)).toBeLessThanOrEqual(most)
})

test('a profile is refused where there are several systems, and where states are on disk', async () => {
  const system = await bundled('two-phase-commit')
  await expect(flipCheck(system, { profile: true })).rejects.toThrow(/makes no profile/)
  // It is not even asked for a checkpoint's files.
  const disk = { checkpoint: null } as Disk
  await expect(checkOnDisk(system, { profile: true }, disk)).rejects.toThrow(/a profile counts/)
})

test.each([
  ['protocol', 'two-phase-commit', { participants: 2 }],
  ['faults', 'cap-ap', {}],
  ['machine', 'dining-philosophers', {}],
])('the profile of a small %s as text, and as JSON', async (what, name, parameters) => {
  const report = await check(await bundled(name, parameters), { model: name, profile: true })
  const profile = profileOf(report)
  const steady = {
    ...profile,
    tables: profile.tables.map(({ table }) => ({ table, bytes: 4096 })).toSorted(byName),
    phases: profile.phases.map(({ phase }) => ({ phase, seconds: 0.5 })),
  }
  const style = { columns: 80, colour: false }
  const text = profileLines({ ...report, profile: steady }, style, inkOf(style)).join('\n')
  await expect(`${text}\n`).toMatchFileSnapshot(`../golden/report/profile-${what}.txt`)
  expect(reportFromJson(reportToJson(report)).profile).toEqual(profile)
})
