import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { StateSpace } from '../../src/explore/state-space.ts'
import { Swap } from '../../src/symmetry/swap.ts'
import { isFoundOut } from '../support/found-out.ts'
import { expectLivenessAgreement, LivenessTally } from '../support/liveness-agreement.ts'
import { cutsSpec, expectWithCuts, fewCutsSpec, symmetricCutsSpec } from '../support/random-cuts.ts'
import { livenessSpec } from '../support/random-liveness.ts'
import { expectAgreement } from '../support/safety-agreement.ts'
import { compareOrbits, areFoundOut } from '../support/symmetric-agreement.ts'

describe('where several cuts stand at the same time', () => {
  test('engine and reference agree on states, verdicts and shortest lengths', async () => {
    const { compared, biting } = await expectWithCuts(50)
    expect(compared).toBeGreaterThan(3)
    expect(biting).toBeGreaterThan(compared / 5)
  })

  test('engine and reference agree on infinite runs: each cut that heals eventually does', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(fewCutsSpec, livenessSpec, async (spec, liveness) =>
        tally.count(await expectLivenessAgreement(spec, liveness)),
      ),
      { numRuns: 90 },
    )
    expect(tally.compared).toBeGreaterThan(6)
    expect(tally.violated).toBeGreaterThan(0)
  })

  test('nodes change places in all of them', async () => {
    let [compared, biting] = [0, 0]
    await fc.assert(
      fc.asyncProperty(symmetricCutsSpec, async (spec) => {
        const found = await compareOrbits(spec)
        if (found === null) return
        compared += 1
        if (found.factor > 1.2) biting += 1
      }),
      { numRuns: 40 },
    )
    expect(compared).toBeGreaterThan(13)
    expect(biting).toBeGreaterThan(compared / 5)
  })
})

/** A state space whose plan of what stands is damaged. */
const planned = (damage: (plan: Mutable) => Mutable) => (space: StateSpace) => {
  const { faults } = (space as ProtocolSpace).tables.system
  const standings = faults.standings.map((standing) => damage({ ...standing }))
  const { tables } = space as ProtocolSpace
  Object.assign(tables, { system: { ...tables.system, faults: { ...faults, standings } } })
  return space
}

interface Mutable {
  cuts: readonly number[]
  adding: readonly number[]
  removing: readonly (readonly [number, number])[]
}

describe('the comparison catches', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const breakages: Readonly<Record<string, (plan: Mutable) => Mutable>> = {
    'a heal that takes all cuts away': (plan) => ({
      ...plan,
      removing: plan.removing.map(([cut]) => [cut, -1]),
    }),
    'a cut that never heals beside another': (plan) => ({
      ...plan,
      removing: plan.removing.slice(0, 1),
    }),
    'a cut that takes the place of another': (plan) => ({
      ...plan,
      adding: plan.adding.map((to, cut) => (to < 0 ? to : cut)),
    }),
    'a second cut that never comes': (plan) => ({ ...plan, adding: plan.adding.map(() => -1) }),
  }
  test.each(Object.entries(breakages))('%s', async (_, damage) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(cutsSpec, async (spec) => {
        await expectAgreement(spec, planned(damage))
      }),
      2000,
    )
    expect(isFound).toBe(true)
  })

  test('nodes that change places in cuts that stand alone only', async () => {
    const becomes = Reflect.get<Swap, 'cut'>(Swap.prototype, 'cut')
    vi.spyOn(Swap.prototype, 'cut').mockImplementation(function (this: Swap, index) {
      return index < 3 ? becomes.call(this, index) : index
    })
    expect(await areFoundOut(symmetricCutsSpec)).toBe(true)
  })
})
