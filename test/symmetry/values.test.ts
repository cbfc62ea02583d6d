import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, role, system, type Report } from '../../src/index.ts'
import { FieldFacets } from '../../src/explore/fields.ts'
import { OrbitSpace } from '../../src/symmetry/orbit-space.ts'
import { Orbits } from '../../src/symmetry/orbits.ts'
import { StepCheck } from '../../src/symmetry/step-check.ts'
import { PairSwap, Swap } from '../../src/symmetry/swap.ts'
import { TellingCheck } from '../../src/symmetry/telling-check.ts'
import { areFoundOut, expectTold, expectValues } from '../support/valued-agreement.ts'
import { valuedSpec, type ValuedSpec } from '../support/valued-system.ts'
import { choosingPaxos } from './models.ts'

describe('states that differ by which value is which', () => {
  test('stand for all of them: verdicts, shortest lengths and states are those of the reference', async () => {
    const { compared, biting } = await expectValues(200)
    expect(compared).toBeGreaterThan(110)
    expect(biting).toBeGreaterThan(compared / 2)
  })

  test('are left alone where values are told apart', async () => {
    const { compared, toldApart } = await expectTold(90)
    expect(compared).toBeGreaterThan(40)
    expect(toldApart).toBeGreaterThan(5)
  })
})

const outcomes = ({ properties }: Report) =>
  properties.map(({ verdict, trace }) => [verdict, trace?.steps.length])

/** The first to pick tells the other one to, who comes before it in the order of the nodes. */
const pickers = (values: readonly string[]) => {
  const pick = { held: null as string | null }
  const late = role<typeof pick, 'go'>({
    initial: () => pick,
    receive: (state, _, { choose }) => void (state.held = choose(values)),
  })
  const early = role<typeof pick, 'go'>({
    initial: () => pick,
    internal: {
      pick: {
        when: ({ held }) => held === null,
        do: (state, { choose, send }) => {
          state.held = choose(values)
          send('late', 'go')
        },
      },
    },
  })
  return system({
    name: 'pickers',
    nodes: { late, early },
    interchangeable: [values],
    properties: ({ reachable }) => ({
      'two differ': reachable(
        ({ nodes }) => nodes.late.held !== null && nodes.late.held !== nodes.early.held,
      ),
    }),
  })
}

test('a run that is shown is one of the system, in which values stay what they are', async () => {
  const [found] = (await check(pickers(['a', 'b', 'c']))).properties
  const [first, second] = found?.trace?.steps.map(({ choices }) => choices[0]) ?? []
  expect([typeof first, typeof second]).toEqual(['string', 'string'])
  expect(second).not.toBe(first)
  // The states that stand for the others are none.
  vi.spyOn(OrbitSpace.prototype, 'unfold').mockImplementation((run) => run)
  await expect(check(pickers(['a', 'b', 'c']))).rejects.toBeInstanceOf(Error)
  vi.restoreAllMocks()
})

describe('values that proposers of Paxos choose', () => {
  test.each([
    [['A', 'B'], 217_372],
    [['A', 'B', 'C'], 351_049],
  ])('%j are as good as any two', async (values, all) => {
    const model = choosingPaxos(values)
    const report = await check(model, { exhaustive: true })
    const symmetry = report.reductions.find(({ name }) => name === 'symmetry')
    expect(symmetry?.orbits).toMatchObject({ values: [values], states: all })
    expect(report.states).toMatchObject({ distinct: 19_423, depth: 25 })
    const whole = await check(model, { exhaustive: true, noReduction: ['symmetry'] })
    expect(whole.states).toMatchObject({ distinct: all, depth: 25 })
    expect(outcomes(report)).toEqual(outcomes(whole))
  })
})

describe('the comparison catches a reduction of values that is wrong', () => {
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
        ;(this.swaps as Swap[]).splice(0, 1)
        return run.call(this)
      })
    },
    'guards are not checked': () => {
      const run = Reflect.get<StepCheck, 'run'>(StepCheck.prototype, 'run')
      vi.spyOn(StepCheck.prototype, 'run').mockImplementation(function (this: StepCheck) {
        const at = this.sorts.indexOf('guards')
        if (at >= 0) (this.sorts as string[]).splice(at, 1)
        return run.call(this)
      })
    },
    'predicates are asked about one state of an orbit only': () => {
      vi.spyOn(Orbits.prototype, 'forEach').mockReturnValue()
    },
    'messages keep their values': () => {
      vi.spyOn(Swap.prototype, 'envelope').mockImplementation((id) => id)
    },
    'a state is said to be the same with values in other places': () => {
      vi.spyOn(Swap.prototype, 'fixes').mockReturnValue(true)
    },
  }
  test.each(Object.entries(breakages))('%s', async (_, spoil) => {
    spoil()
    expect(await areFoundOut(valuedSpec)).toBe(true)
  })

  const ofSteps = valuedSpec.map((spec): ValuedSpec => ({
    ...spec,
    flaw: spec.values === 2 ? null : 'seen',
    replicas: 1,
    bound: null,
    properties: spec.properties.map(({ look }) => ({
      kind: 'stepwise',
      look: { ...look, about: 'held' },
    })),
  }))
  const breakagesOfSteps: Readonly<Record<string, () => void>> = {
    'steps are judged as they are, and not with values in other places': () => {
      vi.spyOn(Orbits.prototype, 'forEachPair').mockReturnValue()
    },
    'values change places before a step, and not after it': () => {
      vi.spyOn(PairSwap.prototype, 'apply').mockImplementation(function (this: PairSwap, pair) {
        this.swap.apply(pair, 0, pair.length / 2)
      })
    },
  }
  test.each(Object.entries(breakagesOfSteps))('%s', async (_, spoil) => {
    spoil()
    expect(await areFoundOut(ofSteps)).toBe(true)
  })

  test('of fields that are named by values only those that were looked at are watched', async () => {
    vi.spyOn(FieldFacets.prototype, 'nameOf').mockReturnValue(null)
    const marked = valuedSpec.map((spec): ValuedSpec => ({
      ...spec,
      flaw: 'seen',
      properties: spec.properties.map(({ look }) => ({
        kind: 'reachable',
        look: { ...look, about: 'marks' },
      })),
    }))
    expect(await areFoundOut(marked)).toBe(true)
  })

  test('what observers make of values is not checked', async () => {
    vi.spyOn(TellingCheck.prototype, 'run').mockReturnValue(null)
    const watched = valuedSpec.map((spec): ValuedSpec => ({
      ...spec,
      isWatched: true,
      flaw: 'heard',
    }))
    expect(await areFoundOut(watched)).toBe(true)
  })
})
