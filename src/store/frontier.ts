import type { Batch } from './state-set.ts'
import { pack, unpack, type Layout } from './layout.ts'

const statesPerChunk = 1 << 14

/**
 * The breadth-first queue: packed states, each with its sleep-set mask, in order
 * of discovery, in chunks. Chunks that have been read are recycled, unless the frontier keeps
 * everything.
 */
export class Frontier {
  /** How many states were ever pushed; the next one gets this index. */
  pushed = 0
  /** How many states were taken; the index of the next one to take. */
  taken = 0
  #layout: Layout
  #keepsAll: boolean
  #chunks: (Int32Array | null)[] = []
  readonly #spare: Int32Array[] = []

  constructor(layout: Layout, keepsAll = false) {
    this.#layout = layout
    this.#keepsAll = keepsAll
  }

  get length(): number {
    return this.pushed - this.taken
  }

  get bytes(): number {
    const live = this.#chunks.filter((chunk) => chunk !== null).length + this.#spare.length
    return live * statesPerChunk * (this.#layout.words + 1) * 4
  }

  /** Appends the packed state that lies in `from` at an offset, with a word. */
  push(from: Int32Array, offset: number, note = 0): void {
    const { words } = this.#layout
    const within = this.pushed % statesPerChunk
    if (within === 0) {
      this.#chunks.push(this.#spare.pop() ?? new Int32Array(statesPerChunk * (words + 1)))
    }
    const chunk = this.#chunks[(this.pushed - within) / statesPerChunk] as Int32Array
    const at = within * (words + 1)
    for (let word = 0; word < words; word++) chunk[at + word] = from[offset + word] as number
    chunk[at + words] = note
    this.pushed += 1
  }

  /** Appends the new states of a batch; `notes` has their words. */
  pushAll({ packed, added, addedCount }: Batch, notes: Int32Array): void {
    const { words } = this.#layout
    for (let index = 0; index < addedCount; index++) {
      const at = added[index] as number
      this.push(packed, at * words, notes[at])
    }
  }

  /**
   * Takes the oldest state that was not taken yet: its packed words go into `words`.
   *
   * @returns the word that was left with it
   */
  take(words: Int32Array): number {
    const size = this.#layout.words
    const within = this.taken % statesPerChunk
    const index = (this.taken - within) / statesPerChunk
    const chunk = this.#chunks[index] as Int32Array
    const at = within * (size + 1)
    for (let word = 0; word < size; word++) words[word] = chunk[at + word] as number
    this.taken += 1
    if (within === statesPerChunk - 1 && !this.#keepsAll) {
      this.#spare.push(chunk)
      this.#chunks[index] = null
    }
    return chunk[at + size] as number
  }

  /** Unpacks the state of an index, which must not have been recycled. */
  read(index: number, ids: Int32Array): void {
    const within = index % statesPerChunk
    const chunk = this.#chunks[(index - within) / statesPerChunk] as Int32Array
    unpack(this.#layout, chunk, within * (this.#layout.words + 1), ids)
  }

  /** Moves all states to another layout. */
  rebuild(layout: Layout, width: number): void {
    const old = this.#layout
    const ids = new Int32Array(width)
    this.#spare.length = 0
    this.#chunks = this.#chunks.map((chunk) => {
      if (chunk === null) return null
      const moved = new Int32Array(statesPerChunk * (layout.words + 1))
      for (let index = 0; index < statesPerChunk; index++) {
        const [from, to] = [index * (old.words + 1), index * (layout.words + 1)]
        unpack(old, chunk, from, ids)
        pack(layout, ids, moved, to)
        moved[to + layout.words] = chunk[from + old.words] as number
      }
      return moved
    })
    this.#layout = layout
  }
}
