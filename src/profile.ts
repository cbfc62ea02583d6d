import type { Growth } from './compile/growth.ts'
import type { ProfilePart, ProfileStep } from './explore/share.ts'

/**
 * What a check is at: it lists initial states, searches, judges liveness, rebuilds runs by searching once
 * more, tells runs, asks the model's code once more what it was asked, or counts for a profile.
 */
export type Phase =
  | 'listing'
  | 'searching'
  | 'judging'
  | 'rebuilding'
  | 'telling'
  | 'confirming'
  | 'profiling'

export type { ProfilePart, ProfileStep }

/** Where the states of a check come from, and where its time and memory went. */
export interface Profile {
  /**
   * Whether the states that are counted stand for orbits, under the reduction `symmetry`. Then nothing is told
   * of one alone of the nodes that change places. As those that are left may change places once more,
   * `statesWithout` is what there are at most, and `factor` what it is at least.
   */
  readonly areOrbits: boolean
  /**
   * One in so many projections was counted for `statesWithout`: 1, where these are exact. Else they are
   * estimates, mostly within a per cent, where many are left, and exact or nearly so where few are.
   */
  readonly countedOneIn: number
  /** The parts of the states, those first that multiply them most. */
  readonly parts: readonly ProfilePart[]
  /** Whether all parts were counted: a limit, or Ctrl-C, may come before the last. */
  readonly isWhole: boolean
  /** What was still taking new values at the last depths, though everything may have been seen. */
  readonly growth: readonly Growth[]
  /** The kinds of steps, those first that found most states. */
  readonly steps: readonly ProfileStep[]
  /** For how many distinct steps the code of each node, or of each action of a machine, was run. */
  readonly evaluations: readonly { readonly of: string; readonly steps: number }[]
  /** What the tables take, in bytes, when the search has ended. */
  readonly tables: readonly { readonly table: string; readonly bytes: number }[]
  /** The seconds that each phase took; listing initial states counts as searching. */
  readonly phases: readonly { readonly phase: Phase; readonly seconds: number }[]
}
