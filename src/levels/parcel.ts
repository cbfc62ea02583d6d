import { IntList } from '../store/int-list.ts'
import type { FoundBy } from './found-by.ts'
import type { Chunk } from './merging.ts'
import { Notes } from './notes.ts'
import { newPage, pageWords, type Page, type Pages } from './pages.ts'
import { SortedRun } from './sorted-run.ts'

/** Pages in one array, which can be handed to another thread. */
export class ArrayPages implements Pages {
  readonly file = null
  count: number
  words: Int32Array

  constructor(words: Int32Array = new Int32Array(pageWords), count = 0) {
    this.words = words
    this.count = count
  }

  get bytes(): number {
    return this.words.byteLength
  }

  append(page: Page, entries: number): void {
    page.words[2] = entries
    const end = (this.count + 1) * pageWords
    if (end > this.words.length) {
      const larger = new Int32Array(Math.max(end, 2 * this.words.length))
      larger.set(this.words)
      this.words = larger
    }
    this.words.set(page.words, this.count * pageWords)
    this.count += 1
  }

  finish(): void {
    this.words = this.words.slice(0, this.count * pageWords)
  }

  read(index: number, { words }: Page): void {
    words.set(this.words.subarray(index * pageWords, (index + 1) * pageWords))
  }

  forgetBefore(): void {
    // They go all at once.
  }

  drop(): void {
    this.words = new Int32Array(0)
    this.count = 0
  }
}

/** Sorted states with notes, as plain data: what one thread hands to another. */
export interface Parcel {
  readonly words: number
  readonly size: number
  readonly firsts: Int32Array
  readonly before: Int32Array
  readonly pages: Int32Array
  readonly notes: Int32Array
}

/** What the notes of a thread stand for: touched and due, by note. */
export interface NoteTable {
  readonly touched: readonly number[]
  readonly due: readonly number[]
}

/** A chunk whose pages are in arrays, as plain data. */
export const parcelOf = ({ run, notes }: Chunk): Parcel => ({
  words: run.words,
  size: run.size,
  firsts: run.firsts.data.slice(0, run.firsts.length),
  before: run.before.data.slice(0, run.before.length),
  pages: arrayOf(run.pages),
  notes: arrayOf(notes.pages),
})

const arrayOf = (pages: Pages): Int32Array => {
  if (pages instanceof ArrayPages) return pages.words
  const copy = new ArrayPages(new Int32Array(pages.count * pageWords))
  const page = newPage()
  for (let index = 0; index < pages.count; index++) {
    pages.read(index, page)
    copy.append(page, page.words[2] as number)
  }
  return copy.words
}

/** What can be handed over without a copy. */
export const buffersOf = ({ firsts, before, pages, notes }: Parcel): readonly ArrayBuffer[] =>
  [firsts, before, pages, notes].map(({ buffer }) => buffer as ArrayBuffer)

/** @param names what each note is called here */
export const chunkOf = (parcel: Parcel, names: Int32Array): Chunk => {
  const { words, size, firsts, before, pages, notes } = parcel
  const own = new ArrayPages(pages, pages.length / pageWords)
  return {
    run: new SortedRun(words, size, IntList.over(firsts), IntList.over(before), own),
    notes: new Notes(new ArrayPages(notes, notes.length / pageWords)),
    names,
  }
}

/** What the notes of another thread are called here. */
export const namesOf = ({ touched, due }: NoteTable, foundBy: FoundBy): Int32Array =>
  Int32Array.from(touched, (bits, note) => foundBy.of(bits, due[note] ?? 0))
