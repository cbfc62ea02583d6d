/** One outcome of a step, in ids. */
export interface StepResult {
  /** The next state's value id. */
  readonly state: number
  /** The envelopes sent. */
  readonly sends: readonly number[]
  /** Bit sets of timers: which were touched, and which of these end up set. */
  readonly touched: number
  readonly set: number
  /** With time for how long these are set, by the places of the timers; else empty. */
  readonly units: readonly number[]
}
