import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectGraphAgreement, expectLivenessAgreement } from '../support/liveness-agreement.ts'
import { graphSpec } from '../support/random-graph.ts'
import { livenessSpec } from '../support/random-liveness.ts'
import { systemSpec } from '../support/random-system.ts'
import { expectStaleAgreement, staleSpec } from '../support/stale-agreement.ts'
import { compareOrbits } from '../support/symmetric-agreement.ts'
import { symmetricSpec } from '../support/symmetric-system.ts'
import { agreeing } from '../support/agreeing.ts'

/*
 * What to run after each change of the engine: each comparison with the reference on so many random systems that
 * all together take less than half a minute. How many were compared is asserted by those of test/engine.
 */

test('engine and reference agree on random formulas', async () => {
  const graphs = await agreeing(graphSpec, 150, (spec) => expectGraphAgreement(spec))
  const both = fc.tuple(systemSpec, livenessSpec)
  const found = await agreeing(both, 30, ([spec, live]) => expectLivenessAgreement(spec, live))
  expect(graphs + found).toBeGreaterThan(0)
})

test('engine and reference agree on random systems whose messages grow stale', async () => {
  const found = await agreeing(staleSpec, 24, (spec) => expectStaleAgreement(spec))
  expect(found).toBeGreaterThan(0)
})

test('orbits are those of the unreduced reference', async () => {
  expect(await agreeing(symmetricSpec, 24, compareOrbits)).toBeGreaterThan(0)
})
