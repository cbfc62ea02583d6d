import { avalanche, mix } from './hash.ts'
import { IntList } from './int-list.ts'

/** Sequences of integers with dense ids 0, 1, 2, …: equal sequences get equal ids. */
export class Tuples {
  readonly #items = new IntList(64)
  readonly #starts = new IntList(16)
  #slots = new Int32Array(32)

  constructor() {
    this.#starts.push(0)
  }

  get size(): number {
    return this.#starts.length - 1
  }

  get bytes(): number {
    return this.#items.bytes + this.#starts.bytes + this.#slots.byteLength
  }

  intern(sequence: ArrayLike<number>): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(sequence) & mask
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0) break
      if (this.#matches(id, sequence)) return id
      slot = (slot + 1) & mask
    }
    const id = this.size
    for (let index = 0; index < sequence.length; index++) {
      this.#items.push(sequence[index] as number)
    }
    this.#starts.push(this.#items.length)
    this.#slots[slot] = id + 1
    if (this.size * 2 > this.#slots.length) this.#grow()
    return id
  }

  /** The sequence of an id: a view that is good until the next `intern`. */
  get(id: number): Int32Array {
    return this.#items.data.subarray(this.#starts.data[id], this.#starts.data[id + 1])
  }

  #matches(id: number, sequence: ArrayLike<number>): boolean {
    const start = this.#starts.data[id] as number
    if ((this.#starts.data[id + 1] as number) - start !== sequence.length) return false
    for (let index = 0; index < sequence.length; index++) {
      if (this.#items.data[start + index] !== sequence[index]) return false
    }
    return true
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    for (let id = 0; id < this.size; id++) {
      let slot = hashOf(this.get(id)) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = id + 1
    }
    this.#slots = slots
  }
}

const hashOf = (sequence: ArrayLike<number>): number => {
  let hash = sequence.length
  for (let index = 0; index < sequence.length; index++) hash = mix(hash, sequence[index] as number)
  return avalanche(hash)
}
