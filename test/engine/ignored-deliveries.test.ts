import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StateSpace } from '../../src/explore/state-space.ts'
import { around } from '../support/around.ts'
import { ignoringSpec } from '../support/random-ignoring.ts'
import { expectAgreement, Tally } from '../support/safety-agreement.ts'

test('systems that ignore messages come out the same where these stay in flight', async () => {
  const tally = new Tally()
  await fc.assert(
    fc.asyncProperty(ignoringSpec, async (spec) => tally.count(await expectAgreement(spec))),
    { numRuns: 500 },
  )
  expect(tally.compared).toBeGreaterThan(300)
  expect(tally.reduced).toBeGreaterThan(tally.compared / 2)
}, 240_000)

/** A space that does not tell that it has left a step out. */
const deaf = (space: StateSpace): StateSpace =>
  around(space, (state, out, due) => {
    space.successors(state, out, due)
    out.hasIgnored = false
  })

test('the comparison catches ignored deliveries that no property of steps is asked about', async () => {
  const run = await fc.check(
    fc.asyncProperty(ignoringSpec, async (spec) => void (await expectAgreement(spec, deaf))),
    { numRuns: 500, endOnFailure: true },
  )
  expect(run.failed).toBe(true)
}, 240_000)
