import { Sample } from '../audit/sample.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'

/** Of what is not remembered so much at least is kept for the audit: all of that many, then less. */
const sampled = 1 << 14

/** The questions that were asked, as pairs of ids, with the answers, in the order in which they were asked. */
export class Asked<Answer> {
  readonly #firsts = new IntList()
  readonly #seconds = new IntList()
  readonly #answers: Answer[] = []
  readonly #index = new PairMap()
  /** The second ids met; null where everything is remembered. */
  readonly #met: Set<number> | null
  readonly #sample = new Sample(sampled)

  /**
   * @param remembers false where no question is asked twice: only some are kept then, at least one for
   *   each second id, and {@link get} knows none
   */
  constructor(remembers: boolean) {
    this.#met = remembers ? null : new Set()
  }

  get size(): number {
    return this.#answers.length
  }

  /** How many there were. */
  get met(): number {
    return Math.max(this.size, this.#sample.met)
  }

  get tables(): readonly Sized[] {
    return [this.#firsts, this.#seconds, this.#index]
  }

  get(first: number, second: number): Answer | undefined {
    const known = this.#index.get(first, second)
    return known < 0 ? undefined : this.#answers[known]
  }

  /** Adds a question that is not known yet. */
  add(first: number, second: number, answer: Answer): void {
    if (this.#met !== null && !this.#isKept(second, this.#met)) return
    if (this.#met === null) this.#index.add(first, second, this.#answers.length)
    this.keep(first, second, answer)
  }

  /** Keeps a question for the audit. */
  keep(first: number, second: number, answer: Answer): void {
    this.#firsts.push(first)
    this.#seconds.push(second)
    this.#answers.push(answer)
  }

  /** A question by its place in the order, with its answer. */
  at(place: number): { readonly first: number; readonly second: number; readonly answer: Answer } {
    return {
      first: this.#firsts.data[place] as number,
      second: this.#seconds.data[place] as number,
      answer: this.#answers[place] as Answer,
    }
  }

  #isKept(second: number, met: Set<number>): boolean {
    const isTaken = this.#sample.takes()
    if (met.has(second)) return isTaken
    met.add(second)
    return true
  }
}
