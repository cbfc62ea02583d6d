/** Lets signals, timers and progress have their turn during long work, and ends the work when it must end. */
export interface Pace {
  /** Whether a turn is due: cheap enough for an inner loop (counts; looks at the clock now and then). */
  isDue(): boolean
  /**
   * Gives the event loop a turn, reports progress.
   *
   * @throws Halt when the check was interrupted, is out of time or out of memory
   */
  turn(): Promise<void>
  /**
   * A table is about to grow by so many bytes.
   *
   * @throws Halt ('memory') where there is no room for them
   */
  claim(bytes: number): void
}

/** Thrown to end long work in good order; says why. */
export class Halt extends Error {
  readonly kind: 'memory' | 'disk' | 'aborted' | 'seconds'

  constructor(kind: Halt['kind']) {
    super(`ended early: ${kind}`)
    this.kind = kind
  }
}

/** For tests and library code that wants no limits. */
export const unpaced: Pace = {
  isDue: () => false,
  turn: () => Promise.resolve(),
  claim: () => undefined,
}
