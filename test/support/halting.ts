import { checkInGraphs, waysFor, type Turns } from '../../src/check/graphs.ts'
import { Watcher } from '../../src/check/watcher.ts'
import { Halt, type Pace } from '../../src/pace/pace.ts'
import type { CheckOptions, Progress, Report, System } from '../../src/index.ts'

/** How a check is to be ended. */
export interface Ending {
  /** At which turn, counted over all phases from 1 on. */
  readonly turn: number
  readonly kind: Halt['kind']
  /** Whether from there on every turn ends what goes on, or work may be finished. */
  readonly isForGood: boolean
}

/**
 * Checks a system and ends it at a turn. Every other question whether a turn is due is answered with
 * yes, so that there is a turn at each step of each loop.
 *
 * @param taking when searches of several graphs take turns. Default: as in any check
 * @returns the report; the phase that was ended, or null where the check came to its end before; and
 *   how many turns there were
 */
export const endedCheck = async (
  system: System,
  ending: Ending,
  options: CheckOptions = {},
  taking?: Turns,
): Promise<{ report: Report; phase: Progress['phase'] | null; turns: number }> => {
  let turns = 0
  let calls = 0
  let phase: Progress['phase'] | null = null
  const { report } = await checkInGraphs(
    { system, options, from: null, disk: null },
    waysFor(system, options),
    {
      ...(taking === undefined ? {} : { turns: taking }),
      watcher: () => {
        const pace = (): Pace => ({
          isDue: () => ++calls % 2 === 0,
          turn: () => {
            turns += 1
            const isEnd = ending.isForGood ? turns >= ending.turn : turns === ending.turn
            if (!isEnd) return Promise.resolve()
            phase ??= watcher.at
            return Promise.reject(new Halt(ending.kind))
          },
          claim: () => undefined,
        })
        const watcher = new Watcher(options, performance.now(), pace)
        return watcher
      },
    },
  )
  return { report, phase, turns }
}
