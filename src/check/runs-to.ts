import type { Explorer } from '../explore/explorer.ts'
import { findRuns } from '../explore/find-runs.ts'
import type { Pace } from '../pace/pace.ts'
import type { Course } from './course.ts'

/**
 * A shortest run to each of some states that a search has found and forgotten the way to: back through
 * its levels, if it has any, else by searching once more.
 *
 * @param search has ended: its states are given up
 * @returns for each target the states of the run; null where a limit came first
 */
export const runsTo = async (
  { space, monitors, watcher }: Course,
  search: Explorer | null,
  targets: readonly Int32Array[],
  pace: Pace,
): Promise<readonly (readonly Int32Array[] | null)[]> => {
  search?.release()
  if (search?.backFrom !== undefined) {
    const runs: (readonly Int32Array[])[] = []
    for (const target of targets) runs.push(await search.backFrom(target, pace))
    return runs
  }
  // The second search may need all the memory that the first one had.
  if (search !== null) search.history.ancestry = null
  // It may come by more states than the first before it meets the targets.
  const limits = { maxStates: Infinity, maxDepth: search?.depth ?? Infinity, pace }
  return findRuns(space, targets, monitors.admits, limits, (second) => {
    watcher.search = second
  })
}
