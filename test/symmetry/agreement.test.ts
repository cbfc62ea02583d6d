import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Successors } from '../../src/explore/state-space.ts'
import { Orbits } from '../../src/symmetry/orbits.ts'
import { StepCheck } from '../../src/symmetry/step-check.ts'
import { PairSwap, Swap } from '../../src/symmetry/swap.ts'
import { compareOrbits, expectOrbits, areFoundOut } from '../support/symmetric-agreement.ts'
import { symmetricSpec, type SymmetricSpec } from '../support/symmetric-system.ts'

describe('states that differ by which node is which', () => {
  test('stand for all of them: verdicts, shortest lengths and states are those of the reference', async () => {
    const { compared, biting } = await expectOrbits(250)
    expect(compared).toBeGreaterThan(60)
    expect(biting).toBeGreaterThan(compared / 4)
  })

  test('stand for their steps: which are forbidden, and after how many the first one comes', async () => {
    let [compared, broken] = [0, 0]
    await fc.assert(
      fc.asyncProperty(ofSteps, async (spec) => {
        const found = await compareOrbits(spec)
        if (found !== null) compared += 1
        if (found?.isOfSteps === true) broken += 1
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(100)
    expect(broken).toBeGreaterThan(3)
  })
})

/** Small systems with properties of steps alone; some look at one of the replicas. */
const ofSteps = symmetricSpec.map((spec): SymmetricSpec => ({
  ...spec,
  flaw: spec.flaw === 'seen' || spec.flaw === 'list' ? 'seen' : null,
  peers: 0,
  hasHub: false,
  network: { ...spec.network, loss: 0, duplication: 0 },
  among: null,
  crashes: null,
  cuts: 'none',
  steps: spec.steps ?? 1,
  mostSent: 1,
  bound: null,
  properties: spec.properties.map(({ look }, at) => ({
    kind: 'stepwise',
    look: { about: at % 2 === 0 ? 'leaders' : 'places', place: look.place % 2, count: 1 },
  })),
}))

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
    expect(await areFoundOut(symmetricSpec)).toBe(true)
  })

  const breakagesOfSteps: Readonly<Record<string, () => void>> = {
    'steps are judged as they are, and not under other names': () => {
      vi.spyOn(Orbits.prototype, 'forEachPair').mockReturnValue()
    },
    'nodes change places before a step, and not after it': () => {
      vi.spyOn(PairSwap.prototype, 'apply').mockImplementation(function (this: PairSwap, pair) {
        this.swap.apply(pair, 0, pair.length / 2)
      })
    },
    'steps are judged when nodes have changed places': () => {
      vi.spyOn(Successors.prototype, 'takePlain').mockReturnValue()
    },
  }
  test.each(Object.entries(breakagesOfSteps))('%s', async (_, spoil) => {
    spoil()
    const specs = symmetricSpec.map((spec): SymmetricSpec => ({
      ...spec,
      flaw: spec.flaw === 'seen' || spec.flaw === 'list' ? 'seen' : null,
      bound: null,
      properties: spec.properties.map(({ look }, at) => ({
        kind: 'stepwise',
        look: { place: look.place, count: 1, about: at % 2 === 0 ? 'leaders' : 'places' },
      })),
    }))
    expect(await areFoundOut(specs)).toBe(true)
  })
})
