import type { SlicedExplorer } from '../explore/explorer.ts'
import type { Handed } from '../explore/handed.ts'
import type { History } from '../explore/history.ts'
import type { Limits, Stop } from '../explore/limits.ts'
import type { Observer } from '../explore/observer.ts'
import { Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { fitsAll, type Layout } from '../store/layout.ts'
import { CandidatePile, type Rows } from './candidate-pile.ts'
import { FoundBy } from './found-by.ts'
import { Journal } from './journal.ts'
import { nothing, type LevelOptions } from './level-options.ts'
import { KnownStates } from './known-states.ts'
import { inMemory, type MakePages } from './pages.ts'
import { layoutInOrder, orderFor } from './row-layout.ts'
import { Notes, NotesReader } from './notes.ts'
import { moveRun } from './runs.ts'
import { begin, goOn, inFiles } from './standing.ts'
import { Trail } from './trail.ts'
import { Unpacker } from './unpacker.ts'
import { RunCursor } from './run-cursor.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

/** So many rows are settled between two looks at the pace. */
const settledTogether = 1 << 12

/**
 * Breadth-first search by levels. The successors of a level are sorted; equal ones become one; and those
 * that are not among the states known, which are kept in order and gap-coded, are the next level.
 * Memory is read in order, where a hash table would miss the cache for each successor (delayed
 * duplicate detection: Korf 2003; Stern and Dill 1998).
 */
export class LevelSearch implements SlicedExplorer {
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
  #laidOutFor: Int32Array
  readonly #journal: Journal | null
  /** Whether what another process has found was judged: also where it had found everything. */
  #isCaughtUp = false
  readonly #foundBy = new FoundBy()
  readonly #pile: CandidatePile
  readonly #trail: Trail
  readonly #known: KnownStates
  /** The states that are being expanded: the last level. */
  #level: SortedRun
  #notes: Notes
  #reader: NotesReader
  #cursor: RunCursor
  #taken = 0
  /** Whether the observer wants no more. It is asked at the same places in each check. */
  #isSettled = false
  #revision: number
  readonly #out = new Successors()
  /** The state that is being expanded, and one that was found. */
  #before: Unpacker
  #after: Unpacker
  readonly #work: Generator<void, void, void>

  /**
   * @param options.mostRows so many candidates are sorted at a time
   * @param options.wordBits so many bits of a word are used
   * @param options.disk where states are kept. Default: in memory
   * @param options.keeper what else a checkpoint keeps
   * @throws ModelError 'bad-disk' where the disk's checkpoint is not one of this search
   */
  constructor(handed: Handed, options: LevelOptions = {}) {
    const { mostRows = 1 << 21, wordBits = 32, disk = null, keeper = nothing } = options
    const { space, limits } = handed
    this.#space = space
    this.#observer = handed.observer
    this.limits = limits
    this.initial = handed.initial
    this.history = handed.history
    const claim = limits.pace.claim.bind(limits.pace)
    this.#make = disk === null ? inMemory(claim) : () => disk.make()
    this.#order = orderFor(space.sizes)
    this.#wordBits = wordBits
    this.#journal = disk === null ? null : new Journal(disk, keeper, handed)
    const ground = { order: this.#order, wordBits, foundBy: this.#foundBy, make: this.#make, claim }
    const checkpoint = disk?.checkpoint ?? null
    const standing =
      disk === null || checkpoint === null || this.#journal === null
        ? begin(handed, ground)
        : goOn(handed, { ...ground, disk, checkpoint, journal: this.#journal })
    this.distinct = standing.distinct
    this.generated = standing.generated
    this.depth = standing.depth
    this.#laidOutFor = standing.laidOutFor
    this.#layout = layoutInOrder(this.#order, standing.laidOutFor, wordBits)
    this.#revision = space.revision
    this.#before = new Unpacker(this.#layout, space.width)
    this.#after = new Unpacker(this.#layout, space.width)
    this.#pile = new CandidatePile({ ...ground, layout: this.#layout, mostRows })
    this.#trail = new Trail({ space, history: handed.history, ...standing })
    this.#level = this.#trail.last
    this.#known = new KnownStates(standing.known, this.#make, (run) => this.#trail.has(run))
    this.#notes = standing.notes
    this.#reader = new NotesReader(standing.notes.pages)
    this.#cursor = new RunCursor(this.#level)
    this.#work = this.#search()
  }

  get queued(): number {
    return this.#level.size - this.#taken + this.#pile.count
  }

  get bytes(): number {
    const runs = new Set([...this.#known.runs, ...this.#trail.levels])
    const all = [...runs, this.#notes, this.#pile, this.history]
    return all.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  get isOver(): boolean {
    return this.isAtEnd || this.stop !== null || this.#observer.isDone
  }

  get isAtEnd(): boolean {
    return this.stop === null && this.#level.size === 0 && this.#isCaughtUp
  }

  /** Whether the level that is being found is not found to its end. */
  get #isLeft(): boolean {
    return this.#isSettled || this.stop !== null
  }

  get current(): Int32Array {
    return this.#before.ids
  }

  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** Levels stay, to go back through them. */
  release(): void {
    this.#known.drop()
  }

  backFrom(state: Int32Array, pace: Pace): Promise<readonly Int32Array[]> {
    return this.#trail.backFrom(state, this.#layout, pace)
  }

  run(): void {
    this.#work.next()
  }

  *#search(): Generator<void, void, void> {
    const { pace } = this.limits
    const ground = { unpacker: this.#after, observer: this.#observer, pace }
    yield* this.#journal?.catchUp(this.#trail.levels, this.depth - 1, ground) ?? []
    this.#isCaughtUp = true
    while (this.#level.size > 0 && this.stop === null) {
      while (!this.#cursor.isAtEnd) {
        if (pace.isDue()) yield
        this.#expandNext()
        if (this.#isSettled) return
      }
      yield* this.#endLevel()
      if (this.#isSettled) return
    }
  }

  #expandNext(): void {
    const cursor = this.#cursor
    this.#before.read(cursor.keys, cursor.at)
    const out = this.#out
    out.clear()
    const { ids } = this.#before
    const due = this.#foundBy.due(this.#reader.read())
    this.#space.successors(ids, out, due)
    this.#journal?.note(ids, due)
    if (out.progress === 0) {
      this.#observer.onStuck?.(ids, this.depth, -1)
      this.#isSettled = this.#observer.isDone
    }
    if (this.#revision !== this.#space.revision) this.#widen()
    this.generated += out.count
    this.#pile.addAll(this.#cursor.keys, this.#cursor.at, out)
    this.#taken += 1
    this.#cursor.advance()
  }

  *#endLevel(): Generator<void, void, void> {
    const next = {
      writer: new RunWriter(this.#layout.words, this.#make),
      notes: new Notes(this.#make()),
      known: this.#known.cursors(),
    }
    for (const rows of this.#pile.drain()) {
      if (!this.#isLeft) yield* this.#settle(rows, next)
    }
    this.#level = next.writer.finish()
    this.#trail.add(this.#level)
    this.#notes.pages.drop()
    this.#notes = next.notes.finish()
    this.#reader = new NotesReader(this.#notes.pages)
    this.#cursor = new RunCursor(this.#level)
    this.#taken = 0
    // What is left in the middle of a level is no level to go on from.
    if (this.#isLeft) return
    this.#observer.onLevel(this.depth)
    if (this.#level.size > 0) this.depth += 1
    yield* this.#known.add(this.#level, this.limits.pace)
    this.#journal?.keep(() =>
      inFiles({
        now: this,
        laidOutFor: this.#laidOutFor,
        foundBy: this.#foundBy,
        known: this.#known.runs,
        levels: this.#trail.levels,
        notes: this.#notes,
      }),
    )
  }

  /** Of sorted candidates, those that are not known become states of the next level. */
  *#settle({ rows, count }: Rows, next: Next): Generator<void, void, void> {
    const { stride } = this.#pile
    const { pace } = this.limits
    for (let from = 0; from < count && !this.#isLeft; from += settledTogether) {
      const to = Math.min(count, from + settledTogether)
      this.#settleSome(rows, from * stride, to * stride, next)
      if (pace.isDue() && !this.#isSettled) yield
    }
  }

  #settleSome(rows: Int32Array, from: number, to: number, { writer, notes, known }: Next): void {
    const observer = this.#observer
    const { maxStates } = this.limits
    const { stride } = this.#pile
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
      const touched = this.#foundBy.touched(note)
      const index = this.distinct
      this.distinct += 1
      if ((touched & observer.interest) === 0) continue
      after.read(rows, at)
      observer.onState(after.ids, this.depth, index, touched)
      this.#isSettled = observer.isDone
      if (this.#isSettled) return
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
    // Where there is no room for all of them, none is moved: they are still to be read.
    for (const run of [...this.#known.runs, ...this.#trail.levels, ...this.#pile.runs]) {
      if (!moved.has(run)) moved.set(run, moveRun(run, from, to, { width, make: this.#make }))
    }
    const move = (run: SortedRun): SortedRun => moved.get(run) ?? run
    this.#known.move(move)
    this.#trail.move(move)
    this.#level = move(this.#level)
    this.#cursor = new RunCursor(this.#level)
    this.#cursor.jump(this.#taken)
    this.#pile.changeLayout(to, width, move)
    for (const run of moved.keys()) run.drop()
    this.#layout = to
    this.#laidOutFor = sizes.slice()
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
