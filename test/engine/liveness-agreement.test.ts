import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectCutAgreement,
  expectGraphAgreement,
  expectLivenessAgreement,
  LivenessTally,
} from '../support/liveness-agreement.ts'
import { graphSpec, refutableSpec, type GraphSpec } from '../support/random-graph.ts'
import { livenessSpec, repeated } from '../support/random-liveness.ts'
import { cutRegressions, graphRegressions, livenessRegressions } from '../support/regressions.ts'
import { systemSpec } from '../support/random-system.ts'
import { timedSpec } from '../support/timed-system.ts'

describe('engine and reference on liveness', () => {
  test('agree on random systems, formulas and fairness', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(systemSpec, livenessSpec, async (spec, liveness) =>
        tally.count(await expectLivenessAgreement(spec, liveness)),
      ),
      {
        numRuns: 400,
        examples: livenessRegressions.map(([spec, liveness]) => [spec, liveness]),
      },
    )
    expect(tally.compared).toBeGreaterThan(35)
    expect(tally.isBalanced).toBe(true)
  })
})

describe('engine and reference on liveness where there is time', () => {
  test('agree on random systems, formulas and fairness', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(timedSpec, livenessSpec, async (spec, liveness) =>
        tally.count(await expectLivenessAgreement(spec, liveness)),
      ),
      { numRuns: 400 },
    )
    expect(tally.compared).toBeGreaterThanOrEqual(10)
    expect(tally.isBalanced).toBe(true)
  })
})

const manifold = (formula: GraphSpec['formula']): GraphSpec['formula'] => repeated(formula, 33)

describe('engine and reference on graphs', () => {
  test('agree on random formulas, requests, bounds and fairness of each action', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(graphSpec, async (spec) => tally.count(await expectGraphAgreement(spec))),
      { numRuns: 600, examples: graphRegressions.map((spec) => [spec]) },
    )
    expect(tally.compared).toBeGreaterThanOrEqual(400)
    expect(tally.isBalanced).toBe(true)
  })

  test('agree on formulas with more recurring parts than a word has bits', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(graphSpec, async (spec) =>
        tally.count(await expectGraphAgreement(spec, undefined, manifold)),
      ),
      { numRuns: 100 },
    )
    expect(tally.isBalanced).toBe(true)
  })

  test('agree on what may be said of a search that was cut off', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(refutableSpec, fc.integer({ min: 1, max: 8 }), async (spec, maxStates) =>
        tally.count(await expectCutAgreement(spec, { maxStates })),
      ),
      { numRuns: 300, examples: cutRegressions.map(([spec, most]) => [spec, most]) },
    )
    expect(tally.finite).toBeGreaterThanOrEqual(12)
  })
})
