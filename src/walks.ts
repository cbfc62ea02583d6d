import type { ProfileStep } from './explore/share.ts'

/** A run of a simulation that decides a property. */
export interface FoundRun {
  /** The property. */
  readonly property: string
  /** The number of the walk: with the same seed, steps and strategy it is walked again. */
  readonly run: number
  /** How it was walked. */
  readonly strategy: string
  /** The steps that it took; of an infinite run those of the way that was found where walks had been. */
  readonly walked: number
  /** The steps that are told: what could be left out is left out. */
  readonly told: number
  /** Whether no single step can be left out, as far as it was tried; else there was no time left. */
  readonly isMinimal: boolean
}

/** Steps of one kind, all walks together. */
export interface TakenSteps {
  /** What kind of step it is. */
  readonly kind: Exclude<ProfileStep['kind'], 'initial'>
  /** The type of the message, the timer or the internal step; empty where there is none. */
  readonly name: string
  /** The nodes of the role that takes them; empty for what happens to none. */
  readonly who: string
  /** How many were taken: 0 where some were possible, and none was taken. */
  readonly taken: number
}

/** How a simulation walked, and what it came by. */
export interface Walks {
  /** What all walks were drawn from. */
  readonly seed: number
  /** How many walks there were. */
  readonly runs: number
  /** The most steps that a walk was to take. */
  readonly maxSteps: number
  /** As it was asked for: `mixture` takes turns with the others. */
  readonly strategy: string
  /** Of each strategy how many walks there were. */
  readonly strategies: readonly { readonly strategy: string; readonly runs: number }[]
  /** All steps that were taken. */
  readonly steps: number
  /** The steps of the longest walk. */
  readonly longest: number
  /** How many walks ended before that, as nothing more was possible within the bound. */
  readonly ended: number
  /**
   * The standard error of the number of distinct states, as a share of it: that is estimated by HyperLogLog
   * (Flajolet and others, 2007).
   */
  readonly standardError: number
  /**
   * What walks with priorities (PCT) promise; null where there were none. A bug of a depth up to `depth` that needs no
   * more steps than one of the lengths is found by a walk that drew its depth d and that length k with a
   * probability of 1 / (actors · k^(d − 1)) at least, where no actor ever has more than one step to choose from.
   */
  readonly priorities: {
    readonly depth: number
    readonly lengths: readonly number[]
    /** The nodes, links and faults that could act. */
    readonly actors: number
  } | null
  /** The runs that decided properties, in the order of the properties. */
  readonly found: readonly FoundRun[]
  /** The steps that were possible, by kind, most often taken first. */
  readonly taken: readonly TakenSteps[]
}
