import type { Successors } from '../explore/state-space.ts'
import type { Claim } from '../store/int-list.ts'
import type { Layout } from '../store/layout.ts'
import { Candidates } from './candidates.ts'
import type { FoundBy } from './found-by.ts'
import { Merging, type Chunk } from './merging.ts'
import { Notes } from './notes.ts'
import type { MakePages } from './pages.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

interface Ground {
  readonly layout: Layout
  readonly foundBy: FoundBy
  readonly make: MakePages
  readonly claim: Claim
  /** So many candidates are sorted at a time. */
  readonly mostRows: number
}

/** Sorted rows: the packed words of a state, and the note of the steps that found it. */
export interface Rows {
  readonly rows: Int32Array
  readonly count: number
}

/** All successors of a level, however many there are: those that are too many are put aside in sorted chunks. */
export class CandidatePile {
  readonly #waiting: Candidates
  readonly #foundBy: FoundBy
  readonly #make: MakePages
  #words: number
  #chunks: Chunk[] = []

  constructor({ layout, foundBy, make, claim, mostRows }: Ground) {
    this.#waiting = new Candidates(layout, foundBy, mostRows, claim)
    this.#foundBy = foundBy
    this.#make = make
    this.#words = layout.words
  }

  /** How many wait to be sorted. */
  get count(): number {
    return this.#waiting.count
  }

  /** The integers of a row. */
  get stride(): number {
    return this.#waiting.stride
  }

  /** Those that were put aside. */
  get runs(): readonly SortedRun[] {
    return this.#chunks.map(({ run }) => run)
  }

  get bytes(): number {
    const chunks = this.#chunks.flatMap(({ run, notes }) => [run, notes])
    return [this.#waiting, ...chunks].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Adds all successors of a state whose packed words lie in `keys` at an offset. */
  addAll(keys: Int32Array, at: number, out: Successors): void {
    const waiting = this.#waiting
    if (!waiting.hasRoomFor(out.count)) this.#putAside()
    waiting.reserve(out.count)
    waiting.addAll(keys, at, out)
  }

  /** Makes room for so many rows, to be added one by one. */
  makeRoom(count: number): void {
    if (!this.#waiting.hasRoomFor(count)) this.#putAside()
    this.#waiting.reserve(count)
  }

  /** Adds a row of others. There is room for it. */
  addRow(rows: Int32Array, row: number): void {
    this.#waiting.addRow(rows, row)
  }

  /** Puts all aside, for others: none are left. */
  takeChunks(): readonly Chunk[] {
    if (this.#waiting.count > 0) this.#putAside()
    const chunks = this.#chunks
    this.#chunks = []
    return chunks
  }

  /** All of them in order, each once, in batches that are good until the next one; none are left. */
  *drain(): Generator<Rows, void, void> {
    const waiting = this.#waiting
    if (this.#chunks.length === 0) {
      waiting.settle()
      yield { rows: waiting.rows, count: waiting.count }
    } else {
      this.#putAside()
      const merging = new Merging(this.#chunks, this.#words, this.#foundBy)
      const { rows } = waiting
      for (let count = merging.read(rows); count > 0; count = merging.read(rows)) {
        yield { rows, count }
      }
      for (const { run, notes } of this.#chunks) {
        run.drop()
        notes.pages.drop()
      }
      this.#chunks = []
    }
    waiting.count = 0
  }

  /** Moves to another layout. */
  changeLayout(layout: Layout, width: number, move: (run: SortedRun) => SortedRun): void {
    this.#words = layout.words
    this.#chunks = this.#chunks.map((chunk) => ({ ...chunk, run: move(chunk.run) }))
    this.#waiting.changeLayout(layout, width)
  }

  #putAside(): void {
    const waiting = this.#waiting
    waiting.settle()
    const { rows, stride, count } = waiting
    const writer = new RunWriter(this.#words, this.#make)
    const notes = new Notes(this.#make())
    for (let at = 0; at < count * stride; at += stride) {
      writer.add(rows, at)
      notes.push(rows[at + stride - 1] as number)
    }
    this.#chunks.push({ run: writer.finish(), notes: notes.finish() })
    waiting.count = 0
  }
}
