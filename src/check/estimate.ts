import type { Estimate } from '../report.ts'

/** From so many states on there are enough levels to say something. */
const fewest = 1000

/** What the estimate looks at: so many steps from one level to the next. */
const looksAt = 3

/** While levels still grow by more than that (the logarithm of 1.5), nothing is said. */
const fastest = 0.4

/** Below that the growth does not slow down. */
const steady = 0.005

/**
 * Where levels grow as a power of the depth there is no end: their growth falls as fast as if it were to last as
 * long again as it did. Nothing is said of levels that might be so, if some began late.
 */
const lastsAgain = 0.5

/** No more levels than that are foreseen. */
const mostLevels = 1000

/**
 * How much of what the fit says was to come: on the average, and in nine cases of ten. Measured on the levels
 * of the bundled models (test/check/estimate.test.ts does it again).
 */
const [leastCame, cameOnAverage, mostCame] = [0.4, 0.78, 2]

/**
 * Estimates how many states a search will find. The logarithms of the sizes of its levels rise, and fall, about as a
 * parabola: how much a level is larger than the one before changes by about as much each time. So a line
 * through the last of these is continued until a level has no state.
 *
 * @param totals how many states there were by the end of each of the last levels, in order
 * @param levels how many levels there were. Default: so many as there are totals
 * @returns null where that means nothing: few states, or levels that grow fast, or not ever more slowly
 */
export const estimateOf = (
  totals: readonly number[],
  levels: number = totals.length,
): Estimate | null => {
  const found = totals.at(-1) ?? 0
  const sizes = totals.slice(1).map((total, index) => total - (totals[index] ?? 0))
  const last = sizes.slice(-looksAt - 1)
  if (found < fewest || last.length <= looksAt || last.some((size) => size <= 0)) return null
  const growth = last.slice(1).map((size, index) => Math.log(size / (last[index] ?? 1)))
  const middle = (looksAt - 1) / 2
  const mean = growth.reduce((sum, each) => sum + each, 0) / looksAt
  const spread = growth.reduce((sum, _, at) => sum + (at - middle) ** 2, 0)
  const slope = growth.reduce((sum, each, at) => sum + (at - middle) * (each - mean), 0) / spread
  let now = mean + slope * middle
  if (now > fastest || slope > -steady) return null
  if (now > -slope * levels * lastsAgain) return null
  let toCome = 0
  let size = last.at(-1) ?? 0
  for (let level = 0; size >= 1 && level < mostLevels; level++) {
    now += slope
    size *= Math.exp(now)
    toCome += size
  }
  const plus = (share: number): number => Math.round(found + share * toCome)
  return { states: plus(cameOnAverage), low: plus(leastCame), high: plus(mostCame) }
}

/** How many states a search had by the end of each of its last levels. */
export class LevelTotals {
  #totals: readonly number[] = []
  #levels = 0

  note(total: number): void {
    this.#levels += 1
    this.#totals = [...this.#totals.slice(-looksAt - 1), total]
  }

  /** How many states there will be, of which there are so many now; null where that means nothing. */
  estimate(now: number): Estimate | null {
    const found = estimateOf(this.#totals, this.#levels)
    // By now it is known to be wrong.
    if (found === null || now > found.high) return null
    return { ...found, states: Math.max(now, found.states), low: Math.max(now, found.low) }
  }
}
