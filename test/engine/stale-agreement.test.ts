import { describe, expect, test } from 'vitest'
import { expectWithoutStale } from '../support/stale-agreement.ts'

describe('without stale messages', () => {
  test('verdicts, shortest lengths and node states are those of the unreduced reference; what is nearly stale is refused', async () => {
    const { compared, biting } = await expectWithoutStale(150)
    expect(compared).toBeGreaterThan(30)
    expect(biting).toBeGreaterThan(compared / 4)
  })
})
