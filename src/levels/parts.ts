import { avalanche, mix } from '../store/hash.ts'
import type { Layout } from '../store/layout.ts'

/**
 * In which part a state is. It goes by the ids, not by where they lie, which changes when a layout has to
 * widen: each bit of each component has a number, and those of the bits that are set are joined by
 * exclusive-or, eight at a time.
 */
export class Parts {
  readonly count: number
  readonly #words: number
  /** For each byte of a packed state and each value of it what its bits come to. */
  readonly #tables: Int32Array

  constructor(layout: Layout, count: number) {
    this.count = count
    this.#words = layout.words
    const numbers = new Int32Array(32 * layout.words)
    layout.word.forEach((word, component) => {
      const shift = layout.shift[component] ?? 0
      const bits = layout.bits[component] ?? 0
      for (let bit = 0; bit < bits; bit++) {
        numbers[32 * word + shift + bit] = avalanche(mix(mix(0x9e37, component + 1), bit + 1))
      }
    })
    this.#tables = new Int32Array(4 * 256 * layout.words)
    for (let at = 0; at < this.#tables.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        if (((at >>> bit) & 1) === 0) continue
        this.#tables[at] = (this.#tables[at] as number) ^ (numbers[8 * (at >>> 8) + bit] as number)
      }
    }
  }

  /** The part of the state whose packed words lie in an array at an offset. */
  of(rows: Int32Array, at: number): number {
    const tables = this.#tables
    let hash = 0
    for (let word = 0; word < this.#words; word++) {
      const value = rows[at + word] as number
      const base = word << 10
      hash ^= tables[base | (value & 0xff)] as number
      hash ^= tables[base | 0x100 | ((value >>> 8) & 0xff)] as number
      hash ^= tables[base | 0x200 | ((value >>> 16) & 0xff)] as number
      hash ^= tables[base | 0x300 | (value >>> 24)] as number
    }
    return (avalanche(hash) >>> 0) % this.count
  }
}
