import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, simulate, type System } from '../../src/index.ts'
import { kit } from '../../src/model/property.ts'
import {
  buildFairness,
  buildFormula,
  leafOf,
  livenessSpec,
  temporalSize,
} from '../support/random-liveness.ts'
import { buildMachine, machineSpec } from '../support/random-machine.ts'
import { buildSystem, systemSpec } from '../support/random-system.ts'
import { timedSpec } from '../support/timed-system.ts'
import { expectThere, noFinds, type Finds } from '../support/walk-finds.ts'

/*
 * What walks find against what the check of the whole says: nothing may be found that is not there, and what lies
 * near the start is to be found.
 */

const short = { runs: 64, maxSteps: 24 }

const compare = async (
  system: System,
  finds: Finds,
  nearest: number,
  strategy: 'mixture' | 'returning' = 'mixture',
): Promise<void> => {
  const checked = await check(system, { maxStates: 400, noReduction: ['symmetry'] }).catch(
    () => null,
  )
  if (checked === null || checked.incomplete !== null) return
  expectThere(finds, checked, await simulate(system, { ...short, strategy }), nearest)
}

test('nothing is found in random systems that is not there, and what is near is found', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(systemSpec, (spec) => compare(buildSystem(spec), finds, 3)),
    { numRuns: 120 },
  )
  expect(finds.compared).toBeGreaterThan(20)
  expect(finds.near).toBeGreaterThan(20)
  expect(finds.found).toBeGreaterThan(0.9 * finds.near)
})

test('the same by walks that go back, which find what is farther', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(systemSpec, (spec) => compare(buildSystem(spec), finds, 6, 'returning')),
    { numRuns: 60 },
  )
  expect(finds.near).toBeGreaterThan(8)
  expect(finds.found).toBeGreaterThan(0.8 * finds.near)
})

test('the same where there is time', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(timedSpec, (spec) => compare(buildSystem(spec), finds, 3)),
    { numRuns: 120 },
  )
  expect(finds.near).toBeGreaterThan(15)
  expect(finds.found).toBeGreaterThan(0.9 * finds.near)
})

test('the same of random machines', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(machineSpec, (spec) => compare(buildMachine(spec), finds, 3)),
    { numRuns: 100 },
  )
  expect(finds.near).toBeGreaterThan(5)
  expect(finds.found).toBeGreaterThan(0.9 * finds.near)
})

test('the same of random formulas, requests and fairness', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(systemSpec, livenessSpec, async (spec, liveness) => {
      if (temporalSize(liveness.formula) > 4) return
      const formula = kit.ltl((formulas) => buildFormula(liveness.formula, formulas, leafOf(spec)))
      const system = buildSystem(spec)
      const properties = [
        { name: 'formula', property: formula },
        { name: 'answered', property: kit.everyRequestAnswered() },
        { name: 'served', property: kit.everyRequestServed() },
      ]
      const fairness = buildFairness(liveness.fairness)
      await compare({ ...system, properties, fairness }, finds, 3)
    }),
    { numRuns: 120 },
  )
  expect(finds.infinite).toBeGreaterThan(10)
  expect(finds.found).toBeGreaterThan(0.9 * finds.near)
})
