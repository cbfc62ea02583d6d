import type { CheckOptions } from '../report.ts'

/**
 * Once there is known to be no end of states, so many more are searched for violations; all, where a
 * limit says for how long.
 */
const lastChance = 1_000_000

/** How many states more are searched then. */
export const mostAfter = ({ maxStates, maxSeconds, keepGoing }: CheckOptions): number => {
  const isLimited = maxStates !== undefined || maxSeconds !== undefined
  return (keepGoing ?? isLimited) ? Infinity : lastChance
}
