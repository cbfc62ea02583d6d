import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, replicas, role, system } from '../../src/index.ts'
import { StepCheck } from '../../src/symmetry/step-check.ts'
import type { Swap } from '../../src/symmetry/swap.ts'
import { TakenEverywhere } from '../../src/symmetry/taken-everywhere.ts'
import { isFoundOut } from '../support/found-out.ts'
import {
  compareStaleOrbits,
  expectStaleOrbits,
  staleSymmetricSpec,
} from '../support/stale-orbits.ts'
import type { SymmetricSpec } from '../support/symmetric-system.ts'

describe('states without stale messages that differ by which node is which', () => {
  test('stand for all of them; what is nearly stale is refused, and what is nearly alike is left alone', async () => {
    const { compared, biting } = await expectStaleOrbits(150)
    // Measured: 24 of 150.
    expect(compared).toBeGreaterThan(2)
    expect(biting).toBeGreaterThan(compared / 8)
  })

  test('begin as the system does, though the initial state that is told was not listed', async () => {
    const ranks = Array.from({ length: 40 }, (_, rank) => rank)
    const model = system({
      name: 'ranks',
      nodes: {
        n: replicas(
          2,
          role<{ rank: number }, { rank: number }>({
            initial: ({ self, choose }) => ({
              rank: choose(self === 'n1' ? ranks : ranks.toReversed()),
            }),
            start: ({ rank }, { others, send }) => send(others, { rank }),
            stale: () => true,
            receive: () => {},
          }),
        ),
      },
      properties: ({ reachable }) => ({
        'one is far ahead': reachable(({ nodes: { n } }) =>
          n.some(({ rank }) => rank === 39 && n.some((other) => other.rank === 1)),
        ),
      }),
    })
    const { reductions, properties } = await check(model)
    expect(reductions.map(({ isApplied }) => isApplied)).toEqual([true, true, true])
    expect(properties[0]?.trace?.initial.inFlight).toHaveLength(2)
  })
})

describe('the comparison catches a check that is wrong', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const breakages: Readonly<Record<string, readonly [SymmetricSpec['flaw'], () => void]>> = {
    'what is stale is not asked under other names': [
      'spares',
      () => {
        const run = Reflect.get<StepCheck, 'run'>(StepCheck.prototype, 'run')
        vi.spyOn(StepCheck.prototype, 'run').mockImplementation(function (this: StepCheck) {
          const sorts = this.sorts as string[]
          if (sorts.includes('staleness')) sorts.splice(sorts.indexOf('staleness'), 1)
          return run.call(this)
        })
      },
    ],
    'what was taken out is followed under one name only': [
      'doubts',
      () => {
        const update = Reflect.get<TakenEverywhere, 'update'>(TakenEverywhere.prototype, 'update')
        vi.spyOn(TakenEverywhere.prototype, 'update').mockImplementation(function (
          this: TakenEverywhere,
          pace,
        ) {
          ;(this.swaps as Swap[]).length = 0
          return update.call(this, pace)
        })
      },
    ],
  }
  test.each(Object.entries(breakages))('%s', async (_, [flaw, spoil]) => {
    spoil()
    const specs = staleSymmetricSpec.map((spec) => ({ ...spec, ages: 'always' as const, flaw }))
    const isFound = await isFoundOut(
      fc.asyncProperty(specs, async (spec) => {
        await compareStaleOrbits(spec)
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })
})
