import { Decoder } from './decoder.ts'
import { Encoder } from './encoder.ts'
import { ModelError } from './model-error.ts'
import { Recent } from './recent.ts'

const chunkBits = 22
const chunkSize = 1 << chunkBits
/** At least so many decoded values are kept. */
const cacheSize = 1 << 14

/** An object that was handed out for the value of an id. */
export type Shown = readonly [id: number, value: unknown]

/**
 * Values with dense ids 0, 1, 2, …: equal values get equal ids. Values live once, as canonical
 * bytes outside the JavaScript heap, and are decoded on demand.
 */
export class Values {
  /** How many distinct values there are. */
  size = 0
  readonly #encoder = new Encoder()
  readonly #decoder = new Decoder(this.#encoder.strings.texts, this.#encoder.shapes.shapes)
  readonly #chunks: Uint8Array[] = []
  /** Where the next value goes, counted over all chunks. */
  #end = 0
  /** Where each value starts. A value's end is its successor's start, or its chunk's end. */
  #starts = new Float64Array(1024)
  #lengths = new Uint32Array(1024)
  /** Open addressing: id + 1, or 0 where free. */
  #slots = new Int32Array(2048)
  readonly #cache = new Recent<unknown>(cacheSize)
  readonly #decode = (id: number): unknown => this.fresh(id)

  /**
   * The id of a value.
   *
   * @throws ModelError 'not-data' for anything but plain data
   */
  intern(value: unknown): number {
    const encoder = this.#encoder
    encoder.encode(value)
    const { bytes, length } = encoder
    const mask = this.#slots.length - 1
    let slot = hashBytes(bytes, length) & mask
    for (;;) {
      const found = (this.#slots[slot] as number) - 1
      if (found < 0) return this.#add(slot, bytes, length)
      if (this.#matches(found, bytes, length)) return found
      slot = (slot + 1) & mask
    }
  }

  /** The value of an id: canonical and deeply frozen. */
  get(id: number): unknown {
    return this.#cache.get(id, this.#decode)
  }

  /** The same, as an object that nobody else has. */
  fresh(id: number): unknown {
    const start = this.#starts[id] as number
    const chunk = this.#chunks[Math.floor(start / chunkSize)] as Uint8Array
    return this.#decoder.decode(chunk, start % chunkSize)
  }

  /** Whether there is a Map or Set among them, which `Object.freeze` leaves open. */
  get haveCollections(): boolean {
    return this.#encoder.hasCollections
  }

  /** The values that are shown again when they are asked for soon. */
  get shown(): readonly Shown[] {
    return this.#cache.entries
  }

  /**
   * Whether an id is that of a value.
   *
   * @throws ModelError 'not-data' for anything but plain data
   */
  isValueOf(id: number, value: unknown): boolean {
    const encoder = this.#encoder
    encoder.encode(value)
    return this.#matches(id, encoder.bytes, encoder.length)
  }

  /** Bytes held outside the JavaScript heap. */
  get bytes(): number {
    return (
      this.#chunks.length * chunkSize +
      this.#starts.byteLength +
      this.#lengths.byteLength +
      this.#slots.byteLength
    )
  }

  /** Bytes that will be taken at once when the tables grow, if that is near; else 0. */
  get soon(): number {
    const { byteLength: starts, length } = this.#starts
    const ids = this.size * 8 >= length * 7 ? 2 * (starts + this.#lengths.byteLength) : 0
    const isNear = this.size * 16 >= this.#slots.length * 7
    return ids + (isNear ? 2 * this.#slots.byteLength : 0)
  }

  #matches(id: number, bytes: Uint8Array, length: number): boolean {
    if (this.#lengths[id] !== length) return false
    const start = this.#starts[id] as number
    const chunk = this.#chunks[Math.floor(start / chunkSize)] as Uint8Array
    const base = start % chunkSize
    for (let index = 0; index < length; index++) {
      if (chunk[base + index] !== bytes[index]) return false
    }
    return true
  }

  #add(slot: number, bytes: Uint8Array, length: number): number {
    if (length > chunkSize) {
      throw new ModelError('too-large', {
        what: `A value of ${length} bytes is too large (the limit is ${chunkSize})`,
        fix: 'keep less in a node state or in a message',
      })
    }
    const room = chunkSize - (this.#end % chunkSize)
    if (length > room) this.#end += room
    const chunkIndex = Math.floor(this.#end / chunkSize)
    if (chunkIndex === this.#chunks.length) this.#chunks.push(new Uint8Array(chunkSize))
    const chunk = this.#chunks[chunkIndex] as Uint8Array
    chunk.set(bytes.subarray(0, length), this.#end % chunkSize)
    const id = this.size++
    if (id === this.#starts.length) this.#growIds()
    this.#starts[id] = this.#end
    this.#lengths[id] = length
    this.#end += length
    this.#slots[slot] = id + 1
    if (this.size * 2 > this.#slots.length) this.#growSlots()
    return id
  }

  #growIds(): void {
    const starts = new Float64Array(this.#starts.length * 2)
    starts.set(this.#starts)
    this.#starts = starts
    const lengths = new Uint32Array(this.#lengths.length * 2)
    lengths.set(this.#lengths)
    this.#lengths = lengths
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let id = 0; id < this.size; id++) {
      const start = this.#starts[id] as number
      const chunk = this.#chunks[Math.floor(start / chunkSize)] as Uint8Array
      const base = start % chunkSize
      let slot = hashBytes(chunk.subarray(base), this.#lengths[id] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id + 1
    }
    this.#slots = slots
  }
}

/** FNV-1a, then an avalanche so that the low bits depend on all of the input. */
const hashBytes = (bytes: Uint8Array, length: number): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < length; index++) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash
}
