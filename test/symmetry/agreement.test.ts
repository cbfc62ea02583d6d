import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, type Report } from '../../src/index.ts'
import { explore, type ReferenceResult } from '../../src/semantics/reference.ts'
import { Orbits } from '../../src/symmetry/orbits.ts'
import { StepCheck } from '../../src/symmetry/step-check.ts'
import { Swap } from '../../src/symmetry/swap.ts'
import { orbitKeys } from '../support/orbit-keys.ts'
import { buildSymmetric, symmetricSpec, type SymmetricSpec } from '../support/symmetric-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 250

interface Compared {
  /** How many states there are for one that was found. */
  readonly factor: number
  readonly flaw: SymmetricSpec['flaw']
  readonly isToldApart: boolean
  readonly decided: number
}

/** Expects that verdicts, and the lengths of the runs that show them, are those of the reference. */
const expectVerdicts = ({ properties }: Report, { shortest, cut }: ReferenceResult): void => {
  const lengths = properties.map(({ name, trace }) => [name, trace?.steps.length ?? null])
  expect(Object.fromEntries(lengths)).toEqual(Object.fromEntries(shortest))
  for (const { name, kind, verdict } of properties) {
    const isDecided = (shortest.get(name) ?? null) !== null
    const [yes, no] = kind === 'reachable' ? ['holds', 'violated'] : ['violated', 'holds']
    expect(verdict).toBe(isDecided ? yes : cut > 0 ? 'incomplete' : no)
  }
}

/** Expects that a check with the reduction comes to what the naive reference comes to without. */
const compare = async (spec: SymmetricSpec): Promise<Compared | null> => {
  const system = buildSymmetric(spec)
  const full = explore(system, { limit })
  if (full === null) return null
  const report = await check(system, { exhaustive: true })
  const find = (each: string) => report.reductions.find(({ name }) => name === each)
  const [ignored, symmetry] = [find('ignored-deliveries'), find('symmetry')]
  const reference = ignored?.isApplied === true ? explore(system, { leaveIgnored: true }) : full
  if (reference === null) return null
  expectVerdicts(report, full)
  expect(report.states.depth).toBe(reference.depth)
  const { orbits = null } = symmetry ?? {}
  const found = orbits?.states ?? report.states.distinct
  expect(found).toBe(reference.states.size)
  if (orbits !== null) {
    const states = [...reference.states.values()]
    const keys = states.map((state) => orbitKeys(system, orbits.groups, state))
    expect(report.states.distinct).toBe(new Set(keys).size)
  }
  return {
    factor: found / report.states.distinct,
    flaw: spec.flaw,
    isToldApart: symmetry?.bar?.kind === 'told-apart',
    decided: [...full.shortest.values()].filter((length) => length !== null).length,
  }
}

describe('states that differ by which node is which', () => {
  test('stand for all of them: verdicts, shortest lengths and states are those of the reference', async () => {
    const all: Compared[] = []
    await fc.assert(
      fc.asyncProperty(symmetricSpec, async (spec) => {
        const compared = await compare(spec)
        if (compared !== null) all.push(compared)
      }),
      { numRuns: 800 },
    )
    expect(all.length).toBeGreaterThanOrEqual(500)
    // It bites in more than half of them, and finds flaws out where they show.
    expect(all.filter(({ factor }) => factor > 1.2).length).toBeGreaterThan(all.length / 2)
    const flawed = all.filter(({ flaw }) => flaw !== null)
    expect(flawed.filter(({ isToldApart }) => isToldApart).length).toBeGreaterThan(20)
    expect(all.filter(({ flaw, isToldApart }) => flaw === null && isToldApart)).toEqual([])
    expect(all.filter(({ decided }) => decided > 0).length).toBeGreaterThan(all.length / 5)
  }, 240_000)
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
        await compare(spec)
      }),
      { numRuns: 3000, endOnFailure: true },
    )
    expect(run.failed).toBe(true)
  })
})
