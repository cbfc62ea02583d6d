import { newPage } from './pages.ts'
import { contentStart, escape, type SortedRun } from './sorted-run.ts'

/** Turns the order of unsigned integers into that of signed ones. */
const signBit = 0x80000000 | 0

/** Reads a run in order, a page at a time. */
export class RunCursor {
  /** The keys of the page at hand, one after the other. */
  keys: Int32Array
  /** Where in `keys` the key at hand begins, and where the last one ends. */
  at = 0
  end = 0
  readonly #run: SortedRun
  readonly #page = newPage()
  /** The page that is read next. */
  #next = 0
  readonly #isLast: boolean
  readonly #words: number

  /** @param isLast whether nobody reads the run after this: pages are given up as they are read */
  constructor(run: SortedRun, isLast = false) {
    this.#run = run
    this.#isLast = isLast
    this.#words = run.words
    this.keys = new Int32Array(1024 * run.words)
    this.#load()
  }

  get isAtEnd(): boolean {
    return this.at === this.end
  }

  /** How many keys come before the one at hand. */
  get index(): number {
    return (this.#run.before.data[this.#next - 1] as number) + this.at / this.#words
  }

  /** Moves on to the next key. */
  advance(): void {
    this.at += this.#words
    if (this.at === this.end) this.#load()
  }

  /** Moves on to the first key that is not less than this one. @returns whether it is the same */
  seek(keys: Int32Array, at: number): boolean {
    const words = this.#words
    // The common case has its own loop: measured, it is worth it.
    if (words === 2) return this.#seekPair(keys, at)
    for (;;) {
      const end = this.end
      const own = this.keys
      let from = this.at
      let order = -1
      for (; from < end; from += words) {
        order = compareKeys(own, from, keys, at, words)
        if (order >= 0) break
      }
      this.at = from
      if (from < end) return order === 0
      if (this.#next === this.#run.pages.count) return false
      this.#skip(keys, at)
      this.#load()
    }
  }

  #seekPair(keys: Int32Array, at: number): boolean {
    const first = keys[at] as number
    const second = (keys[at + 1] as number) ^ signBit
    for (;;) {
      const end = this.end
      const own = this.keys
      let from = this.at
      for (; from < end; from += 2) {
        // The top bit of all first words is set.
        const high = own[from] as number
        if (high < first) continue
        if (high > first) break
        const low = (own[from + 1] as number) ^ signBit
        if (low < second) continue
        this.at = from
        return low === second
      }
      this.at = from
      if (from < end || this.#next === this.#run.pages.count) return false
      this.#skip(keys, at)
      this.#load()
    }
  }

  /** Goes to the place of a key. */
  jump(index: number): void {
    const { before, words } = this.#run
    let page = 0
    while (page + 1 < this.#run.pages.count && (before.data[page + 1] as number) <= index) page += 1
    this.#next = page
    this.#load()
    this.at = words * (index - (before.data[page] as number))
    if (this.at === this.end) this.#load()
  }

  /** Leaves out pages that end before a key. */
  #skip(keys: Int32Array, at: number): void {
    const { firsts, words, pages } = this.#run
    // The last page that begins with no greater key.
    let low = this.#next
    let step = 1
    let high = low + step
    const isBefore = (page: number): boolean =>
      compareKeys(firsts.data, page * words, keys, at, words) <= 0
    while (high < pages.count && isBefore(high)) {
      low = high
      step *= 2
      high = low + step
    }
    high = Math.min(high, pages.count)
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (isBefore(middle)) low = middle
      else high = middle
    }
    this.#next = low
  }

  #load(): void {
    this.at = 0
    this.end = 0
    const run = this.#run
    if (this.#next >= run.pages.count) return
    const page = this.#next
    run.pages.read(page, this.#page)
    if (this.#isLast) run.pages.forgetBefore(page)
    this.#next += 1
    const count = run.countOf(page)
    const { words, firsts } = run
    if (count * words > this.keys.length) this.keys = new Int32Array(count * words)
    this.end = count * words
    for (let word = 0; word < words; word++) {
      this.keys[word] = firsts.data[page * words + word] as number
    }
    if (words === 2) decodePairs(this.#page.bytes, this.keys, count)
    else decode(this.#page.bytes, this.keys, count, words)
  }
}

const decodePairs = (bytes: Uint8Array, keys: Int32Array, count: number): void => {
  let high = keys[0] as number
  let low = keys[1] as number
  let from = contentStart(2)
  const end = 2 * count
  for (let at = 2; at < end; at += 2) {
    let byte = bytes[from++] as number
    if (byte === escape) {
      const tail = bytes[from++] as number
      const inHigh = tail - 4
      let value = 0
      for (let left = inHigh; left > 0; left--) value = (value << 8) | (bytes[from++] as number)
      high = inHigh === 4 ? value : (high & (-1 << (8 * inHigh))) | value
      value = 0
      for (let left = 4; left > 0; left--) value = (value << 8) | (bytes[from++] as number)
      low = value
    } else {
      let gap = byte & 0x7f
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = bytes[from++] as number
        gap |= (byte & 0x7f) << shift
      }
      low = (low + gap) | 0
    }
    keys[at] = high
    keys[at + 1] = low
  }
}

const decode = (bytes: Uint8Array, keys: Int32Array, count: number, words: number): void => {
  let from = contentStart(words)
  const end = words * count
  for (let at = words; at < end; at += words) {
    for (let word = 0; word < words; word++) keys[at + word] = keys[at - words + word] as number
    let byte = bytes[from++] as number
    const last = at + words - 1
    if (byte === escape) {
      let left = bytes[from++] as number
      for (; left > 0; left--) {
        const word = last - ((left - 1) >>> 2)
        const shift = 8 * ((left - 1) & 3)
        const kept = (keys[word] as number) & ~(0xff << shift)
        keys[word] = kept | ((bytes[from++] as number) << shift)
      }
    } else {
      let gap = byte & 0x7f
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = bytes[from++] as number
        gap |= (byte & 0x7f) << shift
      }
      keys[last] = ((keys[last] as number) + gap) | 0
    }
  }
}

/** Compares keys word by word, as unsigned integers: negative, zero or positive. */
export const compareKeys = (
  a: Int32Array,
  atA: number,
  b: Int32Array,
  atB: number,
  words: number,
): number => {
  for (let word = 0; word < words; word++) {
    const [one, two] = [a[atA + word] as number, b[atB + word] as number]
    if (one !== two) return one >>> 0 < two >>> 0 ? -1 : 1
  }
  return 0
}
