import type { History } from './history.ts'
import type { Limits, Stop } from './limits.ts'
import type { Pace } from '../pace/pace.ts'

/** A search of a state space, as those see it who run it and report on it. */
export interface Explorer {
  /** Initial states plus every successor produced, duplicates and self-loops included. */
  readonly generated: number
  /** Steps (and initial states) that led outside the bound. */
  readonly cut: number
  /** States on the longest of the shortest paths so far; an initial state counts as 1. */
  readonly depth: number
  /** How many of the first states are initial: all, as long as they are being listed. */
  readonly initial: number
  /** Why the search ended before everything was seen, or null. */
  readonly stop: Stop | null
  /** Distinct states so far. */
  readonly distinct: number
  /** States that are still to be expanded. */
  readonly queued: number
  /** Bytes of all states. */
  readonly bytes: number
  readonly limits: Limits
  /** How the states were found. */
  readonly history: History
  /** Whether there is nothing left to do. */
  readonly isOver: boolean
  /** Whether every state was found and expanded, as far as the bound allows. */
  readonly isAtEnd: boolean
  /** The state that is being expanded: scratch; null where there is none. */
  readonly current: Int32Array | null
  /** Whether initial states are listed. Left out: it goes on where that is over. */
  readonly isListing?: boolean
  /** A shortest run to a state, where the search can find it without searching once more. */
  backFrom?(state: Int32Array, pace: Pace): Promise<readonly Int32Array[]>
  /** Gives memory back when the search has ended. */
  release(keepsStates?: boolean): void
  /** Ends the search for a reason. */
  end(kind: Stop['kind']): void
}

/** One that is run in slices. */
export interface SlicedExplorer extends Explorer {
  /**
   * Searches on until everything is seen, a limit is met, or something else is to have its turn.
   *
   * @throws Halt where a table has no room to grow: the search cannot go on then
   */
  run(): void
}
