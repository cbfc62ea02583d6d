import { avalanche, mix } from './hash.ts'
import { soonOf, type Sized } from './sized.ts'

/** Keys of so few bits are looked up directly. */
const directBits = 20

/**
 * Yes-or-no answers for keys of a fixed number of integers: by open addressing, or by a plain array
 * where the keys are small.
 */
export class AnswerMemo implements Sized {
  size = 0
  readonly #width: number
  #mask = 15
  /** The key's words, then the answer: 0 where free, 1 for no, 2 for yes. */
  #slots: Int32Array
  /** For each key its answer, if keys are small. */
  readonly #direct: Uint8Array | null

  /**
   * @param width how many integers a key has
   * @param lastBits how many bits of the last of them are used
   */
  constructor(width: number, lastBits = 32) {
    this.#width = width
    const isDirect = width === 1 && lastBits <= directBits
    this.#direct = isDirect ? new Uint8Array(2 ** lastBits) : null
    this.#slots = new Int32Array(isDirect ? 0 : 16 * (width + 1))
  }

  get bytes(): number {
    return this.#slots.byteLength + (this.#direct?.byteLength ?? 0)
  }

  get soon(): number {
    if (this.#direct !== null) return 0
    return soonOf(this.size * 2, this.#mask + 1, this.#slots.byteLength * 2)
  }

  /** The answer for a key: 1 for yes, 0 for no, -1 where it is not known. */
  get(key: Int32Array): number {
    if (this.#direct !== null) return (this.#direct[key[0] as number] as number) - 1
    return (this.#slots[this.#find(key, 0) + this.#width] as number) - 1
  }

  /** The same, for keys of one integer. */
  getWord(key: number): number {
    if (this.#direct !== null) return (this.#direct[key] as number) - 1
    const slots = this.#slots
    const mask = this.#mask
    for (let slot = avalanche(key) & mask; ; slot = (slot + 1) & mask) {
      const answer = slots[2 * slot + 1] as number
      if (answer === 0 || slots[2 * slot] === key) return answer - 1
    }
  }

  /** Adds an answer that is not known yet. */
  add(key: Int32Array, answer: boolean): void {
    this.size += 1
    if (this.#direct !== null) {
      this.#direct[key[0] as number] = answer ? 2 : 1
      return
    }
    if (this.size * 2 > this.#mask + 1) this.#grow()
    this.#place(key, 0, answer ? 2 : 1)
  }

  /** Calls back for each key. The key is scratch. */
  forEach(callback: (key: Int32Array, answer: boolean) => void): void {
    const width = this.#width
    const key = new Int32Array(width)
    this.#direct?.forEach((answer, word) => {
      key[0] = word
      if (answer !== 0) callback(key, answer === 2)
    })
    for (let at = 0; at < this.#slots.length; at += width + 1) {
      const answer = this.#slots[at + width] as number
      if (answer === 0) continue
      key.set(this.#slots.subarray(at, at + width))
      callback(key, answer === 2)
    }
  }

  /** Where a key is, or the free slot where it belongs. */
  #find(key: Int32Array, offset: number): number {
    const width = this.#width
    const slots = this.#slots
    let slot = hashOf(key, offset, width) & this.#mask
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

const hashOf = (key: Int32Array, offset: number, width: number): number => {
  if (width === 1) return avalanche(key[offset] as number)
  let hash = 0
  for (let index = 0; index < width; index++) hash = mix(hash, key[offset + index] as number)
  return avalanche(hash)
}
