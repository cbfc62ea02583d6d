import { anyMachine } from '../../src/machine/machine-ways.ts'
import { Course } from '../../src/check/course.ts'
import { checkInPhases } from '../../src/check/phases.ts'
import { Watcher } from '../../src/check/watcher.ts'
import { barOf, staleBarOf } from '../../src/compile/reductions.ts'
import { Halt, type Pace } from '../../src/pace/pace.ts'
import type { CheckOptions, Progress, Report, System } from '../../src/index.ts'
import { inWays } from '../../src/ways.ts'

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
 * @returns the report; the phase that was ended, or null where the check came to its end before; and
 *   how many turns there were
 */
export const endedCheck = async (
  system: System,
  ending: Ending,
  options: CheckOptions = {},
): Promise<{ report: Report; phase: Progress['phase'] | null; turns: number }> => {
  let turns = 0
  let calls = 0
  let phase: Progress['phase'] | null = null
  const { report } = await inWays(
    {
      bar: barOf(system),
      staleBar: staleBarOf(system),
      apart: [],
      readWhole: new Set(),
      machine: anyMachine,
    },
    (ways) => {
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
      return checkInPhases(new Course({ system, options, from: null, disk: null }, ways, watcher))
    },
  )
  return { report, phase, turns }
}
