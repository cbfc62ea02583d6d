import { Successors } from '../explore/state-space.ts'
import { unpaced } from '../pace/pace.ts'
import type { Layout } from '../store/layout.ts'
import { Dealer } from './dealer.ts'
import { FoundBy } from './found-by.ts'
import { KnownStates } from './known-states.ts'
import { Merging, type Chunk } from './merging.ts'
import { Notes, NotesReader } from './notes.ts'
import { inMemory, type MakePages } from './pages.ts'
import { ArrayPages, chunkOf, namesOf, parcelOf, type Parcel } from './parcel.ts'
import { layoutInOrder } from './row-layout.ts'
import { RunCursor } from './run-cursor.ts'
import { moveRun } from './runs.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'
import type {
  Beginning,
  CopyOfSpace,
  Delivery,
  Event,
  Expanded,
  Settled,
  Settling,
} from './team.ts'
import { Unpacker } from './unpacker.ts'

/** So many candidates are settled together. */
const settledTogether = 1 << 12

const free = (): void => undefined
const inArray: MakePages = () => new ArrayPages()

/**
 * One part of a search by levels: the states whose ids hash to it. It knows which of them were found,
 * expands those of the last level, and hands what it finds to the parts that it belongs to. It runs no
 * user code: states at which that would be needed are reported.
 */
export class Partition {
  readonly #start: Beginning
  readonly #copy: CopyOfSpace
  readonly #foundBy = new FoundBy()
  readonly #make = inMemory(free)
  readonly #known: KnownStates
  readonly #dealer: Dealer
  readonly #out = new Successors()
  #layout: Layout
  #level: Chunk | null
  #findsStuck: boolean

  constructor(start: Beginning, copy: CopyOfSpace) {
    this.#start = start
    this.#copy = copy
    const { order, laidOutFor, wordBits, parts, mostRows } = start
    const layout = layoutInOrder(order, laidOutFor, wordBits)
    this.#layout = layout
    const ground = { layout, foundBy: this.#foundBy, parts }
    this.#dealer = new Dealer(ground, { mostRows, claim: free })
    const [known] = this.#open(start.known)
    this.#level = this.#open(start.level)[0] ?? null
    const runs = known === undefined ? [] : [known.run]
    this.#known = new KnownStates(runs, this.#make, (run) => run === this.#level?.run)
    this.#findsStuck = start.findsStuck
  }

  /** Expands the part of the last level. */
  expand(): Expanded {
    const events: Event[] = []
    let generated = 0
    const out = this.#out
    if (this.#level !== null) {
      const { run, notes, names } = this.#level
      const unpacker = new Unpacker(this.#layout, this.#start.width)
      const reader = new NotesReader(notes.pages, names)
      for (const cursor = new RunCursor(run); !cursor.isAtEnd; cursor.advance()) {
        const due = this.#foundBy.due(reader.read())
        unpacker.read(cursor.keys, cursor.at)
        out.clear()
        if (!this.#copy.successors(unpacker.ids, out, due)) {
          events.push({ kind: 'missed', state: unpacker.ids.slice(), due })
          continue
        }
        generated += out.count
        if (out.progress === 0 && this.#findsStuck) {
          events.push({ kind: 'stuck', state: unpacker.ids.slice(), due })
        }
        this.#dealer.addAll(cursor.keys, cursor.at, out)
      }
    }
    return { kind: 'expanded', events, generated, found: this.#dealer.deliver() }
  }

  /** Of all that was found of this part, what is new is its part of the next level. */
  settle(order: Settling): Settled {
    const chunks = order.found.flatMap((each) => this.#open(each))
    const late = this.#open(order.late)
    if (order.laidOutFor !== null) this.#widen(order.laidOutFor, chunks)
    this.#copy.hear(order.news, order.sizes)
    this.#findsStuck = order.findsStuck
    const { words } = this.#layout
    const merging = new Merging([...chunks, ...late], words, this.#foundBy)
    const writer = new RunWriter(words, inArray)
    const notes = new Notes(inArray())
    const known = this.#known.cursors()
    const stride = words + 1
    const rows = new Int32Array(settledTogether * stride)
    for (let count = merging.read(rows); count > 0; count = merging.read(rows)) {
      for (let at = 0; at < count * stride; at += stride) {
        let isKnown = false
        for (let run = 0; run < known.length && !isKnown; run++) {
          isKnown = (known[run] as RunCursor).seek(rows, at)
        }
        if (isKnown) continue
        writer.add(rows, at)
        notes.push(rows[at + words] as number)
      }
    }
    this.#level = { run: writer.finish(), notes: notes.finish() }
    const fresh = { parcels: [copyOf(this.#level)], table: this.#foundBy.all }
    const bytes = this.#known.runs.reduce((sum, run) => sum + run.bytes, 0)
    return { kind: 'settled', fresh, bytes }
  }

  /** Notes that the part of the last level is known. */
  remember(): void {
    const level = this.#level?.run
    if (level === undefined || level.size === 0) return
    for (const _ of this.#known.add(level, unpaced)) continue
  }

  #open({ parcels, table }: Delivery): Chunk[] {
    const names = namesOf(table, this.#foundBy)
    return parcels.map((parcel) => chunkOf(parcel, names))
  }

  /** Moves all to a roomier layout. @param chunks moved in place */
  #widen(laidOutFor: Int32Array, chunks: Chunk[]): void {
    const { order, wordBits, width } = this.#start
    const from = this.#layout
    const to = layoutInOrder(order, laidOutFor, wordBits)
    const how =
      (make: MakePages) =>
      (run: SortedRun): SortedRun =>
        moveRun(run, from, to, { width, make })
    this.#known.move(how(this.#make))
    const move = how(inArray)
    chunks.splice(0, Infinity, ...chunks.map((chunk) => ({ ...chunk, run: move(chunk.run) })))
    this.#dealer.changeLayout(to, width, move)
    this.#layout = to
  }
}

/** A copy, since what is handed over is not one's own any more. */
const copyOf = (chunk: Chunk): Parcel => {
  const { words, size, firsts, before, pages, notes } = parcelOf(chunk)
  return { words, size, firsts, before, pages: pages.slice(), notes: notes.slice() }
}
