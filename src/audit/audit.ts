import type { Pace } from '../pace/pace.ts'
import { askAfresh } from './afresh.ts'
import type { Audited } from './audited.ts'
import type { Instance } from './instance.ts'
import { askMixed } from './mixed.ts'

/**
 * All that user code was asked in a check and that its report rests on. It is asked once more before
 * the report is given: code that drifts (it counts, looks at a clock, or talks to other code through a
 * variable) answers like itself when it is run twice in a row, and differently later.
 */
export class Audit {
  readonly #first: Pick<Audited, 'size' | 'again'>[] = []
  readonly #parts: (readonly Audited[])[] = []

  /** Adds what is asked before all else, and of which there is one instance. */
  addFirst(part: Pick<Audited, 'size' | 'again'>): void {
    this.#first.push(part)
  }

  /** @param parts a list that may still grow */
  add(parts: readonly Audited[]): void {
    this.#parts.push(parts)
  }

  /**
   * Asks everything once more, last things first, and then some of it in a mixed order: in other orders
   * than before, so that code that goes by what was run before it is found out.
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
    await askMixed(this.#parts.flat(), pace)
  }

  /**
   * Asks other instances of the model's code as much as a sample has.
   *
   * @param load gives one that has answered nothing yet
   * @throws ModelError 'not-pure' when an answer differs
   * @throws Halt when the pace ends it
   */
  runAfresh(load: () => Promise<Instance>, pace: Pace): Promise<void> {
    return askAfresh(this.#parts.flat(), load, pace)
  }
}
