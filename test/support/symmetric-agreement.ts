import { expect } from 'vitest'
import fc from 'fast-check'
import { check, type Report, type TellsApart } from '../../src/index.ts'
import { explore, type ReferenceResult } from '../../src/semantics/reference.ts'
import type { Biting } from './biting.ts'
import { isFoundOut } from './found-out.ts'
import { orbitKeys } from './orbit-keys.ts'
import { exploreSmall } from './too-large.ts'
import { buildSymmetric, symmetricSpec, type SymmetricSpec } from './symmetric-system.ts'

/** Beyond this the reference explorer is too slow; such systems are passed over. */
const limit = 250

/** What came of a comparison. */
export interface Compared {
  /** How many states there are for one that was found. */
  readonly factor: number
  readonly flaw: SymmetricSpec['flaw']
  readonly isToldApart: boolean
  /** Who told replicas apart. */
  readonly by: readonly TellsApart['kind'][]
  readonly decided: number
  /** Whether nodes changed places, and a step was found that a property forbids. */
  readonly isOfSteps: boolean
}

/** Expects that verdicts, and the lengths of the runs that show them, are those of the reference. */
export const expectVerdicts = (
  { properties }: Report,
  { shortest, cut }: ReferenceResult,
): void => {
  const lengths = properties.map(({ name, trace }) => [name, trace?.steps.length ?? null])
  expect(Object.fromEntries(lengths)).toEqual(Object.fromEntries(shortest))
  for (const { name, kind, verdict } of properties) {
    const isDecided = (shortest.get(name) ?? null) !== null
    const [yes, no] = kind === 'reachable' ? ['holds', 'violated'] : ['violated', 'holds']
    expect(verdict).toBe(isDecided ? yes : cut > 0 ? 'incomplete' : no)
  }
}

/** Expects that a check with the reduction comes to what the naive reference comes to without. */
export const compareOrbits = async (spec: SymmetricSpec): Promise<Compared | null> => {
  const system = buildSymmetric(spec)
  const full = exploreSmall(system, limit)
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
    by: symmetry?.bar?.kind === 'told-apart' ? symmetry.bar.apart.map(({ by }) => by.kind) : [],
    isOfSteps:
      orbits !== null &&
      report.properties.some(({ kind, verdict }) => kind === 'stepwise' && verdict === 'violated'),
    decided: [...full.shortest.values()].filter((length) => length !== null).length,
  }
}

/** Expects of so many random systems that orbits stand for all of their states. */
export const expectOrbits = async (numRuns: number): Promise<Biting> => {
  const all: Compared[] = []
  await fc.assert(
    fc.asyncProperty(symmetricSpec, async (spec) => {
      const compared = await compareOrbits(spec)
      if (compared !== null) all.push(compared)
    }),
    { numRuns },
  )
  // Flaws are found out where they show.
  const flawed = all.filter(({ flaw }) => flaw !== null)
  expect(flawed.filter(({ isToldApart }) => isToldApart).length).toBeGreaterThan(numRuns / 500)
  expect(all.filter(({ flaw, isToldApart }) => flaw === null && isToldApart)).toEqual([])
  expect(all.filter(({ decided }) => decided > 0).length).toBeGreaterThan(all.length / 6)
  const biting = all.filter(({ factor }) => factor > 1.2).length
  return { compared: all.length, biting }
}

/** Whether some of these systems comes out otherwise than in the reference. */
export const areFoundOut = (specs: fc.Arbitrary<SymmetricSpec>): Promise<boolean> =>
  isFoundOut(
    fc.asyncProperty(specs, async (spec) => {
      await compareOrbits(spec)
    }),
    3000,
  )
