import type { FoundBy } from './found-by.ts'
import { NotesReader, type Notes } from './notes.ts'
import { compareKeys, RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'

/** Sorted candidates that were put aside, with the notes of the steps that found them. */
export interface Chunk {
  readonly run: SortedRun
  readonly notes: Notes
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
    for (const { run, notes } of chunks) {
      const cursor = new RunCursor(run, true)
      if (cursor.isAtEnd) continue
      const reader = new NotesReader(notes.pages)
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
    let count = 0
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
