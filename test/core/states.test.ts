import { expect, test } from 'vitest'
import { expectMachineAgreement } from '../support/machine-agreement.ts'
import { machineSpec } from '../support/random-machine.ts'
import { systemSpec } from '../support/random-system.ts'
import { safetyRegressions } from '../support/regressions.ts'
import { expectAgreement } from '../support/safety-agreement.ts'
import { timedSpec } from '../support/timed-system.ts'
import { agreeing } from '../support/agreeing.ts'

/*
 * What to run after each change of the engine: each comparison with the reference on so many random systems that
 * all together take less than half a minute. How many were compared is asserted by those of test/engine.
 */

test('engine and reference agree on random systems', async () => {
  const found = await agreeing(systemSpec, 40, (spec) => expectAgreement(spec), safetyRegressions)
  expect(found).toBeGreaterThan(0)
})

test('engine and reference agree on random systems with time', async () => {
  expect(await agreeing(timedSpec, 30, (spec) => expectAgreement(spec))).toBeGreaterThan(0)
})

test('engine and reference agree on random machines', async () => {
  expect(await agreeing(machineSpec, 30, (spec) => expectMachineAgreement(spec))).toBeGreaterThan(0)
})
