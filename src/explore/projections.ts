import type { Pace } from '../pace/pace.ts'
import { avalanche, mix } from '../store/hash.ts'
import { Batch, StateSet } from '../store/state-set.ts'
import type { Stored } from './handed.ts'

/** So many projections are counted one by one; of more, a sample. */
const mostCounted = 1 << 21

/** A sample has at least so many: then it is mostly right within half a per cent. */
const fewest = 1 << 16

/** So many slots are looked at between two looks at the pace. */
const slotsTogether = 1 << 13

/** How many projections are added together. */
const batchSize = 512

/**
 * How many of some states are left when a part of them is left out. Of many states a sample is counted: the
 * projections whose hash ends in some zeros, each with all the states that have it (Gibbons and
 * Tirthapura 2001), so that no projection counts twice.
 */
export class Projections {
  /** One in so many projections is counted, where there are many: all, if 1. */
  readonly oneIn: number
  readonly #stored: Stored
  readonly #pace: Pace
  readonly #fewest: number

  /**
   * @param limits.most so many are counted one by one
   * @param limits.fewest a sample of fewer says too little: more are counted then
   */
  constructor(stored: Stored, pace: Pace, limits: { most?: number; fewest?: number } = {}) {
    const { most = mostCounted } = limits
    this.#stored = stored
    this.#pace = pace
    this.#fewest = limits.fewest ?? fewest
    this.oneIn = 2 ** Math.max(0, Math.ceil(Math.log2(stored.states.size / most)))
  }

  /**
   * For each component which of its ids the states have.
   *
   * @throws Halt when the pace ends it
   */
  async used(sizes: Int32Array): Promise<readonly Uint8Array[]> {
    const { shift, field, word } = this.#stored.layout
    const used = Array.from(sizes, (size) => new Uint8Array(size))
    await this.#each((slots, at) => {
      for (let component = 0; component < used.length; component++) {
        const bits =
          (slots[at + (word[component] as number)] as number) & (field[component] as number)
        ;(used[component] as Uint8Array)[bits >>> (shift[component] as number)] = 1
      }
    })
    return used
  }

  /**
   * How many states are told apart when ids of equal numbers are taken for one.
   *
   * @param rest for each component that is not as it is a number for each id, none above its id
   * @throws Halt when the pace ends it
   */
  async count(rest: ReadonlyMap<number, Int32Array>): Promise<number> {
    let { oneIn } = this
    let sample = await this.#sample(rest, oneIn)
    // What is left may be little, or nothing, though there are many states.
    while (oneIn > 1 && sample < this.#fewest) {
      oneIn = Math.max(1, oneIn / 16)
      sample = await this.#sample(rest, oneIn)
    }
    return Math.min(this.#stored.states.size, sample * oneIn)
  }

  /** How many projections are in a sample of one in so many. */
  async #sample(rest: ReadonlyMap<number, Int32Array>, oneIn: number): Promise<number> {
    const { layout } = this.#stored
    const { words } = layout
    const parts = [...rest].map(([component, numbers]) => ({
      word: layout.word[component] as number,
      shift: layout.shift[component] as number,
      field: layout.field[component] as number,
      numbers,
    }))
    const set = new StateSet(layout)
    const batch = new Batch(batchSize, words)
    const { packed } = batch
    const claim = this.#pace.claim.bind(this.#pace)
    const flush = (): void => {
      set.makeRoom(batch.count, claim)
      set.addAll(batch)
      batch.count = 0
    }
    const mask = oneIn - 1
    await this.#each((slots, at) => {
      const to = batch.count * words
      for (let index = 0; index < words; index++) packed[to + index] = slots[at + index] as number
      for (const { word, shift, field, numbers } of parts) {
        const old = packed[to + word] as number
        const number = numbers[(old & field) >>> shift] as number
        packed[to + word] = (old & ~field) | (number << shift)
      }
      if (mask !== 0 && (hashOf(packed, to, words) & mask) !== 0) return
      batch.count += 1
      if (batch.count === batchSize) flush()
    })
    flush()
    return set.size
  }

  async #each(callback: (slots: Int32Array, at: number) => void): Promise<void> {
    const { states } = this.#stored
    for (let from = 0; from < states.capacity; from += slotsTogether) {
      states.each(callback, from, from + slotsTogether)
      if (this.#pace.isDue()) await this.#pace.turn()
    }
  }
}

/** Another hash than that of the set: what has the same bits in both would crowd its slots. */
const hashOf = (words: Int32Array, from: number, count: number): number => {
  let hash = 0x2545f491
  for (let word = 0; word < count; word++) hash = mix(hash, words[from + word] as number)
  return avalanche(hash) >>> 8
}
