import type { Item } from './schedule.ts'

/**
 * Where in a configuration what stands: the deadline, the state, the last operation that is covered (its ordinal,
 * or 0), the set of open ones that took effect, then the classes of the endless that did.
 */
const [atDeadline, atState, atCover, atOpen] = [0, 1, 2, 3]
/**
 * What has taken effect so far, and the object's state. What overwrites all, and was open when another operation
 * did so, may have come just before that one, and with it reads that were open then, too: these are said to be
 * covered.
 */
export class Configuration {
  /** The configuration in words. */
  readonly words: Int32Array
  length: number
  readonly #endless: number

  /**
   * @param slots how many operations are open at a time
   * @param endless how many never return
   */
  constructor(slots: number, endless: number) {
    this.#endless = atOpen + Math.ceil(slots / 32)
    this.words = new Int32Array(this.#endless + endless)
    this.length = this.#endless
  }

  get deadline(): number {
    return this.words[atDeadline] as number
  }

  set deadline(at: number) {
    this.words[atDeadline] = at
  }

  get state(): number {
    return this.words[atState] as number
  }

  set state(state: number) {
    this.words[atState] = state
  }

  /** Nothing has taken effect. */
  begin(state: number): void {
    this.words.fill(0)
    this.length = this.#endless
    this.state = state
  }

  /** Takes over what another configuration was. */
  load(words: Int32Array): void {
    this.words.set(words)
    this.length = words.length
  }

  /** Whether an open operation has taken effect. */
  isMarked({ slot }: Item): boolean {
    return (((this.words[atOpen + (slot >> 5)] as number) >>> (slot & 31)) & 1) === 1
  }

  mark({ slot }: Item): void {
    const word = atOpen + (slot >> 5)
    this.words[word] = (this.words[word] as number) | (1 << (slot & 31))
  }

  unmark({ slot }: Item): void {
    const word = atOpen + (slot >> 5)
    this.words[word] = (this.words[word] as number) & ~(1 << (slot & 31))
  }

  /** An operation that overwrites all took effect when so many had been called. */
  cover(called: number): void {
    this.words[atCover] = called
  }

  /** Whether an operation of that place among all is covered, if it is of a kind that can be. */
  isCovered(ordinal: number): boolean {
    return ordinal <= (this.words[atCover] as number)
  }

  /** Names the last that is covered and can still take effect, so that what means the same is the same. */
  nameCovered(open: readonly Item[], endless: readonly number[]): void {
    const cover = this.words[atCover] as number
    let last = endless.findLast((ordinal) => ordinal <= cover) ?? 0
    for (const item of open) {
      const { ordinal, isReadOnly, isOverwriting } = item
      if (ordinal <= last || ordinal > cover || !(isReadOnly || isOverwriting)) continue
      if (!this.isMarked(item)) last = ordinal
    }
    this.words[atCover] = last
  }

  /** How many endless operations of a class took effect. */
  usedOf(kind: number): number {
    let count = 0
    for (let index = this.#endless; index < this.length; index++) {
      if (this.words[index] === kind) count += 1
    }
    return count
  }

  /** An endless operation took effect: their classes stand in order. */
  use(kind: number): void {
    let index = this.length++
    for (; index > this.#endless; index--) {
      const before = this.words[index - 1] as number
      if (before <= kind) break
      this.words[index] = before
    }
    this.words[index] = kind
  }
}

/** The state of a configuration in words. */
export const stateIn = (words: Int32Array): number => words[atState] as number
