import type { Pace } from '../pace/pace.ts'
import { askAfresh } from './afresh.ts'
import type { Audited } from './audited.ts'
import { choose, type Chosen } from './chosen.ts'
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
  /** What of the parts was asked once more the last time. */
  #chosen: readonly Chosen[] = []

  /** Adds what is asked before all else, and of which there is one instance. */
  addFirst(part: Pick<Audited, 'size' | 'again'>): void {
    this.#first.push(part)
  }

  /** @param parts a list that may still grow */
  add(parts: readonly Audited[]): void {
    this.#parts.push(parts)
  }

  /**
   * Asks everything once more (of what is much, a sample), last things first, and then some of it in a mixed
   * order: in other orders than before, so that code that goes by what was run before it is found out.
   *
   * @throws ModelError 'not-pure' when an answer differs
   * @throws Halt when the pace ends it
   */
  async run(pace: Pace): Promise<void> {
    for (const part of this.#first) {
      for (let at = part.size - 1; at >= 0; at--) {
        if (pace.isDue()) await pace.turn()
        part.again(at)
      }
    }
    const chosen: Chosen[] = []
    this.#chosen = chosen
    for (const part of this.#parts.flat().toReversed()) {
      // One after the other: what is over ends this between them.
      // oxlint-disable-next-line no-await-in-loop
      const each = await choose(part, pace)
      chosen.push(each)
      for (const at of each.places) {
        if (pace.isDue()) await pace.turn()
        part.again(at)
      }
    }
    await askMixed(this.#parts.flat(), pace)
  }

  /** How many answers were asked for once more, and of how many; null where that was each of them. */
  get sampled(): { readonly asked: number; readonly of: number } | null {
    const asked = this.#chosen.reduce((sum, { places }) => sum + places.length, 0)
    const of = this.#chosen.reduce((sum, { part }) => sum + (part.met ?? part.size), 0)
    return asked === of ? null : { asked, of }
  }

  /**
   * Asks other instances of the model's code some of what {@link run} asked.
   *
   * @param load gives one that has answered nothing yet
   * @throws ModelError 'not-pure' when an answer differs
   * @throws Halt when the pace ends it
   */
  runAfresh(load: () => Promise<Instance>, pace: Pace): Promise<void> {
    return askAfresh(this.#chosen, load, pace)
  }
}
