import { entriesOf, newPage, pageHeader, pageWords, type Pages } from './pages.ts'

/** Notes have sixteen bits. */
const perPage = 2 * (pageWords - pageHeader)
const start = 2 * pageHeader

/** A number of sixteen bits for each state of a run, in its order. */
export class Notes {
  length = 0
  readonly pages: Pages
  readonly #page = newPage()
  readonly #notes = new Uint16Array(this.#page.words.buffer)

  /** @param pages where they go; or where they are, if nothing is to be added */
  constructor(pages: Pages) {
    this.pages = pages
  }

  get bytes(): number {
    return this.pages.bytes
  }

  push(note: number): void {
    const within = this.length % perPage
    this.#notes[start + within] = note
    this.length += 1
    if (within === perPage - 1) this.pages.append(this.#page, perPage)
  }

  finish(): Notes {
    const within = this.length % perPage
    if (within > 0) this.pages.append(this.#page, within)
    this.pages.finish()
    return this
  }
}

/** Reads notes one after the other. */
export class NotesReader {
  /** What each note is called here, where another gave it; null where it means the same. */
  readonly #names: Int32Array | null
  readonly #pages: Pages
  readonly #page = newPage()
  readonly #notes = new Uint16Array(this.#page.words.buffer)
  #next = 0
  #at = 0
  #end = 0

  constructor(pages: Pages, names: Int32Array | null = null) {
    this.#pages = pages
    this.#names = names
  }

  read(): number {
    if (this.#at === this.#end) {
      this.#pages.read(this.#next, this.#page)
      this.#pages.forgetBefore(this.#next)
      this.#next += 1
      this.#at = start
      this.#end = start + entriesOf(this.#page)
    }
    const note = this.#notes[this.#at] as number
    this.#at += 1
    return this.#names === null ? note : (this.#names[note] as number)
  }
}
