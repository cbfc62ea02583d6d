import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/index.ts'
import { kit } from '../../src/model/property.ts'
import { initialStates, worldOf } from '../../src/semantics/initial.ts'
import { explore } from '../../src/semantics/reference.ts'
import {
  fairGraph,
  isFormulaViolated,
  isRequestStarved,
} from '../../src/semantics/reference-liveness.ts'
import {
  buildFairness,
  buildFormula,
  livenessSpec,
  type LivenessSpec,
} from '../support/random-liveness.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'

/** Beyond this the reference is too slow: systems and formulas are passed over. */
const mostStates = 60
const mostStrong = 6
const mostTemporal = 4

/** What engine and reference say of one system, formula and fairness; null where it is too large. */
const compare = async (
  spec: SystemSpec,
  liveness: LivenessSpec,
): Promise<{ engine: object; reference: object } | null> => {
  const text = JSON.stringify(liveness.formula)
  if ((text.match(/"(next|always|eventually|until|release)"/g) ?? []).length > mostTemporal)
    return null
  const fairness = buildFairness(liveness.fairness)
  const base = buildSystem(spec)
  const system = {
    ...base,
    fairness,
    properties: [
      {
        name: 'formula',
        property: kit.ltl((formulas) => buildFormula(liveness.formula, formulas, spec)),
      },
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
  const [formula] = system.properties
  if (formula === undefined || !('formula' in formula.property)) return null
  const report = await check(system)
  const isViolated = (name: string): boolean =>
    report.properties.find((each) => each.name === name)?.verdict === 'violated'
  return {
    engine: { formula: isViolated('formula'), answered: isViolated('answered') },
    reference: {
      formula: isFormulaViolated(world, graph, formula.property.formula),
      answered: isRequestStarved(world, graph),
    },
  }
}

describe('engine and reference on liveness', () => {
  test('agree on random systems, formulas and fairness', async () => {
    let compared = 0
    let violated = 0
    await fc.assert(
      fc.asyncProperty(systemSpec, livenessSpec, async (spec, liveness) => {
        const both = await compare(spec, liveness)
        if (both === null) return
        compared += 1
        if (JSON.stringify(both.reference).includes('true')) violated += 1
        expect(both.engine).toEqual(both.reference)
      }),
      { numRuns: 900 },
    )
    expect(compared).toBeGreaterThanOrEqual(300)
    // Neither answer is so rare that agreement would mean little.
    expect(violated).toBeGreaterThan(compared / 10)
    expect(violated).toBeLessThan(compared * 0.9)
  }, 240_000)
})
