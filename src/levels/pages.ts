import type { Claim } from '../store/int-list.ts'

/** The bytes of a page. */
export const pageBytes = 4096

/** Where the pages of a run are kept: written one after the other, then read in any order. */
export interface Pages {
  /** How many there are. */
  readonly count: number
  /** Bytes of memory that they take. */
  readonly bytes: number
  /** Appends a page; the buffer is scratch. */
  append(page: Uint8Array): void
  /** Reads a page into a buffer. */
  read(index: number, into: Uint8Array): void
  /** Gives up all pages before this one: they will not be read again. */
  forgetBefore(index: number): void
  /** Gives up all pages. */
  drop(): void
}

/** Makes room for the pages of one more run. */
export type MakePages = () => Pages

const pagesPerSlab = 64

/** Pages in memory, in slabs: nothing moves when they grow. */
class MemoryPages implements Pages {
  count = 0
  readonly #slabs: (Uint8Array | null)[] = []
  #live = 0
  /** Slabs before this one were given up. */
  #forgotten = 0
  readonly #claim: Claim

  constructor(claim: Claim) {
    this.#claim = claim
  }

  get bytes(): number {
    return this.#live * pagesPerSlab * pageBytes
  }

  append(page: Uint8Array): void {
    const within = this.count % pagesPerSlab
    if (within === 0) {
      this.#claim(pagesPerSlab * pageBytes)
      this.#slabs.push(new Uint8Array(pagesPerSlab * pageBytes))
      this.#live += 1
    }
    this.#slabs.at(-1)?.set(page, within * pageBytes)
    this.count += 1
  }

  read(index: number, into: Uint8Array): void {
    const within = (index % pagesPerSlab) * pageBytes
    const slab = this.#slabs[Math.floor(index / pagesPerSlab)]
    if (slab === null || slab === undefined) throw new RangeError(`page ${index} was given up`)
    into.set(slab.subarray(within, within + pageBytes))
  }

  forgetBefore(index: number): void {
    const end = Math.min(Math.floor(index / pagesPerSlab), this.#slabs.length)
    for (; this.#forgotten < end; this.#forgotten++) {
      this.#slabs[this.#forgotten] = null
      this.#live -= 1
    }
  }

  drop(): void {
    this.#slabs.length = 0
    this.#live = 0
  }
}

/** @param claim asked before memory is taken */
export const inMemory =
  (claim: Claim): MakePages =>
  () =>
    new MemoryPages(claim)
