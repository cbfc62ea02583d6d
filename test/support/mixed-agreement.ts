import fc from 'fast-check'
import { expect } from 'vitest'
import { checkInGraphs, waysFor, type Turns } from '../../src/check/graphs.ts'
import { Watcher } from '../../src/check/watcher.ts'
import { check, type CheckOptions, type Report, type System } from '../../src/index.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'
import { kit, type NamedProperty } from '../../src/model/property.ts'
import type { Biting } from './biting.ts'
import { buildFormula, leafOf, livenessSpec, temporalSize } from './random-liveness.ts'
import { buildSystem, systemSpec } from './random-system.ts'
import { withAims } from './safety-agreement.ts'
import { staleSpec } from './stale-agreement.ts'
import { buildSymmetric, symmetricSpec } from './symmetric-system.ts'
import { exploreSmall } from './too-large.ts'

/*
 * Random systems with properties of several kinds, so that different reductions are sound for them: they are
 * judged in several graphs, all of which begin at once.
 */

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 200
const mostTemporal = 3

/** Nodes that ignore messages, and rightly give some up: with formulas, and predicates that look at messages. */
const ageing: fc.Arbitrary<System | null> = fc
  .tuple(staleSpec, systemSpec, livenessSpec)
  .map(([stale, { properties }, { formula }]) => {
    if (temporalSize(formula) > mostTemporal) return null
    const built = buildSystem({
      ...stale,
      ages: 'always',
      properties: [...stale.properties, ...properties],
    })
    // Others are decided at the start, or not at all.
    const system = withAims(built, stale.aims)
    if (system === null) return null
    const ltl = kit.ltl((formulas) => buildFormula(formula, formulas, leafOf(stale)))
    return withProperties(system, [
      { name: 'formula', property: ltl },
      { name: 'answered', property: kit.everyRequestAnswered() },
    ])
  })

type Servers = readonly { readonly place: number; readonly known: Set<string> }[]

const serversIn = (view: unknown): Servers => (view as { nodes: { s: Servers } }).nodes.s

const plain = {
  flaw: null,
  network: { kind: 'unordered', loss: 0, duplication: 0 },
  timers: 'any',
} as const

/** Replicas that may change places, most of them where other reductions are sound, too: with properties of steps and of runs. */
const replicated: fc.Arbitrary<System> = fc
  .tuple(
    symmetricSpec,
    fc.nat(2),
    fc.constantFrom<string[]>(['runs'], ['steps'], ['steps', 'runs'], ['steps', 'runs']),
  )
  .map(([spec, place, more]) => {
    const count = (view: unknown): number =>
      serversIn(view).filter((each) => each.place === place).length
    // Told of one of them, a property of steps tells them apart.
    const seen = (view: unknown): number =>
      place === 0 ? count(view) : Number(serversIn(view)[0]?.place === place)
    const all: readonly NamedProperty[] = [
      { name: 'steps', property: kit.stepwise((before, after) => seen(after) >= seen(before)) },
      { name: 'runs', property: kit.eventually((view) => count(view) > 0) },
    ]
    return withProperties(
      buildSymmetric(place === 0 ? spec : { ...spec, ...plain }),
      all.filter(({ name }) => more.includes(name)),
    )
  })

const withProperties = (system: System, more: readonly NamedProperty[]): System => ({
  ...system,
  properties: [...system.properties, ...more],
})

/** Random systems; null for one that is to be passed over. */
export const mixedSystem: fc.Arbitrary<System | null> = fc.oneof(ageing, replicated)

/** All graphs that there are, whether it pays or not, by turns. */
const eager: fc.Arbitrary<Turns> = fc.record({
  rests: fc.constantFrom([1], [1], [1, 4, 12], [3, 30]),
  factor: fc.constantFrom(0, 0, 0, 0, 2),
})

/** Checks a system with turns that the check of a large one would take. */
const checkWithTurns = async (
  system: System,
  turns: Turns,
  options: CheckOptions = {},
): Promise<Report> => {
  const watcher = (): Watcher => new Watcher(options, performance.now())
  const given = { system, options, from: null, disk: null }
  return (await checkInGraphs(given, waysFor(system, options), { watcher, turns })).report
}

/** What is said of a property: of a finite run, how long it is. */
const saidOf = ({ properties }: Report, name: string): object => {
  const found = properties.find((each) => each.name === name)
  const trace = found?.trace ?? null
  return {
    name,
    verdict: found?.verdict,
    steps: trace === null || trace.loopsTo !== null ? null : trace.steps.length,
  }
}

/**
 * Expects that properties come out together as each does alone, and those of finite runs as in the reference.
 *
 * @returns the report; null where the system is too large
 */
export const expectTogether = async (system: System, turns: Turns): Promise<Report | null> => {
  const full = exploreSmall(system, limit)
  if (full === null) return null
  const report = await checkWithTurns(system, turns)
  for (const each of system.properties) {
    const { name, property } = each
    // oxlint-disable-next-line no-await-in-loop
    const alone = await check({ ...system, properties: [each] })
    expect(saidOf(report, name)).toEqual(saidOf(alone, name))
    if (isLiveness(property)) continue
    const trace = report.properties.find((it) => it.name === name)?.trace ?? null
    expect([name, trace?.steps.length ?? null]).toEqual([name, full.shortest.get(name) ?? null])
  }
  expectConsistent(report)
  return report
}

/** Expects that each property has one graph, and that graphs with more reductions are no larger. */
const expectConsistent = ({ properties, graphs, states }: Report): void => {
  if (graphs === undefined) return
  const named = graphs.flatMap((graph) => graph.properties)
  expect(named.toSorted()).toEqual(properties.map(({ name }) => name).toSorted())
  expect(states.distinct).toBe(Math.max(...graphs.map((graph) => graph.states.distinct)))
  const seen = graphs.filter(({ ended }) => ended === 'everything-seen')
  const sizes = seen.map((graph) => graph.states.distinct)
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
}

/** Expects of so many random systems that their properties come out together as each does alone. */
export const expectMixed = async (
  numRuns: number,
): Promise<Biting & { readonly three: number }> => {
  const seen = { compared: 0, biting: 0, three: 0 }
  await fc.assert(
    fc.asyncProperty(mixedSystem, eager, async (system, turns) => {
      const report = system === null ? null : await expectTogether(system, turns)
      if (report === null) return
      const { length } = report.graphs ?? []
      seen.compared += 1
      if (length > 1) seen.biting += 1
      if (length > 2) seen.three += 1
    }),
    { numRuns },
  )
  return seen
}
