import { avalanche, mix } from './hash.ts'
import { IntList } from './int-list.ts'
import { soonOf, type Sized } from './sized.ts'

/** Sequences of integers with dense ids 0, 1, 2, …: equal sequences get equal ids. */
export class Tuples implements Sized {
  /** All sequences, one after the other. */
  readonly items = new IntList(64)
  readonly #starts = new IntList(16)
  #slots = new Int32Array(32)

  constructor() {
    this.#starts.push(0)
  }

  get size(): number {
    return this.#starts.length - 1
  }

  get bytes(): number {
    return this.items.bytes + this.#starts.bytes + this.#slots.byteLength
  }

  get soon(): number {
    const slots = soonOf(this.size * 2, this.#slots.length, this.#slots.byteLength * 2)
    return this.items.soon + this.#starts.soon + slots
  }

  intern(sequence: Int32Array): number {
    return this.internPart(sequence, 0, sequence.length)
  }

  /** The id of the sequence of so many integers in `data`. */
  internPart(data: Int32Array, from: number, length: number): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(data, from, length) & mask
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0) break
      if (this.#matches(id, data, from, length)) return id
      slot = (slot + 1) & mask
    }
    const id = this.size
    this.items.reserve(length)
    for (let index = 0; index < length; index++) this.items.push(data[from + index] as number)
    this.#starts.push(this.items.length)
    this.#slots[slot] = id + 1
    if (this.size * 2 > this.#slots.length) this.#grow()
    return id
  }

  /** Where the sequence of an id begins in `items`; it ends where the next one begins. */
  start(id: number): number {
    return this.#starts.data[id] as number
  }

  /** The sequence of an id: a view that is good until the next `intern`. */
  get(id: number): Int32Array {
    return this.items.data.subarray(this.start(id), this.start(id + 1))
  }

  #matches(id: number, data: Int32Array, from: number, length: number): boolean {
    const start = this.start(id)
    if (this.start(id + 1) - start !== length) return false
    const items = this.items.data
    for (let index = 0; index < length; index++) {
      if (items[start + index] !== data[from + index]) return false
    }
    return true
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    for (let id = 0; id < this.size; id++) {
      const start = this.start(id)
      let slot = hashOf(this.items.data, start, this.start(id + 1) - start) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = id + 1
    }
    this.#slots = slots
  }
}

const hashOf = (data: Int32Array, from: number, length: number): number => {
  let hash = length
  for (let index = 0; index < length; index++) hash = mix(hash, data[from + index] as number)
  return avalanche(hash)
}
