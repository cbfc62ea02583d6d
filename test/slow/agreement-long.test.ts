import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  expectGraphAgreement,
  expectLivenessAgreement,
  LivenessTally,
} from '../support/liveness-agreement.ts'
import { expectMachineAgreement, learning } from '../support/machine-agreement.ts'
import { expectMixed } from '../support/mixed-agreement.ts'
import { expectWithCuts } from '../support/random-cuts.ts'
import { graphSpec } from '../support/random-graph.ts'
import { livenessSpec } from '../support/random-liveness.ts'
import { machineSpec } from '../support/random-machine.ts'
import { expectIgnoring } from '../support/random-ignoring.ts'
import { systemSpec } from '../support/random-system.ts'
import { expectAgreement, Tally } from '../support/safety-agreement.ts'
import { expectWithoutStale } from '../support/stale-agreement.ts'
import { expectStaleOrbits } from '../support/stale-orbits.ts'
import { expectOrbits } from '../support/symmetric-agreement.ts'
import { timedSpec } from '../support/timed-system.ts'
import { expectValues } from '../support/valued-agreement.ts'
import { expectWatchedOrbits } from '../support/watched-orbits.ts'

/*
 * The comparisons of test/engine, several times as many: some minutes on a quiet machine.
 */

describe('engine and reference', () => {
  test('agree on the states, verdicts and shortest lengths of many systems', async () => {
    const tally = new Tally()
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => tally.count(await expectAgreement(spec))),
      { numRuns: 600 },
    )
    expect(tally.compared).toBeGreaterThan(100)
    expect(tally.inLevels).toBeGreaterThan(tally.compared / 10)
    expect(tally.isBalanced).toBe(true)
  }, 1_800_000)

  test('agree on the states, verdicts and shortest lengths of many machines', () => {
    let compared = 0
    fc.assert(
      fc.property(machineSpec, (spec) => {
        if (expectMachineAgreement(spec) !== null) compared += 1
        expectMachineAgreement(
          spec,
          learning((...learned) => learned),
        )
      }),
      { numRuns: 700 },
    )
    expect(compared).toBeGreaterThan(400)
  }, 1_800_000)

  test('agree on the liveness of many systems', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(systemSpec, livenessSpec, async (spec, liveness) =>
        tally.count(await expectLivenessAgreement(spec, liveness)),
      ),
      { numRuns: 1500 },
    )
    expect(tally.compared).toBeGreaterThan(120)
    expect(tally.isBalanced).toBe(true)
  }, 1_800_000)

  test('agree on the liveness of many graphs', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(graphSpec, async (spec) => tally.count(await expectGraphAgreement(spec))),
      { numRuns: 3000 },
    )
    expect(tally.compared).toBeGreaterThanOrEqual(2600)
    expect(tally.isBalanced).toBe(true)
    expect(tally.finite).toBeGreaterThanOrEqual(30)
  }, 1_800_000)

  test('agree where there is time', async () => {
    const tally = new Tally()
    await fc.assert(
      fc.asyncProperty(timedSpec, async (spec) => tally.count(await expectAgreement(spec))),
      { numRuns: 450 },
    )
    expect(tally.compared).toBeGreaterThanOrEqual(20)
    expect(tally.isBalanced).toBe(true)
  })

  test('agree on systems in which several cuts stand at the same time', async () => {
    const { compared, biting } = await expectWithCuts(450)
    expect(compared).toBeGreaterThan(130)
    expect(biting).toBeGreaterThan(compared / 2)
  }, 1_800_000)

  test('agree on hundreds of systems that ignore messages', async () => {
    const { compared, biting } = await expectIgnoring(500)
    expect(compared).toBeGreaterThan(120)
    expect(biting).toBeGreaterThan(compared / 3)
  }, 1_800_000)

  test('agree on hundreds of systems without stale messages', async () => {
    const { compared, biting } = await expectWithoutStale(450)
    expect(compared).toBeGreaterThan(60)
    expect(biting).toBeGreaterThan(compared / 3)
  }, 1_800_000)

  test('agree on hundreds of systems with properties that are judged in several graphs', async () => {
    const { compared, biting, three } = await expectMixed(600)
    expect(compared).toBeGreaterThan(80)
    expect(biting).toBeGreaterThan(compared / 8)
    expect(three).toBeGreaterThan(0)
  }, 1_800_000)

  test('agree on hundreds of systems with replicas, by their orbits', async () => {
    const { compared, biting } = await expectOrbits(450)
    expect(compared).toBeGreaterThan(110)
    expect(biting).toBeGreaterThan(compared / 3)
  }, 1_800_000)

  test('agree on hundreds of systems with interchangeable values, by their orbits', async () => {
    const { compared, biting, toldApart } = await expectValues(900)
    expect(compared).toBeGreaterThan(550)
    expect(biting).toBeGreaterThan(compared / 2)
    expect(toldApart).toBeGreaterThan(5)
  }, 1_800_000)

  test('agree on hundreds of systems with replicas and observers, by their orbits', async () => {
    const { compared, biting, byObserver } = await expectWatchedOrbits(500)
    expect(compared).toBeGreaterThan(140)
    expect(biting).toBeGreaterThan(compared / 3)
    expect(byObserver).toBeGreaterThan(compared / 100)
  }, 3_600_000)

  test('agree on hundreds of systems with replicas, by their orbits without stale messages', async () => {
    const { compared, biting } = await expectStaleOrbits(350)
    expect(compared).toBeGreaterThan(15)
    expect(biting).toBeGreaterThan(compared / 6)
  }, 3_600_000)
})
