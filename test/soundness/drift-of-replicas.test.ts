import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, ModelError, type System } from '../../src/index.ts'
import { Drift, withDrift, withPredicates } from '../support/drift.ts'
import { staleSymmetricSpec } from '../support/stale-orbits.ts'
import { buildSymmetric, type SymmetricSpec } from '../support/symmetric-system.ts'

/*
 * The same where replicas change places and old messages are given up: what drifts tells replicas apart, or
 * gives up too much, and is named all the same.
 */

const rolePlaces = [
  ...(['initial', 'start', 'receive', 'timeout', 'internal', 'when'] as const),
  ...(['accepts', 'durable', 'recover', 'stale', 'predicate'] as const),
]

interface Case {
  readonly spec: SymmetricSpec
  readonly place: (typeof rolePlaces)[number]
  readonly does: 'answers otherwise' | 'throws'
  /** When it drifts, as a part of all its calls in a check. */
  readonly when: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  spec: staleSymmetricSpec.map((spec) => ({ ...spec, flaw: null, ages: 'always' as const })),
  place: fc.constantFrom(...rolePlaces),
  does: fc.constantFrom('answers otherwise' as const, 'throws' as const),
  when: fc.noBias(fc.integer({ min: 0, max: 1100 })).map((thousandths) => thousandths / 1000),
})

interface State {
  readonly place: number
  readonly leader: string | null
  readonly known: ReadonlySet<string>
}

/** It looks at all replicas alike, and field by field: else the search would begin once more. */
const withDriftingPredicates = (system: System, drift: Drift): System | null => {
  let number = 0
  return withPredicates(system, 'predicate', (name, predicate) => {
    const own = number++
    return (view) => {
      const { s } = (view as { readonly nodes: { readonly s: readonly State[] } }).nodes
      const looks = s.map(({ place, leader, known }) => [place, leader, known.size])
      return drift.answer(name, [own, looks], predicate(view), (right) => !right)
    }
  })
}

const spoiltBy = ({ spec, place }: Case, drift: Drift): System | null => {
  const system = buildSymmetric(spec)
  return place === 'predicate'
    ? withDriftingPredicates(system, drift)
    : withDrift(system, place, drift)
}

const options = { maxStates: 300 }

test('what drifts among replicas, or where messages are given up, is found out and named', async () => {
  const caught = new Map<string, number>(rolePlaces.map((place) => [place, 0]))
  await fc.assert(
    fc.asyncProperty(cases, async (each) => {
      const never = new Drift(Infinity, each.does)
      const sound = spoiltBy(each, never)
      if (sound === null) return
      const { reductions } = await check(sound, options)
      // Else what was asked of replicas that changed places would be of no matter.
      if (never.calls === 0 || !reductions.slice(1).every(({ isApplied }) => isApplied)) return
      const drift = new Drift(Math.ceil(each.when * never.calls), each.does)
      const error: unknown = await check(spoiltBy(each, drift) ?? sound, options).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(error === null || error instanceof ModelError).toBe(true)
      if (drift.culprits.length === 0) return
      expect(error).toMatchObject({ code: 'not-pure' })
      const where = error instanceof ModelError ? error.where.join('\n') : ''
      expect(drift.culprits.filter((culprit) => where.includes(culprit))).not.toEqual([])
      caught.set(each.place, (caught.get(each.place) ?? 0) + 1)
    }),
    { numRuns: 200 },
  )
  expect([...caught.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(60)
  expect(caught.get('stale')).toBeGreaterThan(0)
})
