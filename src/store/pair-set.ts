import { hashPair } from './hash.ts'
import { IntList, type Claim } from './int-list.ts'

/** Pairs of integers with dense ids 0, 1, 2, … in the order in which they come: 16 to 32 bytes each. */
export class PairSet {
  readonly firsts: IntList
  readonly seconds: IntList
  /** Ids + 1 by open addressing; 0 where free. */
  #slots = new Int32Array(32)
  readonly #claim: Claim

  /** @param claim asked before it grows */
  constructor(claim: Claim) {
    this.firsts = new IntList(16, claim)
    this.seconds = new IntList(16, claim)
    this.#claim = claim
  }

  get size(): number {
    return this.firsts.length
  }

  /** The id of a pair; a new one is added. */
  intern(first: number, second: number): number {
    const mask = this.#slots.length - 1
    let slot = hashPair(first, second) & mask
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0) break
      if (this.firsts.data[id] === first && this.seconds.data[id] === second) return id
      slot = (slot + 1) & mask
    }
    this.firsts.push(first)
    this.seconds.push(second)
    this.#slots[slot] = this.size
    if (this.size * 2 > mask) this.#grow()
    return this.size - 1
  }

  #grow(): void {
    this.#claim(2 * this.#slots.byteLength)
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let id = 0; id < this.size; id++) {
      const first = this.firsts.data[id] as number
      let slot = hashPair(first, this.seconds.data[id] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id + 1
    }
    this.#slots = slots
  }
}
