import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectAgreement, Tally } from '../support/safety-agreement.ts'
import { timedSpec } from '../support/timed-system.ts'

describe('engine and reference explorer, where there is time', () => {
  test('agree on every reachable state, verdict and shortest length of random systems', async () => {
    const tally = new Tally()
    await fc.assert(
      fc.asyncProperty(timedSpec, async (spec) => tally.count(await expectAgreement(spec))),
      { numRuns: 250 },
    )
    expect(tally.compared).toBeGreaterThanOrEqual(10)
  })
})
