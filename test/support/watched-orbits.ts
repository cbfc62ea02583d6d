import fc from 'fast-check'
import { compareOrbits, type Compared } from './symmetric-agreement.ts'
import { symmetricSpec, type SymmetricSpec } from './symmetric-system.ts'
import { watchedProperties, watchers } from './symmetric-watchers.ts'

/** Random systems with replicas and observers, which treat them alike or nearly so. */
export const watchedSpec: fc.Arbitrary<SymmetricSpec> = fc
  .record({
    spec: symmetricSpec,
    watchers,
    watched: watchedProperties,
    isFlawed: fc.constantFrom(true, false, false, false, false, false),
    replicas: fc.constantFrom(2, 3, 3),
  })
  .map(({ spec, isFlawed, ...others }) => ({
    ...spec,
    ...others,
    flaw: isFlawed ? spec.flaw : null,
  }))

interface WatchedOrbits {
  readonly compared: number
  /** In how many orbits stood for more states. */
  readonly biting: number
  /** In how many an observer told replicas apart. */
  readonly byObserver: number
}

/** Expects of so many random systems with observers that orbits stand for all of their states. */
export const expectWatchedOrbits = async (numRuns: number): Promise<WatchedOrbits> => {
  const all: Compared[] = []
  await fc.assert(
    fc.asyncProperty(watchedSpec, async (spec) => {
      const compared = await compareOrbits(spec)
      if (compared !== null) all.push(compared)
    }),
    { numRuns },
  )
  return {
    compared: all.length,
    biting: all.filter(({ factor }) => factor > 1.2).length,
    byObserver: all.filter(({ by }) => by.includes('observer')).length,
  }
}
