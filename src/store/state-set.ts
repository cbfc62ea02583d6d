import { avalanche, mix } from './hash.ts'
import { pack, unpack, type Layout } from './layout.ts'

/** What became of a state that was to be added. */
export const Found = { known: 0, added: 1, beyondLimit: 2 } as const

/** How full the set may get before it doubles, out of 16. */
const fullest = 11

/**
 * A set of packed states: open addressing with the words inline, so that a look-up costs one cache
 * miss. Exact: a state is compared word by word, never by a hash alone.
 */
export class StateSet {
  size = 0
  #layout: Layout
  #slots: Int32Array
  #mask: number

  constructor(layout: Layout, capacity = 1 << 12) {
    this.#layout = layout
    this.#mask = capacity - 1
    this.#slots = new Int32Array(capacity * layout.words)
  }

  get bytes(): number {
    return this.#slots.byteLength
  }

  /** Whether `count` more states may be added before the set has to grow. */
  hasRoomFor(count: number): boolean {
    return (this.size + count) * 16 <= (this.#mask + 1) * fullest
  }

  /**
   * Adds a batch of packed states, in order.
   *
   * The slots of all are looked at first: these reads do not depend on one another, so that the
   * processor waits for all of their cache misses at once.
   *
   * @param batch the packed states, one after the other
   * @param count how many there are; room for them must have been made
   * @param found set to what became of each: {@link Found}
   * @param slots scratch of at least `count`
   * @param limit the set does not grow beyond so many states
   */
  addAll(
    batch: Int32Array,
    count: number,
    found: Uint8Array,
    slots: Int32Array,
    limit = Infinity,
  ): void {
    const table = this.#slots
    const mask = this.#mask
    const { words } = this.#layout
    let touched = 0
    for (let index = 0; index < count; index++) {
      const slot = hashWords(batch, index * words, words) & mask
      slots[index] = slot
      touched |= table[slot * words] as number
    }
    // The reads must not be optimised away.
    this.touched = touched
    let { size } = this
    for (let index = 0; index < count; index++) {
      const from = index * words
      let at = (slots[index] as number) * words
      while (table[at] !== 0 && !sameWords(table, at, batch, from, words)) {
        at = ((at / words + 1) & mask) * words
      }
      if (table[at] !== 0) {
        found[index] = Found.known
      } else if (size >= limit) {
        found[index] = Found.beyondLimit
      } else {
        for (let word = 0; word < words; word++) table[at + word] = batch[from + word] as number
        found[index] = Found.added
        size += 1
      }
    }
    this.size = size
  }

  /** The first words seen by the last batch; of no meaning. */
  touched = 0

  /** Makes room for `count` more states, and moves to another layout on the way if one is given. */
  rebuild(count: number, layout: Layout = this.#layout, width = 0): void {
    const old = { slots: this.#slots, layout: this.#layout }
    let capacity = this.#mask + 1
    while ((this.size + count) * 16 > capacity * fullest) capacity *= 2
    this.#mask = capacity - 1
    this.#layout = layout
    this.#slots = new Int32Array(capacity * layout.words)
    const ids = new Int32Array(width)
    const packed = new Int32Array(layout.words)
    const isSame = old.layout === layout
    for (let at = 0; at < old.slots.length; at += old.layout.words) {
      if (old.slots[at] === 0) continue
      if (isSame) {
        this.#place(old.slots, at)
      } else {
        unpack(old.layout, old.slots, at, ids)
        pack(layout, ids, packed, 0)
        this.#place(packed, 0)
      }
    }
  }

  #place(from: Int32Array, offset: number): void {
    const { words } = this.#layout
    let slot = hashWords(from, offset, words) & this.#mask
    while (this.#slots[slot * words] !== 0) slot = (slot + 1) & this.#mask
    for (let word = 0; word < words; word++) {
      this.#slots[slot * words + word] = from[offset + word] as number
    }
  }
}

const hashWords = (words: Int32Array, offset: number, count: number): number => {
  let hash = 0
  for (let word = 0; word < count; word++) hash = mix(hash, words[offset + word] as number)
  return avalanche(hash)
}

const sameWords = (
  a: Int32Array,
  offsetA: number,
  b: Int32Array,
  offsetB: number,
  count: number,
): boolean => {
  for (let word = 0; word < count; word++) {
    if (a[offsetA + word] !== b[offsetB + word]) return false
  }
  return true
}
