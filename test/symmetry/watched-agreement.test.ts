import { afterEach, describe, expect, test, vi } from 'vitest'
import { Swap } from '../../src/symmetry/swap.ts'
import { TellingCheck } from '../../src/symmetry/telling-check.ts'
import { areFoundOut } from '../support/symmetric-agreement.ts'
import type { SymmetricSpec } from '../support/symmetric-system.ts'
import type { Watcher } from '../support/symmetric-watchers.ts'
import { expectWatchedOrbits, watchedSpec } from '../support/watched-orbits.ts'

test('states with observers stand for all of them: verdicts, lengths and states are those of the reference', async () => {
  const { compared, biting } = await expectWatchedOrbits(60)
  expect(compared).toBeGreaterThan(15)
  expect(biting).toBeGreaterThan(compared / 4)
})

describe('the comparison catches a reduction that is wrong', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const breakages: Readonly<Record<string, readonly [Watcher['flaw'], () => void]>> = {
    'what observers make of what they are told is not checked': [
      'named',
      () => {
        vi.spyOn(TellingCheck.prototype, 'run').mockReturnValue(null)
      },
    ],
    'who is told of a step, and who is not, is not checked': [
      'only',
      () => {
        vi.spyOn(TellingCheck.prototype, 'relate').mockReturnValue(null)
      },
    ],
    'one swap is left out of what is checked': [
      'named',
      () => {
        const relate = Reflect.get<TellingCheck, 'relate'>(TellingCheck.prototype, 'relate')
        vi.spyOn(TellingCheck.prototype, 'relate').mockImplementation(function (
          this: TellingCheck,
          swap: Swap,
          ...tellings
        ) {
          return swap === this.swaps.at(-1) ? relate.call(this, swap, ...tellings) : null
        })
      },
    ],
    'what observers know keeps its names': [
      null,
      () => {
        vi.spyOn(Swap.prototype, 'observed').mockImplementation((_, id) => id)
      },
    ],
  }
  test.each(Object.entries(breakages))('%s', async (_, [flaw, spoil]) => {
    spoil()
    const specs = watchedSpec.map((spec): SymmetricSpec => ({
      ...spec,
      flaw: null,
      peers: 0,
      replicas: 3,
      watchers: (spec.watchers ?? []).map(({ ears }) => ({ ears, flaw })),
    }))
    expect(await areFoundOut(specs)).toBe(true)
  })
})
