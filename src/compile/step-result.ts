import type { HalfResult } from './half-results.ts'

/** One outcome of a step, in ids. */
export interface StepResult {
  /** Where in the step the node may crash; empty where it may not. */
  readonly halves: readonly HalfResult[]
  /** The next state's value id. */
  readonly state: number
  /** Of a step that is one of a family the value id of its item; else -1. */
  readonly item: number
  /** The envelopes sent. */
  readonly sends: readonly number[]
  /** Bit sets of timers: which were touched, and which of these end up set. */
  readonly touched: number
  readonly set: number
  /** With time for how long these are set, by the places of the timers; else empty. */
  readonly units: readonly number[]
}
