import { soonOf, type Sized } from './sized.ts'

/** Asked before a table grows to so many bytes; it may throw. */
export type Claim = (bytes: number) => void

const anyBytes: Claim = () => undefined

/** Longer lists grow by less: for a moment there are the old one and the new one. */
const long = 1 << 22

/** How long a list is that has outgrown its length. */
const grown = (length: number): number => (length < long ? length * 2 : Math.ceil(length * 1.25))

/** A growing list of 32-bit integers. Read `data` afresh after each push: it moves as it grows. */
export class IntList implements Sized {
  data: Int32Array
  length = 0
  readonly #claim: Claim

  constructor(capacity = 16, claim: Claim = anyBytes) {
    this.data = new Int32Array(capacity)
    this.#claim = claim
  }

  /** A list of all elements of an array, which becomes its own. */
  static over(data: Int32Array): IntList {
    const list = new IntList(0)
    list.data = data
    list.length = data.length
    return list
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#grow(this.length + 1)
    this.data[this.length++] = value
  }

  /** An element, or -1 beyond the end. */
  at(index: number): number {
    return index < this.length ? (this.data[index] as number) : -1
  }

  /** Makes sure that `count` more elements fit, for those who write to `data` themselves. */
  reserve(count: number): void {
    if (this.length + count > this.data.length) this.#grow(this.length + count)
  }

  /** Sets an element, filling the gap before it with `filler` where the list is shorter. */
  put(index: number, value: number, filler: number): void {
    if (index >= this.data.length) this.#grow(index + 1)
    if (index >= this.length) {
      this.data.fill(filler, this.length, index)
      this.length = index + 1
    }
    this.data[index] = value
  }

  get bytes(): number {
    return this.data.byteLength
  }

  get soon(): number {
    return soonOf(this.length, this.data.length, grown(this.data.length) * 4)
  }

  #grow(atLeast: number): void {
    const length = Math.max(atLeast, grown(this.data.length))
    this.#claim(length * Int32Array.BYTES_PER_ELEMENT)
    const larger = new Int32Array(length)
    larger.set(this.data)
    this.data = larger
  }
}
