import { avalanche, mix } from './hash.ts'

/** Yes-or-no answers for keys of a fixed number of integers, by open addressing. */
export class AnswerMemo {
  size = 0
  readonly #width: number
  #mask = 15
  /** The key's words, then the answer: 0 where free, 1 for no, 2 for yes. */
  #slots: Int32Array

  /** @param width how many integers a key has */
  constructor(width: number) {
    this.#width = width
    this.#slots = new Int32Array(16 * (width + 1))
  }

  get bytes(): number {
    return this.#slots.byteLength
  }

  /** The answer for a key: 1 for yes, 0 for no, -1 where it is not known. */
  get(key: Int32Array): number {
    return (this.#slots[this.#find(key, 0) + this.#width] as number) - 1
  }

  /** Adds an answer that is not known yet. */
  add(key: Int32Array, answer: boolean): void {
    if ((this.size + 1) * 2 > this.#mask + 1) this.#grow()
    this.#place(key, 0, answer ? 2 : 1)
    this.size += 1
  }

  /** Where a key is, or the free slot where it belongs. */
  #find(key: Int32Array, offset: number): number {
    const width = this.#width
    const slots = this.#slots
    let hash = 0
    for (let index = 0; index < width; index++) hash = mix(hash, key[offset + index] as number)
    let slot = avalanche(hash) & this.#mask
    for (;;) {
      const at = slot * (width + 1)
      if (slots[at + width] === 0) return at
      let index = 0
      while (index < width && slots[at + index] === key[offset + index]) index += 1
      if (index === width) return at
      slot = (slot + 1) & this.#mask
    }
  }

  #place(key: Int32Array, offset: number, answer: number): void {
    const at = this.#find(key, offset)
    for (let index = 0; index < this.#width; index++) {
      this.#slots[at + index] = key[offset + index] as number
    }
    this.#slots[at + this.#width] = answer
  }

  #grow(): void {
    const old = this.#slots
    this.#mask = this.#mask * 2 + 1
    this.#slots = new Int32Array((this.#mask + 1) * (this.#width + 1))
    for (let at = 0; at < old.length; at += this.#width + 1) {
      const answer = old[at + this.#width] as number
      if (answer !== 0) this.#place(old, at, answer)
    }
  }
}
