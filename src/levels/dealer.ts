import type { Successors } from '../explore/state-space.ts'
import type { Claim } from '../store/int-list.ts'
import type { Layout } from '../store/layout.ts'
import { CandidatePile } from './candidate-pile.ts'
import { Candidates } from './candidates.ts'
import type { FoundBy } from './found-by.ts'
import { Notes, NotesReader } from './notes.ts'
import type { MakePages } from './pages.ts'
import { ArrayPages, parcelOf } from './parcel.ts'
import { Parts } from './parts.ts'
import { RunCursor } from './run-cursor.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'
import type { Standing } from './standing.ts'
import type { Delivery } from './team.ts'

/** So many candidates are made before they are dealt out. */
const dealtTogether = 1 << 12

const inArrays: MakePages = () => new ArrayPages()

interface Ground {
  readonly layout: Layout
  readonly foundBy: FoundBy
  readonly parts: number
}

/** Deals what is found out to the parts that it belongs to. */
export class Dealer {
  readonly #staged: Candidates
  readonly #piles: readonly CandidatePile[]
  readonly #foundBy: FoundBy
  #parts: Parts

  /**
   * @param mostRows so many candidates of a part are sorted at a time
   * @param claim asked before memory is taken
   */
  constructor(
    { layout, foundBy, parts }: Ground,
    { mostRows, claim }: { readonly mostRows: number; readonly claim: Claim },
  ) {
    this.#parts = new Parts(layout, parts)
    this.#foundBy = foundBy
    this.#staged = new Candidates(layout, foundBy, dealtTogether, claim)
    const ground = { layout, foundBy, make: inArrays, claim, mostRows }
    this.#piles = Array.from({ length: parts }, () => new CandidatePile(ground))
  }

  /** Adds all successors of a state whose packed words lie in `keys` at an offset. */
  addAll(keys: Int32Array, at: number, out: Successors): void {
    if (!this.#staged.hasRoomFor(out.count)) this.#deal()
    this.#staged.reserve(out.count)
    this.#staged.addAll(keys, at, out)
  }

  /** All that was added since, by part. */
  deliver(): readonly Delivery[] {
    this.#deal()
    return this.#piles.map((pile) => {
      const parcels = pile.takeChunks().map(parcelOf)
      return { parcels, table: this.#foundBy.all }
    })
  }

  /** Moves to a roomier layout. */
  changeLayout(layout: Layout, width: number, move: (run: SortedRun) => SortedRun): void {
    this.#parts = new Parts(layout, this.#parts.count)
    this.#staged.changeLayout(layout, width)
    for (const pile of this.#piles) pile.changeLayout(layout, width, move)
  }

  #deal(): void {
    const { rows, count, stride } = this.#staged
    const parts = this.#parts
    const piles = this.#piles
    for (const pile of piles) pile.makeRoom(count)
    for (let row = 0; row < count; row++) {
      piles[parts.of(rows, row * stride)]?.addRow(rows, row)
    }
    this.#staged.count = 0
  }
}

/** Divides sorted states among the parts. */
const dealt = (
  { run, notes }: { readonly run: SortedRun; readonly notes: Notes | null },
  { layout, foundBy, parts }: Ground,
): readonly Delivery[] => {
  const shares = Array.from({ length: parts }, () => ({
    writer: new RunWriter(layout.words, inArrays),
    notes: new Notes(inArrays()),
  }))
  const own = new Parts(layout, parts)
  const reader = notes === null ? null : new NotesReader(notes.pages)
  for (const cursor = new RunCursor(run); !cursor.isAtEnd; cursor.advance()) {
    const share = shares[own.of(cursor.keys, cursor.at)]
    share?.writer.add(cursor.keys, cursor.at)
    share?.notes.push(reader?.read() ?? 0)
  }
  return shares.map(({ writer, notes: own }) => {
    const parcel = parcelOf({ run: writer.finish(), notes: own.finish() })
    return { parcels: [parcel], table: foundBy.all }
  })
}

/** What each part begins with. All of it is given up here, but for the levels. */
export const dealtAll = (
  { known, levels, notes }: Pick<Standing, 'known' | 'levels' | 'notes'>,
  ground: Ground,
): ((part: number) => { readonly known: Delivery; readonly level: Delivery }) => {
  const [run, level] = [known[0] as SortedRun, levels.at(-1) as SortedRun]
  const knownShares = dealt({ run, notes: null }, ground)
  const levelShares = dealt({ run: level, notes }, ground)
  run.drop()
  notes.pages.drop()
  return (part) => ({
    known: knownShares[part] as Delivery,
    level: levelShares[part] as Delivery,
  })
}
