import { describe, expect, test } from 'vitest'
import { check, type Progress } from 'netsplit'
import twoPhaseCommit from '../../models/two-phase-commit.ts'
import { estimateOf, LevelTotals } from '../../src/check/estimate.ts'
import { measured, others } from '../support/level-sizes.ts'

/** How many states there are by the end of each level. */
const totalsOf = (sizes: readonly number[]): readonly number[] => {
  let sum = 0
  return sizes.map((size) => (sum += size))
}

/** At how many levels of some searches an estimate is shown, and at how many the truth lies within it. */
const calibration = (
  searches: Readonly<Record<string, readonly number[]>>,
): { shown: number; right: number; rising: number; came: number } => {
  const counts = { shown: 0, right: 0, rising: 0, came: 0 }
  for (const sizes of Object.values(searches)) {
    const totals = totalsOf(sizes)
    const truth = totals.at(-1) ?? 0
    for (let level = 1; level < totals.length; level++) {
      const estimate = estimateOf(totals.slice(0, level))
      if (estimate === null) continue
      counts.shown += 1
      const found = totals[level - 1] ?? 0
      counts.came += Math.log((truth - found) / Math.max(1, estimate.states - found))
      if (estimate.low <= truth && truth <= estimate.high + 1) counts.right += 1
      if ((sizes[level] ?? 0) > (sizes[level - 1] ?? 0)) counts.rising += 1
    }
  }
  return counts
}

describe('an interval of nine in ten holds the truth in nine cases of ten', () => {
  test('of the searches that it was measured on', () => {
    const { shown, right, rising, came } = calibration(measured)
    expect(shown).toBeGreaterThan(80)
    expect(rising).toBeGreaterThan(10)
    // What is said to come comes, on the average.
    expect(Math.abs(came / shown)).toBeLessThan(0.1)
    expect(right / shown).toBeGreaterThanOrEqual(0.9)
  })

  test('of others', () => {
    const { shown, right } = calibration(others)
    expect(shown).toBeGreaterThan(20)
    expect(right / shown).toBeGreaterThanOrEqual(0.9)
  })
})

/** A space in which so many counters go up for ever: its levels grow as a power of the depth. */
test.each([2, 3, 4, 6, 9])(
  'nothing is said of levels that grow as the power %d of the depth',
  (power) => {
    for (const begin of [0, 1]) {
      const sizes = Array.from({ length: 60 }, (_, level) => Math.max(1, level - begin) ** power)
      const totals = totalsOf(sizes)
      const said = new LevelTotals()
      for (const total of totals) {
        said.note(total)
        expect(said.estimate(total)).toBe(null)
      }
    }
  },
)

test.each([
  ['few states', [1, 5, 15, 25, 30, 28]],
  ['levels that grow fast', [1, 20, 200, 2_000, 20_000, 200_000]],
  ['levels that stay as they are', [1, 900, 900, 900, 900, 900, 900]],
  ['levels that grow faster and faster', [1000, 1000, 1010, 1040, 1100, 1200]],
  ['a level without states', [1000, 900, 300, 20, 0]],
])('nothing is said of %s', (_, sizes) => {
  expect(estimateOf(totalsOf(sizes))).toBe(null)
})

test('progress has an estimate while a search goes on, and none while there is nothing to say', async () => {
  const seen: Progress[] = []
  const system = twoPhaseCommit({ participants: 7 })
  await check(system, { exhaustive: true, onProgress: (each) => seen.push(each) })
  expect(seen.filter(({ phase }) => phase !== 'searching').some((it) => it.estimate)).toBe(false)
  for (const { estimate, states } of seen) {
    if (estimate === undefined) continue
    expect(estimate.low).toBeGreaterThanOrEqual(states)
    expect(estimate.high).toBeGreaterThanOrEqual(estimate.states)
    expect(estimate.states).toBeGreaterThanOrEqual(estimate.low)
  }
})
