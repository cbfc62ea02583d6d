import { expect } from 'vitest'
import { meaningOf } from '../../src/compile/meaning.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import { unlimited } from '../../src/explore/limits.ts'
import type { Meaning } from '../../src/explore/meaning.ts'
import { Search } from '../../src/explore/search.ts'
import { check, type Property, type System } from '../../src/index.ts'
import { isLiveness, kit } from '../../src/model/property.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { LivenessJudge, type Explored } from '../../src/property/liveness.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { explore } from '../../src/semantics/reference.ts'
import {
  fairGraph,
  isFormulaViolated,
  isRequestStarved,
} from '../../src/semantics/reference-liveness.ts'
import { buildGraph, markOf, type GraphSpec } from './random-graph.ts'
import {
  buildFairness,
  buildFormula,
  leafOf,
  temporalSize,
  type LivenessSpec,
} from './random-liveness.ts'
import { buildSystem, type SystemSpec } from './random-system.ts'

/** Beyond this the reference is too slow: systems and formulas are passed over. */
const mostStates = 60
const mostStrong = 6
const mostTemporal = 4

/** Which of the properties are violated, by name. */
type Violated = Readonly<Record<string, boolean>>

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
): Promise<Violated | null> => {
  if (temporalSize(liveness.formula) > mostTemporal) return null
  const formula = kit.ltl((formulas) => buildFormula(liveness.formula, formulas, leafOf(spec)))
  const system = { ...buildSystem(spec), fairness: buildFairness(liveness.fairness) }
  return expectOn(system, formula, spoil)
}

/** The same of a random graph. */
export const expectGraphAgreement = async (
  spec: GraphSpec,
  spoil?: Spoil,
): Promise<Violated | null> => {
  if (temporalSize(spec.formula) > mostTemporal) return null
  const formula = kit.ltl((formulas) => buildFormula(spec.formula, formulas, markOf(spec)))
  return expectOn(buildGraph(spec), formula, spoil)
}

const expectOn = async (
  base: System,
  formula: Property,
  spoil: Spoil | undefined,
): Promise<Violated | null> => {
  if (!('formula' in formula)) throw new Error('this is no formula')
  const { fairness } = base
  const system = {
    ...base,
    properties: [
      { name: 'formula', property: formula },
      { name: 'answered', property: kit.everyRequestAnswered() },
    ],
  }
  const reached = explore(system, { limit: mostStates })
  if (reached === null) return null
  const world = worldOf(system)
  const graph = fairGraph(world, reached.states, initialStates(world), fairness)
  const strong = graph.promised.flatMap((each) =>
    [...each].filter(([, is]) => is).map(([name]) => name),
  )
  if (new Set(strong).size > mostStrong) return null
  const engine = spoil === undefined ? await whole(system) : await damaged(system, spoil)
  const reference = {
    formula: isFormulaViolated(world, graph, formula.formula),
    answered: isRequestStarved(world, graph),
  }
  expect(engine).toEqual(reference)
  return reference
}

/** The public checker's verdicts. */
const whole = async (system: System): Promise<Violated> => {
  const { properties } = await check(system)
  return Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict === 'violated']))
}

/** The verdicts of a judge whose grounds are damaged. */
const damaged = async (system: System, spoil: Spoil): Promise<Violated> => {
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
      width: space.width,
      read: (index, into) => search.frontier.read(index, into),
      depthOf: (index) => index,
    },
  })
  const { meaning, explored } = grounds
  const judge = new LivenessJudge(grounds.system, space.facets, meaning, explored, unpaced)
  const violated: Record<string, boolean> = {}
  for (const { name, property } of system.properties) {
    if (!isLiveness(property)) continue
    violated[name] = (await judge.judge(name, property)).verdict === 'violated'
  }
  return violated
}

/** What a run of comparisons has seen: agreement on next to nothing would mean nothing. */
export class LivenessTally {
  compared = 0
  violated = 0

  readonly count = (verdicts: Violated | null): void => {
    if (verdicts === null) return
    this.compared += 1
    if (Object.values(verdicts).includes(true)) this.violated += 1
  }

  /** Whether neither answer is so rare that agreement would mean little. */
  get isBalanced(): boolean {
    return this.violated > this.compared / 10 && this.violated < this.compared * 0.9
  }
}
