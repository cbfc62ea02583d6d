import type { Pace } from '../pace/pace.ts'

/** Questions that user code has answered, and on whose answers a report rests. */
export interface Audited {
  /** How many questions there are by now. */
  readonly size: number
  /**
   * Asks one of them once more.
   *
   * @throws ModelError 'not-pure' when the answer is another one than before
   */
  again(at: number): void
}

/**
 * All that user code was asked in a check and that its report rests on. It is asked once more before
 * the report is given: code that drifts (it counts, looks at a clock, or talks to other code through a
 * variable) answers like itself when it is run twice in a row, and differently later.
 */
export class Audit {
  readonly #first: Audited[] = []
  readonly #parts: (readonly Audited[])[] = []

  /** Adds what is asked before all else. */
  addFirst(part: Audited): void {
    this.#first.push(part)
  }

  /** @param parts a list that may still grow */
  add(parts: readonly Audited[]): void {
    this.#parts.push(parts)
  }

  /**
   * Asks everything once more, last things first: in another order than before, so that code that
   * goes by what was run before it is found out.
   *
   * @throws ModelError 'not-pure' when an answer differs
   * @throws Halt when the pace ends it
   */
  async run(pace: Pace): Promise<void> {
    for (const part of [...this.#first, ...this.#parts.flat().toReversed()]) {
      for (let at = part.size - 1; at >= 0; at--) {
        if (pace.isDue()) await pace.turn()
        part.again(at)
      }
    }
  }
}
