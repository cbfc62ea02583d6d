import type { Kept } from './lasso-check.ts'
import type { KeptPromise } from './trace.ts'

/**
 * Why promises are kept, as a trace tells it.
 *
 * @param toldAs how many steps are told before one of the lasso. Default: all of them
 */
export const keptPromises = (
  kept: readonly Kept[],
  toldAs: (at: number) => number = (at) => at,
): readonly KeptPromise[] =>
  kept.map(({ action, takenIn, disabledAt, isStill }) => ({
    action,
    takenInStep: takenIn === null ? null : toldAs(takenIn) + 1,
    notPossibleAfterStep: disabledAt === null ? null : toldAs(disabledAt),
    ...(isStill ? { changesNothing: true } : {}),
  }))
