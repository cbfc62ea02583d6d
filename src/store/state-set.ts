import { avalanche, hashPair, mix } from './hash.ts'
import type { Claim } from './int-list.ts'
import { pack, unpack, type Layout } from './layout.ts'

/** Packed states that are to be added together. Room for them must have been made. */
export class Batch {
  /** One state after the other. */
  packed: Int32Array
  count = 0
  /** The places in the batch of the states that turned out to be new, in order. */
  added: Int32Array
  addedCount = 0
  /** Whether a new state was left out, since the set had reached its limit. */
  isCutOff = false
  /** For each state its place in the order of addition, if the set keeps it; -1 if left out. */
  order: Int32Array
  /** Scratch. */
  slots: Int32Array

  /** An empty batch with room for `size` states of `words` words. */
  constructor(size: number, words: number) {
    this.packed = new Int32Array(size * words)
    this.added = new Int32Array(size)
    this.order = new Int32Array(size)
    this.slots = new Int32Array(size)
  }

  /** For how many states there is room. */
  get size(): number {
    return this.slots.length
  }
}

/** How many states are moved at a time when the set grows. */
const movedTogether = 512

/** How many slots a set begins with. */
const smallest = 1 << 12

/** How many slots it has after its first growth. */
const small = 1 << 16

/** How large it is after its second, in bytes: room costs little, and moving all states much. */
const largeBytes = 1 << 25

/** How full the set may get before it grows, out of 16. */
const fullest = 11

/** How many slots come after so many, of so many words. */
const capacityAfter = (slots: number, words: number): number => {
  if (slots < smallest) return slots * 2
  if (slots < small) return small
  const large = 2 ** Math.floor(Math.log2(largeBytes / (4 * words)))
  return Math.max(large, slots * 2)
}

/**
 * A set of packed states: open addressing with the words inline, so that a look-up costs one cache
 * miss. Exact: a state is compared word by word, never by a hash alone.
 */
export class StateSet {
  size = 0
  #layout: Layout
  #slots: Int32Array
  #mask: number
  /** 1 where each state carries its place in the order of addition, else 0. */
  readonly #extra: number

  /** @param keepsOrder whether the set tells the place of each state in the order of addition */
  constructor(layout: Layout, capacity = smallest, keepsOrder = false) {
    this.#layout = layout
    this.#mask = capacity - 1
    this.#extra = keepsOrder ? 1 : 0
    this.#slots = new Int32Array(capacity * (layout.words + this.#extra))
  }

  get bytes(): number {
    return this.#slots.byteLength
  }

  /** Bytes of the set after its next growth; for a moment it has both. */
  get bytesGrown(): number {
    return (
      (this.bytes / (this.#mask + 1)) *
      capacityAfter(this.#mask + 1, this.#layout.words + this.#extra)
    )
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
   * @param batch the packed states; what became of each is written into it
   * @param limit the set does not grow beyond so many states
   */
  addAll(batch: Batch, limit = Infinity): void {
    // The common case has its own loops: measured, they are worth it.
    if (this.#layout.words === 2 && this.#extra === 0) this.#addPairs(batch, limit)
    else this.#addAny(batch, limit)
  }

  #addAny(batch: Batch, limit: number, places: Int32Array | null = null): void {
    const { packed, count, added, slots, order } = batch
    const table = this.#slots
    const mask = this.#mask
    const { words } = this.#layout
    const stride = words + this.#extra
    let touched = 0
    for (let index = 0; index < count; index++) {
      const slot = hashWords(packed, index * words, words) & mask
      slots[index] = slot
      touched |= table[slot * stride] as number
    }
    // The reads must not be optimised away.
    this.touched = touched
    let { size } = this
    let news = 0
    for (let index = 0; index < count; index++) {
      const from = index * words
      let slot = slots[index] as number
      let at = slot * stride
      while (table[at] !== 0 && !sameWords(table, at, packed, from, words)) {
        slot = (slot + 1) & mask
        at = slot * stride
      }
      if (table[at] === 0) {
        if (size >= limit) {
          batch.isCutOff = true
          order[index] = -1
          continue
        }
        for (let word = 0; word < words; word++) table[at + word] = packed[from + word] as number
        if (stride > words) table[at + words] = places === null ? size : (places[index] as number)
        added[news++] = index
        size += 1
      }
      if (stride > words) order[index] = table[at + words] as number
    }
    batch.addedCount = news
    this.size = size
  }

  #addPairs(batch: Batch, limit: number): void {
    const { packed, count, added, slots } = batch
    const table = this.#slots
    const mask = this.#mask
    let touched = 0
    for (let index = 0; index < count; index++) {
      const hash = hashPair(packed[2 * index] as number, packed[2 * index + 1] as number)
      const at = (hash & mask) << 1
      slots[index] = at
      touched |= table[at] as number
    }
    this.touched = touched
    const last = 2 * mask + 1
    let { size } = this
    let news = 0
    for (let index = 0; index < count; index++) {
      const first = packed[2 * index] as number
      const second = packed[2 * index + 1] as number
      for (let at = slots[index] as number; ; at = (at + 2) & last) {
        const known = table[at] as number
        if (known === first && table[at + 1] === second) break
        if (known !== 0) continue
        if (size >= limit) {
          batch.isCutOff = true
        } else {
          table[at] = first
          table[at + 1] = second
          added[news++] = index
          size += 1
        }
        break
      }
    }
    batch.addedCount = news
    this.size = size
  }

  /**
   * Makes room for `count` more states.
   *
   * @param claim asked before: for a moment the old and the new set are there
   */
  makeRoom(count: number, claim: Claim): void {
    if (this.hasRoomFor(count)) return
    claim(this.bytesGrown)
    this.rebuild(count)
  }

  /** How many slots it has. */
  get capacity(): number {
    return this.#mask + 1
  }

  /**
   * Calls back with each state, as packed words at an offset, in no order to rely on.
   *
   * @param from the first slot to be looked at, and `to` the first that is not. Default: all
   */
  each(
    callback: (slots: Int32Array, at: number) => void,
    from = 0,
    to: number = this.capacity,
  ): void {
    const slots = this.#slots
    const stride = this.#layout.words + this.#extra
    const end = Math.min(to, this.capacity) * stride
    for (let at = from * stride; at < end; at += stride) if (slots[at] !== 0) callback(slots, at)
  }

  /** The first words seen by the last batch; of no meaning. */
  touched = 0

  /** Makes room for `count` more states, and moves to another layout on the way if one is given. */
  rebuild(count: number, layout: Layout = this.#layout, width = 0): void {
    const old = { slots: this.#slots, layout: this.#layout }
    let capacity = this.#mask + 1
    while ((this.size + count) * 16 > capacity * fullest) {
      capacity = capacityAfter(capacity, layout.words + this.#extra)
    }
    this.#mask = capacity - 1
    this.#layout = layout
    this.#slots = new Int32Array(capacity * (layout.words + this.#extra))
    this.size = 0
    const moving = new Batch(movedTogether, layout.words)
    const ids = new Int32Array(width)
    const stride = old.layout.words + this.#extra
    const { words } = layout
    const isSame = old.layout === layout
    const from = old.slots
    const { packed, order } = moving
    let filled = 0
    for (let at = 0; at < from.length; at += stride) {
      if (from[at] === 0) continue
      const to = filled * words
      if (isSame) {
        for (let word = 0; word < words; word++) packed[to + word] = from[at + word] as number
      } else {
        unpack(old.layout, from, at, ids)
        pack(layout, ids, packed, to)
      }
      if (this.#extra > 0) order[filled] = from[at + stride - 1] as number
      filled += 1
      if (filled < movedTogether) continue
      moving.count = filled
      this.#moveIn(moving)
      filled = 0
    }
    moving.count = filled
    this.#moveIn(moving)
  }

  /** Adds states that are known to be new, with the places that they had. */
  #moveIn(moving: Batch): void {
    if (this.#extra === 0) {
      this.addAll(moving)
    } else {
      const places = moving.order.slice(0, moving.count)
      this.#addAny(moving, Infinity, places)
    }
    moving.count = 0
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
