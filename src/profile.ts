import type { Growth } from './compile/growth.ts'

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

/** A part of the states, and what it multiplies. */
export interface ProfilePart {
  /** What kind of part it is: of a machine a `component`. */
  readonly kind:
    | 'node'
    | 'state'
    | 'field'
    | 'timers'
    | 'up'
    | 'mail'
    | 'message'
    | 'environment'
    | 'component'
  /** `state of tm, field prepared`, `messages in flight to tm`, `procs[0].pc`. */
  readonly part: string
  /** How many different contents it has in the states that were found. */
  readonly values: number
  /** How many states are told apart without it. */
  readonly statesWithout: number
  /** By what it multiplies the states: all of them, divided by those without it. */
  readonly factor: number
}

/** The steps of one kind: of all messages of a type, of a timer, of an internal step or of a fault. */
export interface ProfileStep {
  /** `initial` stands for the initial states. */
  readonly kind:
    | 'initial'
    | 'deliver'
    | 'timeout'
    | 'internal'
    | 'restart'
    | 'lose'
    | 'duplicate'
    | 'crash'
    | 'split'
    | 'heal'
  /** The type of the message, the timer or the internal step; empty where there is none. */
  readonly name: string
  /** How many transitions there are, those that change nothing included. */
  readonly transitions: number
  /** How many states such a step was the first to find. */
  readonly statesFound: number
}

/** Where the states of a check come from, and where its time and memory went. */
export interface Profile {
  /**
   * One in so many states was counted for `statesWithout`: 1, where these are exact. Else they are
   * estimates, and mostly within a per cent.
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
