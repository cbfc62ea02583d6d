import type { Claim } from '../store/int-list.ts'

/** The bytes of a page, and its words of 32 bits. */
export const pageBytes = 4096
export const pageWords = pageBytes / 4

/** The words of a page before its content: a check sum, its place, how many entries it has. */
export const pageHeader = 3

/** A page that is written or was read, as words and as bytes. */
export interface Page {
  readonly words: Int32Array
  readonly bytes: Uint8Array
}

export const newPage = (): Page => {
  const words = new Int32Array(pageWords)
  return { words, bytes: new Uint8Array(words.buffer) }
}

/** How many entries a page has. */
export const entriesOf = ({ words }: Page): number => words[2] as number

/** Where the pages of a run are kept: written one after the other, then read in any order. */
export interface Pages {
  /** The name of the file that they are in, if they are in one. */
  readonly file: string | null
  /** How many there are. */
  readonly count: number
  /** Bytes of memory that they take. */
  readonly bytes: number
  /** Appends a page with so many entries. The page is scratch. */
  append(page: Page, entries: number): void
  /** No more pages come. */
  finish(): void
  /** Reads a page. */
  read(index: number, into: Page): void
  /** Gives up all pages before this one: they will not be read again. */
  forgetBefore(index: number): void
  /** Gives up all pages. */
  drop(): void
}

/** Makes room for the pages of one more run. */
export type MakePages = () => Pages

const pagesPerSlab = 16

/** Pages in memory, in slabs: nothing moves when they grow. */
class MemoryPages implements Pages {
  readonly file = null
  count = 0
  readonly #slabs: (Int32Array | null)[] = []
  #bytes = 0
  /** Slabs before this one were given up. */
  #forgotten = 0
  readonly #claim: Claim

  constructor(claim: Claim) {
    this.#claim = claim
  }

  get bytes(): number {
    return this.#bytes
  }

  append({ words }: Page, entries: number): void {
    const within = this.count % pagesPerSlab
    if (within === 0) {
      this.#claim(pagesPerSlab * pageBytes)
      this.#slabs.push(new Int32Array(pagesPerSlab * pageWords))
      this.#bytes += pagesPerSlab * pageBytes
    }
    words[2] = entries
    this.#slabs.at(-1)?.set(words, within * pageWords)
    this.count += 1
  }

  finish(): void {
    const within = this.count % pagesPerSlab
    const last = this.#slabs.at(-1)
    if (within === 0 || last === null || last === undefined) return
    // Deep searches have many levels of few states.
    this.#slabs[this.#slabs.length - 1] = last.slice(0, within * pageWords)
    this.#bytes -= (pagesPerSlab - within) * pageBytes
  }

  read(index: number, { words }: Page): void {
    const within = (index % pagesPerSlab) * pageWords
    const slab = this.#slabs[Math.floor(index / pagesPerSlab)]
    if (slab === null || slab === undefined) throw new RangeError(`page ${index} was given up`)
    words.set(slab.subarray(within, within + pageWords))
  }

  forgetBefore(index: number): void {
    const end = Math.min(Math.floor(index / pagesPerSlab), this.#slabs.length)
    for (; this.#forgotten < end; this.#forgotten++) {
      this.#bytes -= this.#slabs[this.#forgotten]?.byteLength ?? 0
      this.#slabs[this.#forgotten] = null
    }
  }

  drop(): void {
    this.#slabs.length = 0
    this.#bytes = 0
  }
}

/** @param claim asked before memory is taken */
export const inMemory =
  (claim: Claim): MakePages =>
  () =>
    new MemoryPages(claim)
