import { avalanche, mix } from './hash.ts'
import { soonOf, type Sized } from './sized.ts'

/** A map from pairs of non-negative 32-bit integers to non-negative ones, by open addressing. */
export class PairMap implements Sized {
  size = 0
  #mask: number
  /** Three words a slot: first + 1 (0 where free), second, value. */
  #slots: Int32Array

  constructor() {
    this.#mask = 15
    this.#slots = new Int32Array(48)
  }

  /** The value of a pair, or -1. */
  get(first: number, second: number): number {
    const slots = this.#slots
    const mask = this.#mask
    let slot = avalanche(mix(first, second)) & mask
    for (;;) {
      const at = slot * 3
      const found = slots[at]
      if (found === first + 1 && slots[at + 1] === second) return slots[at + 2] as number
      if (found === 0) return -1
      slot = (slot + 1) & mask
    }
  }

  /** Adds a pair that is not there yet. */
  add(first: number, second: number, value: number): void {
    if ((this.size + 1) * 2 > this.#mask + 1) this.#grow()
    this.size += 1
    this.#place(first, second, value)
  }

  /** Calls back with each pair and its value, in no order to rely on. */
  each(callback: (first: number, second: number, value: number) => void): void {
    const slots = this.#slots
    for (let at = 0; at < slots.length; at += 3) {
      const first = slots[at] as number
      if (first !== 0) callback(first - 1, slots[at + 1] as number, slots[at + 2] as number)
    }
  }

  get bytes(): number {
    return this.#slots.byteLength
  }

  get soon(): number {
    return soonOf(this.size * 2, this.#mask + 1, this.bytes * 2)
  }

  #place(first: number, second: number, value: number): void {
    let slot = avalanche(mix(first, second)) & this.#mask
    while (this.#slots[slot * 3] !== 0) slot = (slot + 1) & this.#mask
    this.#slots[slot * 3] = first + 1
    this.#slots[slot * 3 + 1] = second
    this.#slots[slot * 3 + 2] = value
  }

  #grow(): void {
    const old = this.#slots
    this.#mask = this.#mask * 2 + 1
    this.#slots = new Int32Array((this.#mask + 1) * 3)
    for (let at = 0; at < old.length; at += 3) {
      const first = old[at] as number
      if (first !== 0) this.#place(first - 1, old[at + 1] as number, old[at + 2] as number)
    }
  }
}
