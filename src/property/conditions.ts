import { Tuples } from '../store/tuples.ts'

/**
 * What the infinite part of a run has to meet: for each condition, if it is called for again and again,
 * it must be answered again and again. Any number of conditions; a mark says which of them a node calls
 * for and which it answers, as two bit sets. Equal marks are one.
 */
export class Conditions {
  /** The words of a bit set. */
  readonly words: number
  readonly #marks = new Tuples()
  readonly #scratch: Int32Array

  constructor(count: number) {
    this.words = Math.ceil(count / 32)
    this.#scratch = new Int32Array(2 * this.words)
  }

  /** The mark of so many calls and answers. */
  mark(calls: readonly number[], answers: readonly number[]): number {
    const row = this.#scratch.fill(0)
    const set = (bit: number): void => {
      row[bit >>> 5] = (row[bit >>> 5] as number) | (1 << (bit & 31))
    }
    for (const call of calls) set(call)
    for (const answer of answers) set(32 * this.words + answer)
    return this.#marks.intern(row)
  }

  /** Adds a mark to what has been called for and answered so far. */
  addTo(seen: Int32Array, mark: number): void {
    const start = this.#marks.start(mark)
    const { data } = this.#marks.items
    for (let word = 0; word < seen.length; word++) {
      seen[word] = (seen[word] as number) | (data[start + word] as number)
    }
  }

  /** An empty account of calls and answers. */
  none(): Int32Array {
    return new Int32Array(2 * this.words)
  }

  /** The calls without an answer, as a bit set; null where there are none. */
  unmet(seen: Int32Array): Int32Array | null {
    const unmet = new Int32Array(this.words)
    let any = 0
    for (let word = 0; word < this.words; word++) {
      unmet[word] = (seen[word] as number) & ~(seen[this.words + word] as number)
      any |= unmet[word] as number
    }
    return any === 0 ? null : unmet
  }

  /** Whether a mark calls for one of some conditions. */
  calls(mark: number, some: Int32Array): boolean {
    return this.#meets(this.#marks.start(mark), some)
  }

  /** Whether a mark answers one of some conditions. */
  answers(mark: number, some: Int32Array): boolean {
    return this.#meets(this.#marks.start(mark) + this.words, some)
  }

  #meets(start: number, some: Int32Array): boolean {
    const { data } = this.#marks.items
    for (let word = 0; word < some.length; word++) {
      if (((data[start + word] as number) & (some[word] as number)) !== 0) return true
    }
    return false
  }
}

/** No conditions, with the one mark 0. */
export const unconditional = (): Conditions => {
  const none = new Conditions(0)
  none.mark([], [])
  return none
}
