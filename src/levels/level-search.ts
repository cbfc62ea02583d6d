import type { Explorer } from '../explore/explorer.ts'
import type { Handed } from '../explore/handed.ts'
import type { History } from '../explore/history.ts'
import type { Limits, Stop } from '../explore/limits.ts'
import type { Observer } from '../explore/observer.ts'
import { Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { fitsAll, type Layout } from '../store/layout.ts'
import { Candidates } from './candidates.ts'
import { FoundBy } from './found-by.ts'
import { KnownStates } from './known-states.ts'
import { Merging, type Chunk } from './merging.ts'
import { inMemory, type MakePages } from './pages.ts'
import { layoutInOrder, orderFor } from './row-layout.ts'
import { moveRun, Notes } from './runs.ts'
import { queuedOf, statesOf } from './sorted-states.ts'
import { Trail } from './trail.ts'
import { Unpacker } from './unpacker.ts'
import { RunCursor } from './run-cursor.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

/** So many rows are settled between two looks at the pace. */
const settledTogether = 1 << 14

/**
 * Breadth-first search by levels. The successors of a level are sorted; equal ones become one; and those
 * that are not among the states known, which are kept in order and gap-coded, are the next level.
 * Memory is read in order, where a hash table would miss the cache for each successor (delayed
 * duplicate detection: Korf 2003; Stern and Dill 1998).
 */
export class LevelSearch implements Explorer {
  generated: number
  readonly cut = 0
  depth: number
  readonly initial: number
  stop: Stop | null = null
  distinct: number
  readonly limits: Limits
  /** How the states were found with which this search began. */
  readonly history: History

  readonly #space: StateSpace
  readonly #observer: Observer
  readonly #make: MakePages
  readonly #order: readonly number[]
  readonly #wordBits: number
  #layout: Layout
  readonly #foundBy = new FoundBy()
  readonly #candidates: Candidates
  /** Sorted candidates that had to be put aside. */
  #chunks: Chunk[] = []
  readonly #trail: Trail
  readonly #known: KnownStates
  /** The states that are being expanded: the last level. */
  #level: SortedRun
  #notes: Notes
  #cursor: RunCursor
  #taken = 0
  #revision: number
  readonly #out = new Successors()
  /** The state that is being expanded, and one that was found. */
  #before: Unpacker
  #after: Unpacker
  readonly #work: Generator<void, void, void>

  /**
   * @param options.mostRows so many candidates are sorted at a time
   * @param options.wordBits so many bits of a word are used
   */
  constructor(handed: Handed, { mostRows = 1 << 21, wordBits = 32 } = {}) {
    const { space, limits } = handed
    this.#space = space
    this.#observer = handed.observer
    this.limits = limits
    this.generated = handed.generated
    this.depth = handed.depth
    this.initial = handed.initial
    this.distinct = handed.distinct
    this.history = handed.history
    const claim = limits.pace.claim.bind(limits.pace)
    this.#make = inMemory(claim)
    this.#order = orderFor(space.sizes)
    this.#revision = space.revision
    this.#wordBits = wordBits
    this.#layout = layoutInOrder(this.#order, space.sizes, wordBits)
    this.#before = new Unpacker(this.#layout, space.width)
    this.#after = new Unpacker(this.#layout, space.width)
    this.#candidates = new Candidates(this.#layout, this.#foundBy, mostRows, claim)
    const ground = { layout: this.#layout, foundBy: this.#foundBy, make: this.#make, claim }
    const known = statesOf(handed, ground)
    const first = handed.distinct - handed.frontier.length
    const level = queuedOf(handed, ground)
    this.#level = level.run
    const found = level.places.map((place) => first + place)
    this.#trail = new Trail({ space, history: handed.history, first: level.run, found })
    this.#known = new KnownStates(known, this.#make, (run) => this.#trail.has(run))
    this.#notes = level.notes
    this.#cursor = new RunCursor(this.#level)
    this.#work = this.#search()
  }

  get queued(): number {
    return this.#level.size - this.#taken + this.#candidates.count
  }

  get bytes(): number {
    const runs = new Set([...this.#known.runs, ...this.#trail.levels])
    for (const { run } of this.#chunks) runs.add(run)
    const notes = this.#chunks.map((chunk) => chunk.notes)
    const all = [...runs, ...notes, this.#notes, this.#candidates, this.history]
    return all.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get isOver(): boolean {
    return this.isAtEnd || this.stop !== null || this.#observer.isDone
  }

  get isAtEnd(): boolean {
    return this.stop === null && this.#level.size === 0
  }

  get current(): Int32Array {
    return this.#before.ids
  }

  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** Gives up what only the search needs: levels stay, to go back through them. */
  release(): void {
    this.#known.drop()
  }

  /** As {@link Trail.backFrom}. */
  backFrom(state: Int32Array, pace: Pace): Promise<readonly Int32Array[]> {
    return this.#trail.backFrom(state, this.#layout, pace)
  }

  run(): void {
    this.#work.next()
  }

  *#search(): Generator<void, void, void> {
    const { pace } = this.limits
    while (this.#level.size > 0 && this.stop === null) {
      while (!this.#cursor.isAtEnd) {
        if (pace.isDue()) yield
        this.#expandNext()
      }
      yield* this.#endLevel()
      if (this.#observer.isDone) return
    }
  }

  #expandNext(): void {
    const cursor = this.#cursor
    this.#before.read(cursor.keys, cursor.at)
    const out = this.#out
    out.clear()
    const { ids } = this.#before
    this.#space.successors(ids, out, this.#foundBy.due[this.#notes.get(this.#taken)] as number)
    if (out.progress === 0) this.#observer.onStuck?.(ids, this.depth, -1)
    if (this.#revision !== this.#space.revision) this.#widen()
    this.generated += out.count
    const candidates = this.#candidates
    if (!candidates.hasRoomFor(out.count)) this.#putAside()
    candidates.reserve(out.count)
    candidates.addAll(this.#cursor.keys, this.#cursor.at, out)
    this.#taken += 1
    this.#cursor.advance()
  }

  /** Puts the candidates aside, sorted. */
  #putAside(): void {
    const candidates = this.#candidates
    candidates.settle()
    const { words } = this.#layout
    const { rows, stride, count } = candidates
    const writer = new RunWriter(words, this.#make)
    const notes = new Notes((bytes) => this.limits.pace.claim(bytes))
    for (let at = 0; at < count * stride; at += stride) {
      writer.add(rows, at)
      notes.push(rows[at + words] as number)
    }
    this.#chunks.push({ run: writer.finish(), notes })
    candidates.count = 0
  }

  *#endLevel(): Generator<void, void, void> {
    const candidates = this.#candidates
    const next = {
      writer: new RunWriter(this.#layout.words, this.#make),
      notes: new Notes((bytes) => this.limits.pace.claim(bytes)),
      known: this.#known.cursors(),
    }
    if (this.#chunks.length === 0) {
      candidates.settle()
      yield* this.#settle(candidates.rows, candidates.count, next)
    } else {
      this.#putAside()
      const merging = new Merging(this.#chunks, this.#layout.words, this.#foundBy)
      const { rows } = candidates
      for (let count = merging.read(rows); count > 0; count = merging.read(rows)) {
        yield* this.#settle(rows, count, next)
        if (this.stop !== null) break
      }
      for (const { run } of this.#chunks) run.drop()
      this.#chunks = []
    }
    candidates.count = 0
    this.#level = next.writer.finish()
    this.#trail.add(this.#level)
    this.#notes = next.notes
    this.#cursor = new RunCursor(this.#level)
    this.#taken = 0
    this.#observer.onLevel(this.depth)
    if (this.#level.size > 0) this.depth += 1
    this.#known.add(this.#level)
  }

  /** Of sorted candidates, those that are not known become states of the next level. */
  *#settle(rows: Int32Array, count: number, next: Next): Generator<void, void, void> {
    const { stride } = this.#candidates
    const { pace } = this.limits
    for (let from = 0; from < count && this.stop === null; from += settledTogether) {
      const to = Math.min(count, from + settledTogether)
      this.#settleSome(rows, from * stride, to * stride, next)
      if (pace.isDue()) yield
    }
  }

  #settleSome(rows: Int32Array, from: number, to: number, { writer, notes, known }: Next): void {
    const observer = this.#observer
    const { maxStates } = this.limits
    const { stride } = this.#candidates
    const after = this.#after
    for (let at = from; at < to; at += stride) {
      let isKnown = false
      for (let run = 0; run < known.length && !isKnown; run++) {
        isKnown = (known[run] as RunCursor).seek(rows, at)
      }
      if (isKnown) continue
      if (this.distinct >= maxStates) return this.end('states')
      const note = rows[at + stride - 1] as number
      writer.add(rows, at)
      notes.push(note)
      const touched = this.#foundBy.touched[note] as number
      const index = this.distinct
      this.distinct += 1
      if ((touched & observer.interest) === 0) continue
      after.read(rows, at)
      observer.onState(after.ids, this.depth, index, touched)
    }
  }

  /** Moves everything to a roomier layout if some component has outgrown its field. */
  #widen(): void {
    const { sizes, width } = this.#space
    this.#revision = this.#space.revision
    if (fitsAll(this.#layout, sizes)) return
    const from = this.#layout
    const to = layoutInOrder(this.#order, sizes, this.#wordBits)
    const moved = new Map<SortedRun, SortedRun>()
    const move = (run: SortedRun): SortedRun => {
      const own = moved.get(run) ?? moveRun(run, from, to, { width, make: this.#make })
      moved.set(run, own)
      return own
    }
    this.#known.move(move)
    this.#chunks = this.#chunks.map(({ run, notes }) => ({ run: move(run), notes }))
    this.#trail.move(move)
    this.#level = move(this.#level)
    this.#cursor = new RunCursor(this.#level)
    this.#cursor.jump(this.#taken)
    this.#candidates.changeLayout(to, width)
    this.#layout = to
    this.#before = new Unpacker(to, width)
    this.#after = new Unpacker(to, width)
  }
}

/** What the next level is made from. */
interface Next {
  readonly writer: RunWriter
  readonly notes: Notes
  /** All states known, read in order. */
  readonly known: readonly RunCursor[]
}
