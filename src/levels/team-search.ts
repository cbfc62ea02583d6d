import type { SlicedExplorer } from '../explore/explorer.ts'
import type { Handed } from '../explore/handed.ts'
import type { History } from '../explore/history.ts'
import type { Limits, Stop } from '../explore/limits.ts'
import type { Observer } from '../explore/observer.ts'
import { Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { fitsAll, pack, type Layout } from '../store/layout.ts'
import type { Rows } from './candidate-pile.ts'
import { answersOf } from './answers.ts'
import { countUpTo } from './count-up-to.ts'
import { Dealer, dealtAll } from './dealer.ts'
import { inOrder } from './events.ts'
import { FoundBy } from './found-by.ts'
import type { LevelOptions } from './level-options.ts'
import { Merging } from './merging.ts'
import { inMemory, type MakePages } from './pages.ts'
import { ArrayPages, chunkOf, namesOf } from './parcel.ts'
import { layoutInOrder, orderFor } from './row-layout.ts'
import { moveRun } from './runs.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'
import { begin } from './standing.ts'
import type { Delivery, Expanded, Order, Settled, Team } from './team.ts'
import { Trail } from './trail.ts'
import { Unpacker } from './unpacker.ts'

interface TeamOptions extends Pick<LevelOptions, 'mostRows' | 'wordBits'> {
  readonly team: Team
  /** Tells what is new in the space since it was asked last: `CopyOfSpace` takes it over. */
  readonly news: () => unknown
}

/**
 * Breadth-first search by levels, as `LevelSearch`, by several threads: each has a part of the states,
 * by a hash of their ids, and keeps to itself which of them are known. This thread alone runs user code:
 * it expands the states that others know too little of, and judges what was found, all in the order in
 * which `LevelSearch` does. So ids, counts and verdicts are the same.
 */
export class TeamSearch implements SlicedExplorer {
  generated: number
  readonly cut = 0
  depth: number
  readonly initial: number
  stop: Stop | null = null
  distinct: number
  readonly limits: Limits
  readonly history: History

  readonly #space: StateSpace
  readonly #news: TeamOptions['news']
  readonly #observer: Observer
  readonly #team: Team
  readonly #make: MakePages
  readonly #order: readonly number[]
  readonly #wordBits: number
  #layout: Layout
  readonly #foundBy = new FoundBy()
  readonly #trail: Trail
  /** For what is found in states of which the others know too little. */
  readonly #dealer: Dealer
  #levelSize: number
  #isSettled = false
  #revision: number
  #bytes = 0
  readonly #out = new Successors()
  readonly #current: Int32Array
  readonly #work: Generator<void, void, void>

  constructor(handed: Handed, { team, news, mostRows = 1 << 21, wordBits = 32 }: TeamOptions) {
    const { space, limits } = handed
    this.#space = space
    this.#observer = handed.observer
    this.#team = team
    this.#news = news
    this.limits = limits
    this.initial = handed.initial
    this.history = handed.history
    const claim = limits.pace.claim.bind(limits.pace)
    this.#make = inMemory(claim)
    this.#order = orderFor(space.sizes)
    this.#wordBits = wordBits
    const foundBy = this.#foundBy
    const ground = { order: this.#order, wordBits, foundBy, make: this.#make, claim }
    const standing = begin(handed, ground)
    this.distinct = standing.distinct
    this.generated = standing.generated
    this.depth = standing.depth
    const { laidOutFor } = standing
    const layout = layoutInOrder(this.#order, laidOutFor, wordBits)
    this.#layout = layout
    this.#revision = space.revision
    this.#current = new Int32Array(space.width)
    const parts = team.size
    const rows = Math.max(1, Math.floor(mostRows / parts / parts))
    const share = { layout, foundBy, parts }
    this.#dealer = new Dealer(share, { mostRows: rows, claim })
    this.#trail = new Trail({ space, history: handed.history, ...standing })
    this.#levelSize = this.#trail.last.size
    const shares = dealtAll(standing, share)
    const all = {
      parts,
      width: space.width,
      order: this.#order,
      wordBits,
      mostRows: rows,
      laidOutFor,
      ...this.#told(),
    }
    this.#give((part) => ({ ...all, ...shares(part), kind: 'begin', part }))
    this.#work = this.#search()
  }

  get queued(): number {
    return this.#levelSize
  }

  get bytes(): number {
    const levels = this.#trail.levels.reduce((sum, { bytes }) => sum + bytes, 0)
    return levels + this.#bytes + this.history.bytes
  }

  get isOver(): boolean {
    return this.isAtEnd || this.stop !== null || this.#observer.isDone
  }

  get isAtEnd(): boolean {
    return this.stop === null && this.#levelSize === 0
  }

  get #isLeft(): boolean {
    return this.#isSettled || this.stop !== null
  }

  get current(): Int32Array {
    return this.#current
  }

  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** Levels stay, to go back through them. */
  release(): void {
    this.#bytes = 0
  }

  backFrom(state: Int32Array, pace: Pace): Promise<readonly Int32Array[]> {
    return this.#trail.backFrom(state, this.#layout, pace)
  }

  run(): void {
    this.#work.next()
  }

  *#search(): Generator<void, void, void> {
    while (this.#levelSize > 0 && this.stop === null) {
      const expanded = yield* answersOf(this.#team, 'expanded', this.limits.pace)
      const laidOutFor = yield* this.#lookAt(expanded)
      if (this.#isLeft) return
      const told = this.#told()
      const late = this.#dealer.deliver()
      this.#give((part) => ({
        kind: 'settle',
        laidOutFor,
        ...told,
        found: expanded.map(({ found }) => found[part] as Delivery),
        late: late[part] as Delivery,
      }))
      const settled = yield* answersOf(this.#team, 'settled', this.limits.pace)
      yield* this.#endLevel(settled)
      if (this.#isLeft) return
    }
  }

  /** What members are told of the space, and of what is asked. */
  #told(): { news: unknown; sizes: Int32Array; findsStuck: boolean } {
    const { sizes } = this.#space
    const findsStuck = this.#observer.onStuck !== null
    return { news: this.#news(), sizes: sizes.slice(), findsStuck }
  }

  #give(order: (part: number) => Order): void {
    for (let part = 0; part < this.#team.size; part++) this.#team.give(part, order(part))
  }

  /**
   * Expands the states that others know too little of, and tells of those that are stuck.
   *
   * @returns for how many ids there has to be room by now, if that is more than before
   */
  *#lookAt(expanded: readonly Expanded[]): Generator<void, Int32Array | null, void> {
    const events = inOrder(
      expanded.map((each) => each.events),
      this.#order,
    )
    const { pace } = this.limits
    const before = this.generated
    let late = 0
    let laidOutFor: Int32Array | null = null
    for (const { kind, state, due } of events) {
      if (pace.isDue()) yield
      this.#current.set(state)
      if (kind === 'missed') {
        const out = this.#out
        out.clear()
        this.#space.successors(this.#current, out, due)
        late += out.count
        if (out.progress === 0) this.#stuck()
        laidOutFor = this.#widen() ?? laidOutFor
        const packed = new Int32Array(this.#layout.words)
        pack(this.#layout, state, packed, 0)
        this.#dealer.addAll(packed, 0, out)
      } else this.#stuck()
      if (!this.#isSettled) continue
      this.generated =
        before +
        (yield* countUpTo(state, {
          level: this.#trail.last,
          layout: this.#layout,
          space: this.#space,
          pace,
        }))
      return null
    }
    this.generated = before + late + expanded.reduce((sum, each) => sum + each.generated, 0)
    return laidOutFor
  }

  #stuck(): void {
    this.#observer.onStuck?.(this.#current, this.depth, -1)
    this.#isSettled = this.#observer.isDone
  }

  *#endLevel(settled: readonly Settled[]): Generator<void, void, void> {
    const { words } = this.#layout
    const chunks = settled.flatMap(({ fresh: { parcels, table } }) => {
      const names = namesOf(table, this.#foundBy)
      return parcels.map((parcel) => chunkOf(parcel, names))
    })
    this.#bytes = settled.reduce((sum, { bytes }) => sum + bytes, 0)
    const merging = new Merging(chunks, words, this.#foundBy)
    const writer = new RunWriter(words, this.#make)
    const rows = new Int32Array((1 << 10) * (words + 1))
    const after = new Unpacker(this.#layout, this.#space.width)
    const { pace } = this.limits
    for (let count = merging.read(rows); count > 0; count = merging.read(rows)) {
      this.#judge({ rows, count }, writer, after)
      if (this.#isLeft) break
      if (pace.isDue()) yield
    }
    const level = writer.finish()
    this.#trail.add(level)
    this.#levelSize = level.size
    if (this.#isLeft) return
    this.#observer.onLevel(this.depth)
    if (level.size > 0) this.depth += 1
  }

  #judge({ rows, count }: Rows, writer: RunWriter, after: Unpacker): void {
    const observer = this.#observer
    const { maxStates } = this.limits
    const { words } = this.#layout
    const stride = words + 1
    for (let at = 0; at < count * stride; at += stride) {
      if (this.distinct >= maxStates) return this.end('states')
      writer.add(rows, at)
      const index = this.distinct
      this.distinct += 1
      const touched = this.#foundBy.touched(rows[at + words] as number)
      if ((touched & observer.interest) === 0) continue
      after.read(rows, at)
      observer.onState(after.ids, this.depth, index, touched)
      this.#isSettled = observer.isDone
      if (this.#isSettled) return
    }
  }

  /** Moves what is here to a roomier layout if some component has outgrown its field. */
  #widen(): Int32Array | null {
    const { sizes, width, revision } = this.#space
    if (this.#revision === revision) return null
    this.#revision = revision
    if (fitsAll(this.#layout, sizes)) return null
    const from = this.#layout
    const to = layoutInOrder(this.#order, sizes, this.#wordBits)
    const move =
      (make: MakePages) =>
      (run: SortedRun): SortedRun =>
        moveRun(run, from, to, { width, make })
    this.#trail.move(move(this.#make))
    this.#dealer.changeLayout(
      to,
      width,
      move(() => new ArrayPages()),
    )
    this.#layout = to
    return sizes.slice()
  }
}
