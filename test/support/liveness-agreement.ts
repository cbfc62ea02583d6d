import { expect } from 'vitest'
import { meaningOf } from '../../src/compile/meaning.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Meaning } from '../../src/explore/meaning.ts'
import { Search } from '../../src/explore/search.ts'
import {
  check,
  type CheckOptions,
  type Fairness,
  type Property,
  type Report,
  type System,
} from '../../src/index.ts'
import { isList } from '../../src/model/fairness.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'
import { kit } from '../../src/model/property.ts'
import { unpaced } from '../../src/pace/pace.ts'
import type { Explored } from '../../src/property/explored.ts'
import { LivenessJudge, type LivenessResult } from '../../src/property/liveness.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import {
  fairGraph,
  isFormulaViolated,
  isRequestStarved,
} from '../../src/semantics/reference-liveness.ts'
import { shortestRefutation } from '../../src/semantics/reference-prefix.ts'
import { buildGraph, buildMail, markOf, type GraphSpec } from './random-graph.ts'
import {
  buildFairness,
  buildFormula,
  leafOf,
  temporalSize,
  type LivenessSpec,
} from './random-liveness.ts'
import { buildSystem, type SystemSpec } from './random-system.ts'
import { exploreSmall } from './too-large.ts'

/** Beyond this the reference is too slow: systems and formulas are passed over. */
const mostStates = 60
const mostStrong = 6
const mostTemporal = { systems: 4, graphs: 6 }

/** What becomes of the formula and of the requests. */
interface Verdicts {
  readonly formula: boolean
  readonly answered: boolean
  /** How many steps a shortest finite run has that makes the formula false; null if there is none. */
  readonly prefix: number | null
  /** Whether it would be otherwise if any step counted for what is promised; null where no moves are. */
  readonly hangsOnMoves: boolean | null
}

type Judged = Omit<Verdicts, 'hangsOnMoves'>

/** What a liveness judge goes by: each may be damaged on purpose. */
export interface Grounds {
  readonly system: System
  readonly meaning: Meaning
  readonly explored: Explored
}

/** Damages what the judge goes by. */
export type Spoil = (grounds: Grounds) => Grounds

/**
 * Expects that engine and reference agree on a random formula and on random requests.
 *
 * @param spoil damages the engine's grounds
 * @returns which properties are violated; null where the system is too large to say
 */
export const expectLivenessAgreement = async (
  spec: SystemSpec,
  liveness: LivenessSpec,
  spoil?: Spoil,
): Promise<Verdicts | null> => {
  if (temporalSize(liveness.formula) > mostTemporal.systems) return null
  const formula = kit.ltl((formulas) => buildFormula(liveness.formula, formulas, leafOf(spec)))
  const system = { ...buildSystem(spec), fairness: buildFairness(liveness.fairness) }
  return expectOn(system, formula, spoil)
}

/**
 * The same of a random graph.
 *
 * @param longer changes the engine's formula to another one that means the same
 */
export const expectGraphAgreement = async (
  spec: GraphSpec,
  spoil?: Spoil,
  longer?: (formula: GraphSpec['formula']) => GraphSpec['formula'],
): Promise<Verdicts | null> => {
  if (temporalSize(spec.formula) > mostTemporal.graphs) return null
  const build = (formula: GraphSpec['formula']): Property =>
    kit.ltl((formulas) => buildFormula(formula, formulas, markOf(spec)))
  const given = longer === undefined ? undefined : build(longer(spec.formula))
  return expectOn(buildGraph(spec), build(spec.formula), spoil, given)
}

/** The same of a random graph whose actions are a step, a message and a timer. */
export const expectMailAgreement = async (
  spec: GraphSpec,
  spoil?: Spoil,
): Promise<Verdicts | null> => {
  if (temporalSize(spec.formula) > mostTemporal.graphs) return null
  const formula = kit.ltl((formulas) => buildFormula(spec.formula, formulas, markOf(spec)))
  return expectOn(buildMail(spec), formula, spoil)
}

/**
 * Expects that a search of a random graph that is cut off says only what is so of the whole: each
 * finite run that it finds is one, none that it saw is shorter, and one that lies there is found.
 */
export const expectCutAgreement = async (
  spec: GraphSpec,
  options: CheckOptions,
): Promise<Judged | null> => {
  if (temporalSize(spec.formula) > mostTemporal.graphs) return null
  const formula = kit.ltl((formulas) => buildFormula(spec.formula, formulas, markOf(spec)))
  const whole = withProperties(buildGraph({ ...spec, outside: [] }), formula)
  const reference = referenceOf(whole, formula)
  if (reference === null) return null
  const report = await check(withProperties(buildGraph(spec), formula), options)
  const engine = verdictsIn(report)
  if (engine.formula) expect(reference.formula).toBe(true)
  if (engine.answered) expect(reference.answered).toBe(true)
  if (engine.prefix === null) {
    // All runs of fewer states than the depth were looked at, if no state is out of the bound.
    const isSeen = reference.prefix !== null && reference.prefix + 1 < report.states.depth
    if (spec.outside.length === 0) expect(isSeen).toBe(false)
  } else {
    expect(engine.prefix).toBeGreaterThanOrEqual(reference.prefix ?? Infinity)
    // All shorter runs than one of fewer steps than the depth were looked at.
    const isShortest = spec.outside.length === 0 && engine.prefix < report.states.depth
    if (isShortest) expect(engine.prefix).toBe(reference.prefix)
  }
  return engine
}

const withProperties = (base: System, formula: Property): System => ({
  ...base,
  properties: [
    { name: 'formula', property: formula },
    { name: 'answered', property: kit.everyRequestAnswered() },
  ],
})

/** What the reference says; null where the system is too large for it. */
const referenceOf = (system: System, property: Property): Verdicts | null => {
  if (!('formula' in property)) throw new Error('this is no formula')
  const { formula } = property
  const reached = exploreSmall(system, mostStates)
  if (reached === null) return null
  const world = worldOf(system)
  const graph = fairGraph(world, reached.states, initialStates(world), system.fairness)
  const strong = graph.promised.flatMap((each) =>
    [...each].filter(([, is]) => is).map(([name]) => name),
  )
  if (new Set(strong).size > mostStrong) return null
  const prefix = shortestRefutation(world, graph, formula)
  const isViolated = isFormulaViolated(world, graph, formula)
  // Each finite run is the beginning of a fair one: where none goes on, it leads out of the bound.
  if (reached.cut === 0 && prefix !== null) expect(isViolated).toBe(true)
  const answered = isRequestStarved(world, graph)
  const hangsOnMoves = (): boolean => {
    const loose = fairGraph(world, reached.states, initialStates(world), ofAnyStep(system.fairness))
    return (
      isFormulaViolated(world, loose, formula) !== isViolated ||
      isRequestStarved(world, loose) !== answered
    )
  }
  return {
    formula: isViolated || prefix !== null,
    answered,
    prefix,
    hangsOnMoves: countsMoves(system.fairness) ? hangsOnMoves() : null,
  }
}

const countsMoves = (fairness: Fairness): boolean =>
  isList(fairness) && fairness.some(({ moves }) => moves === true)

const ofAnyStep = (fairness: Fairness): Fairness =>
  isList(fairness) ? fairness.map(({ of, degree }) => ({ of, degree })) : fairness

/** @param given the formula as the engine is to have it */
const expectOn = async (
  base: System,
  formula: Property,
  spoil: Spoil | undefined,
  given = formula,
): Promise<Verdicts | null> => {
  const reference = referenceOf(withProperties(base, formula), formula)
  if (reference === null) return null
  const system = withProperties(base, given)
  const engine =
    spoil === undefined ? verdictsIn(await check(system)) : await damaged(system, spoil)
  const { hangsOnMoves: _, ...judged } = reference
  expect(engine).toEqual(judged)
  return reference
}

/** The public checker's verdicts. */
const verdictsIn = ({ properties }: Report): Judged => {
  const [formula, answered] = properties.map(({ verdict }) => verdict === 'violated')
  const trace = properties[0]?.trace ?? null
  const prefix = trace === null || trace.loopsTo !== null ? null : trace.steps.length
  return { formula: formula === true, answered: answered === true, prefix }
}

/** The verdicts of a judge whose grounds are damaged. */
const damaged = async (system: System, spoil: Spoil): Promise<Judged> => {
  const space = new ProtocolSpace(system, { leavesIgnored: false })
  const search = new Search(space, new Monitors(system, space.facets), unlimited, 'graph')
  search.run()
  const { graph } = search.history
  if (graph === null) throw new Error('the search kept no graph')
  graph.finish(search.distinct)
  const grounds = spoil({
    system,
    meaning: meaningOf(space.tables),
    explored: {
      graph,
      states: search.distinct,
      initial: search.initial,
      isWhole: true,
      width: space.width,
      read: (index, into) => search.frontier.read(index, into),
      depthOf: (index) => index,
    },
  })
  const { facets } = space
  const { meaning, explored } = grounds
  const judge = new LivenessJudge(grounds.system, facets, meaning, explored, unpaced)
  const results: LivenessResult[] = []
  for (const { name, property } of system.properties) {
    if (isLiveness(property)) results.push(await judge.judge(name, property))
  }
  const [formula, answered] = results
  return {
    formula: formula?.verdict === 'violated',
    answered: answered?.verdict === 'violated',
    prefix: formula !== undefined && 'prefix' in formula ? formula.prefix.length - 1 : null,
  }
}

/** What a run of comparisons has seen: agreement on next to nothing would mean nothing. */
export class LivenessTally {
  compared = 0
  violated = 0
  /** How many formulas a finite run makes false. */
  finite = 0
  /** How many promise moves, and in how many of them that decides. */
  moving = 0
  biting = 0

  readonly count = (verdicts: (Judged & Partial<Verdicts>) | null): void => {
    if (verdicts === null) return
    this.compared += 1
    const { hangsOnMoves = null } = verdicts
    if (hangsOnMoves !== null) this.moving += 1
    if (hangsOnMoves === true) this.biting += 1
    if (verdicts.formula || verdicts.answered) this.violated += 1
    if (verdicts.prefix !== null) this.finite += 1
  }

  /** Whether neither answer is so rare that agreement would mean little. */
  get isBalanced(): boolean {
    return this.violated > this.compared / 20 && this.violated < this.compared * 0.95
  }
}
