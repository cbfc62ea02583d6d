import fc from 'fast-check'
import { expect } from 'vitest'
import { check, type Report, type System } from 'netsplit'
import { subjectOf } from '../../src/model/property-kinds.ts'
import { explore } from '../../src/semantics/reference.ts'
import type { Smallness } from '../../src/sql/database.ts'
import { buildSystem, systemSpec, type SystemSpec } from './random-system.ts'
import { withAims } from './safety-agreement.ts'

/** All reductions. */
const all = ['ignored-deliveries', 'stale-messages', 'symmetry']

/** A check that goes on in a database from the first level on. */
export type CheckThere = (
  system: System,
  options?: Parameters<typeof check>[1],
  smallness?: Smallness,
) => Promise<Report>

/** The verdicts of a report, and the lengths of the runs that show them. */
export const verdictsIn = ({ properties }: Report): readonly object[] =>
  properties.map(({ name, verdict, trace }) => ({
    name,
    verdict,
    steps: trace?.steps.length ?? null,
  }))

/** The counts of a search that came to its end. */
export const countsIn = ({ states, ended, verdict, steps }: Report): object => ({
  ended,
  verdict,
  evaluated: steps.evaluated,
  states: { ...states, bytesPerState: 0 },
})

/** What a search in a database can do: the properties, and the system, that it takes. */
export const taken = (system: System): System => ({
  ...system,
  within: null,
  properties: system.properties.filter(({ property }) =>
    ['states', 'ends'].includes(subjectOf(property.kind)),
  ),
})

/** A random system that can be searched in a database. */
const specs = systemSpec.map((spec): SystemSpec => ({
  ...spec,
  timers: 'any',
  observers: [],
  within: null,
}))

export interface Compared {
  /** How many systems. */
  systems: number
  /** How many of them went on in the database. */
  wentOn: number
  /** How many properties were decided there, by runs of at least three steps, and how many were not. */
  decided: number
  undecided: number
}

/**
 * Compares searches of random systems in a database with the reference explorer, and with the engine in memory where
 * reductions are in force.
 *
 * @param page how many rows are read at a time in most of them
 */
export const compareThere = async (
  checkThere: CheckThere,
  count: number,
  { seed, page }: { readonly seed: number; readonly page: number },
): Promise<Compared> => {
  const compared: Compared = { systems: 0, wentOn: 0, decided: 0, undecided: 0 }
  for (const [index, spec] of fc.sample(specs, { seed, numRuns: 12 * count + 60 }).entries()) {
    if (compared.systems === count) break
    const built = withAims(buildSystem(spec), spec.aims)
    if (built === null || built.time !== null) continue
    const system = taken(built)
    const reference = explore(system, { limit: 250 })
    if (reference === null || reference.states.size < 12) continue
    const isPlain = index % 2 === 0
    const options = { exhaustive: true, noReduction: isPlain ? all : ['symmetry'] }
    const inMemory = await check(system, options)
    const small = index % 3 === 0 ? undefined : { keyBits: index % 3 === 1 ? 7 : 20, page }
    const found = await checkThere(system, options, small)
    expect(countsIn(found)).toEqual(countsIn(inMemory))
    if (isPlain && inMemory.ended === 'everything-seen')
      expect(found.states).toMatchObject({
        distinct: reference.states.size,
        generated: reference.generated,
        depth: reference.depth,
      })
    expect(verdictsIn(found)).toEqual(verdictsIn(inMemory))
    const lengths = found.properties.map(({ trace }) => trace?.steps.length ?? null)
    expect(lengths).toEqual([...reference.shortest.values()])
    compared.systems += 1
    if (found.notes.some((note) => note.includes('went on'))) compared.wentOn += 1
    compared.undecided += lengths.filter((length) => length === null).length
    compared.decided += lengths.filter((length) => (length ?? 0) >= 3).length
  }
  return compared
}
