import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Orbits } from '../../src/symmetry/orbits.ts'
import { StepCheck } from '../../src/symmetry/step-check.ts'
import { Swap } from '../../src/symmetry/swap.ts'
import { compareOrbits, expectOrbits } from '../support/symmetric-agreement.ts'
import { symmetricSpec } from '../support/symmetric-system.ts'

describe('states that differ by which node is which', () => {
  test('stand for all of them: verdicts, shortest lengths and states are those of the reference', async () => {
    const { compared, biting } = await expectOrbits(250)
    expect(compared).toBeGreaterThan(60)
    expect(biting).toBeGreaterThan(compared / 4)
  })
})

describe('the comparison catches a reduction that is wrong', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const breakages: Readonly<Record<string, () => void>> = {
    'steps are not checked': () => {
      vi.spyOn(StepCheck.prototype, 'run').mockReturnValue(null)
    },
    'one swap is left out of what is checked': () => {
      const run = Reflect.get<StepCheck, 'run'>(StepCheck.prototype, 'run')
      vi.spyOn(StepCheck.prototype, 'run').mockImplementation(function (this: StepCheck) {
        ;(this.swaps as Swap[]).splice(0, this.swaps.length - 1)
        return run.call(this)
      })
    },
    'predicates are asked about one state of an orbit only': () => {
      vi.spyOn(Orbits.prototype, 'forEach').mockReturnValue()
    },
    'the environment does not change places': () => {
      vi.spyOn(Swap.prototype, 'environment').mockImplementation((id) => id)
    },
    'messages keep their senders': () => {
      vi.spyOn(Swap.prototype, 'envelope').mockImplementation((id) => id)
    },
  }
  test.each(Object.entries(breakages))('%s', async (_, spoil) => {
    spoil()
    const run = await fc.check(
      fc.asyncProperty(symmetricSpec, async (spec) => {
        await compareOrbits(spec)
      }),
      { numRuns: 3000, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
  })
})
