import { IntList } from '../store/int-list.ts'
import { entriesOf, newPage, pageBytes, pageHeader, type MakePages, type Pages } from './pages.ts'

/** Written where the next key differs by more than the last word: no gap is 0. */
export const escape = 0
/** Where the bytes of a page begin: its first key stands before them. */
export const contentStart = (words: number): number => 4 * (pageHeader + words)
/** A key takes no more bytes than these, and four for each word. */
const mostOverhead = 6

/**
 * Keys of a fixed number of words in ascending order, each once, gap-coded: where two neighbours
 * differ in the last word only, the difference in groups of seven bits; else an escape, how many of
 * the last bytes differ, and these. Each page begins with a key of its own, and can be read alone.
 */
export class SortedRun {
  readonly words: number
  readonly size: number
  /** For each page the words of its first key. */
  readonly firsts: IntList
  /** For each page how many keys come before it. */
  readonly before: IntList
  readonly pages: Pages

  constructor(words: number, size: number, firsts: IntList, before: IntList, pages: Pages) {
    this.words = words
    this.size = size
    this.firsts = firsts
    this.before = before
    this.pages = pages
  }

  get bytes(): number {
    return this.pages.bytes + this.firsts.bytes + this.before.bytes
  }

  /** How many keys a page has. */
  countOf(page: number): number {
    const { before, pages, size } = this
    const next = page + 1 < pages.count ? (before.data[page + 1] as number) : size
    return next - (before.data[page] as number)
  }

  drop(): void {
    this.pages.drop()
  }
}

/** Writes a run key by key. */
export class RunWriter {
  size = 0
  readonly words: number
  readonly #pages: Pages
  readonly #firsts = new IntList(16)
  readonly #before = new IntList(16)
  readonly #last: Int32Array
  readonly #page = newPage()
  #used = 0
  #isOpen = false
  /** How many keys the page has. */
  #entries = 0
  readonly #full: number

  constructor(words: number, make: MakePages) {
    this.words = words
    this.#pages = make()
    this.#last = new Int32Array(words)
    this.#full = pageBytes - mostOverhead - 4 * words
  }

  /** Appends the key that lies in `keys` at an offset: it is greater than all before it. */
  add(keys: Int32Array, at: number): void {
    const { words } = this
    const last = this.#last
    if (!this.#isOpen || this.#used > this.#full) this.#begin(keys, at)
    else {
      let word = 0
      while (last[word] === keys[at + word]) word += 1
      if (word === words - 1)
        this.#writeGap(((keys[at + word] as number) - (last[word] as number)) >>> 0)
      else this.#writeTail(keys, at, word)
    }
    for (let word = 0; word < words; word++) last[word] = keys[at + word] as number
    this.size += 1
    this.#entries += 1
  }

  finish(): SortedRun {
    if (this.#isOpen) this.#pages.append(this.#page, this.#entries)
    this.#isOpen = false
    this.#pages.finish()
    return new SortedRun(this.words, this.size, this.#firsts, this.#before, this.#pages)
  }

  #begin(keys: Int32Array, at: number): void {
    if (this.#isOpen) this.#pages.append(this.#page, this.#entries)
    this.#isOpen = true
    this.#used = contentStart(this.words)
    this.#entries = 0
    this.#before.push(this.size)
    for (let word = 0; word < this.words; word++) {
      this.#page.words[pageHeader + word] = keys[at + word] as number
      this.#firsts.push(keys[at + word] as number)
    }
  }

  #writeGap(gap: number): void {
    const page = this.#page.bytes
    let used = this.#used
    let rest = gap
    while (rest > 0x7f) {
      page[used++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    page[used++] = rest
    this.#used = used
  }

  /** @param first the first word that differs */
  #writeTail(keys: Int32Array, at: number, first: number): void {
    const page = this.#page.bytes
    let used = this.#used
    const differs = (keys[at + first] as number) ^ (this.#last[first] as number)
    let inWord = (39 - Math.clz32(differs)) >>> 3
    page[used++] = escape
    page[used++] = inWord + 4 * (this.words - 1 - first)
    for (let word = first; word < this.words; word++) {
      const value = keys[at + word] as number
      for (let byte = inWord - 1; byte >= 0; byte--) page[used++] = (value >>> (8 * byte)) & 0xff
      inWord = 4
    }
    this.#used = used
  }
}

/** A run whose pages were written before. */
export const openRun = (words: number, pages: Pages): SortedRun => {
  const [firsts, before] = [new IntList(16), new IntList(16)]
  const page = newPage()
  let size = 0
  for (let index = 0; index < pages.count; index++) {
    pages.read(index, page)
    before.push(size)
    for (let word = 0; word < words; word++) firsts.push(page.words[pageHeader + word] as number)
    size += entriesOf(page)
  }
  return new SortedRun(words, size, firsts, before, pages)
}
