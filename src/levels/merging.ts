import type { FoundBy } from './found-by.ts'
import { NotesReader, type Notes } from './notes.ts'
import { compareKeys, RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'

/** Sorted candidates that were put aside, with the notes of the steps that found them. */
export interface Chunk {
  readonly run: SortedRun
  readonly notes: Notes
  /** What each of its notes is called here, where another gave it. */
  readonly names?: Int32Array
}

interface Source {
  readonly cursor: RunCursor
  readonly notes: NotesReader
  /** The note of the key at hand. */
  note: number
}

/** Reads several chunks as one: in order, each state once, with the merged note. */
export class Merging {
  readonly #words: number
  readonly #foundBy: FoundBy
  /** A heap of those that have a key left, the least first. */
  readonly #heap: Source[] = []

  constructor(chunks: readonly Chunk[], words: number, foundBy: FoundBy) {
    this.#words = words
    this.#foundBy = foundBy
    for (const { run, notes, names } of chunks) {
      const cursor = new RunCursor(run, true)
      if (cursor.isAtEnd) continue
      const reader = new NotesReader(notes.pages, names)
      const source = { cursor, notes: reader, note: reader.read() }
      this.#heap.push(source)
      this.#rise(this.#heap.length - 1)
    }
  }

  /**
   * Writes rows into an array until it is full or nothing is left.
   *
   * @returns how many
   */
  read(rows: Int32Array): number {
    const words = this.#words
    const stride = words + 1
    const most = Math.floor(rows.length / stride)
    let count = this.#heap.length === 2 && words === 2 ? this.#readPair(rows, most) : 0
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      const { keys, at } = top.cursor
      const last = (count - 1) * stride
      const { note } = top
      if (count > 0 && compareKeys(rows, last, keys, at, words) === 0) {
        rows[last + words] = this.#foundBy.merge(rows[last + words] as number, note)
      } else {
        if (count === most) return count
        const to = count * stride
        for (let word = 0; word < words; word++) rows[to + word] = keys[at + word] as number
        rows[to + words] = note
        count += 1
      }
      this.#next(top)
    }
    return count
  }

  /**
   * Reads on while there are just two, of two words each: the common case, and the innermost loop.
   *
   * @returns how many rows were written; the key at hand may be that of the last one
   */
  #readPair(rows: Int32Array, most: number): number {
    const [one, other] = this.#heap as [Source, Source]
    let count = 0
    let [a, b] = [one, other]
    while (count < most) {
      const [own, at] = [a.cursor.keys, a.cursor.at]
      const [theirs, from] = [b.cursor.keys, b.cursor.at]
      const order =
        ((own[at] as number) >>> 0) - ((theirs[from] as number) >>> 0) ||
        ((own[at + 1] as number) >>> 0) - ((theirs[from + 1] as number) >>> 0)
      if (order > 0) {
        ;[a, b] = [b, a]
        continue
      }
      const to = 3 * count
      rows[to] = own[at] as number
      rows[to + 1] = own[at + 1] as number
      rows[to + 2] = order === 0 ? this.#foundBy.merge(a.note, b.note) : a.note
      count += 1
      const isOver = !step(a)
      const isOverToo = order === 0 && !step(b)
      if (!isOver && !isOverToo) continue
      this.#heap.length = 0
      if (!isOver) this.#heap.push(a)
      if (!isOverToo) this.#heap.push(b)
      return count
    }
    this.#heap[0] = a
    this.#heap[1] = b
    if (this.#isBefore(b, a)) this.#heap.reverse()
    return count
  }

  #next(top: Source): void {
    top.cursor.advance()
    if (!top.cursor.isAtEnd) {
      top.note = top.notes.read()
    } else {
      const last = this.#heap.pop()
      if (last === undefined || last === top) return
      this.#heap[0] = last
    }
    this.#sink()
  }

  #isBefore(one: Source, other: Source): boolean {
    const { keys, at } = one.cursor
    return compareKeys(keys, at, other.cursor.keys, other.cursor.at, this.#words) < 0
  }

  #rise(from: number): void {
    const heap = this.#heap
    for (let at = from; at > 0;) {
      const parent = (at - 1) >>> 1
      const [own, above] = [heap[at] as Source, heap[parent] as Source]
      if (!this.#isBefore(own, above)) return
      heap[at] = above
      heap[parent] = own
      at = parent
    }
  }

  #sink(): void {
    const heap = this.#heap
    for (let at = 0; ;) {
      let least = 2 * at + 1
      if (least >= heap.length) return
      const right = least + 1
      if (right < heap.length && this.#isBefore(heap[right] as Source, heap[least] as Source)) {
        least = right
      }
      const [own, below] = [heap[at] as Source, heap[least] as Source]
      if (!this.#isBefore(below, own)) return
      heap[at] = below
      heap[least] = own
      at = least
    }
  }
}

/** Moves on to the next key. @returns whether there is one */
const step = (source: Source): boolean => {
  source.cursor.advance()
  if (source.cursor.isAtEnd) return false
  source.note = source.notes.read()
  return true
}
