import type { Pace } from '../pace/pace.ts'
import { avalanche, mix } from '../store/hash.ts'
import { Batch, StateSet } from '../store/state-set.ts'
import type { Stored } from './handed.ts'

/** So many projections are counted one by one; of more, a sample. */
const mostCounted = 1 << 21

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
  /** One in so many projections is counted: all, if 1. */
  readonly oneIn: number
  readonly #stored: Stored
  readonly #pace: Pace

  /** @param most so many are counted one by one */
  constructor(stored: Stored, pace: Pace, most = mostCounted) {
    this.#stored = stored
    this.#pace = pace
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
    const { layout, states } = this.#stored
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
    const mask = this.oneIn - 1
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
    return Math.min(states.size, set.size * this.oneIn)
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
