import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StateSpace } from '../../src/explore/state-space.ts'
import { isFoundOut } from '../support/found-out.ts'
import { around } from '../support/around.ts'
import { expectIgnoring, ignoringSpec } from '../support/random-ignoring.ts'
import { expectAgreement } from '../support/safety-agreement.ts'

test('systems that ignore messages come out the same where these stay in flight', async () => {
  const { compared, biting } = await expectIgnoring(200)
  expect(compared).toBeGreaterThan(66)
  expect(biting).toBeGreaterThan(compared / 3)
})

/** A space that does not tell that it has left a step out. */
const deaf = (space: StateSpace): StateSpace =>
  around(space, (state, out, due) => {
    space.successors(state, out, due)
    out.hasIgnored = false
  })

test('the comparison catches ignored deliveries that no property of steps is asked about', async () => {
  const isFound = await isFoundOut(
    fc.asyncProperty(ignoringSpec, async (spec) => void (await expectAgreement(spec, deaf))),
    500,
  )
  expect(isFound).toBe(true)
})
