import { Frontier } from '../store/frontier.ts'
import { fitsAll, pack, planLayout, unpack, type Layout } from '../store/layout.ts'
import { StateSet } from '../store/state-set.ts'
import { History, type Keeps } from './history.ts'
import type { SlicedExplorer } from './explorer.ts'
import type { Handed, Stored } from './handed.ts'
import { isToRest, isWideFrom, type Limits, type Stop } from './limits.ts'
import { initialTouch, type Observer } from './observer.ts'
import { allDue, recordHeader, Successors, type StateSpace } from './state-space.ts'
import { batchSize, SuccessorBatch } from './successor-batch.ts'

/**
 * Breadth-first search of a state space: one object is one run of it. States are visited in the
 * order of their discovery, so that whatever is found first is found at the end of a shortest run.
 */
export class Search implements SlicedExplorer {
  generated = 0
  cut = 0
  depth = 0
  initial = 0
  stop: Stop | null = null
  readonly history: History
  frontier: Frontier
  readonly #space: StateSpace
  readonly #observer: Observer
  readonly limits: Limits
  readonly #keepsSteps: boolean
  readonly #leastWords: number
  #layout: Layout
  #states: StateSet
  #finalSize: number | null = null
  readonly #out = new Successors()
  readonly #ids: Int32Array
  readonly #after: Int32Array
  /** The state that is being expanded, packed, and where it stands in the order. */
  #words: Int32Array
  #index = 0
  /** The space's revision that the layout was checked against. */
  #revision = -1
  /** The successors that wait to be inserted. */
  readonly #batch: SuccessorBatch
  /** Whether the observer wants no more: it is asked whenever it was told something. */
  #isSettled = false
  /** Whether the history has become much, and it is time to {@link forget}: the search waits for it. */
  isToForget = false
  isListing = true
  /** Whether the search is to go on in levels. */
  isWide = false
  /** The initial states to come. */
  readonly #listing: Iterator<Int32Array>
  #levelEnd = 0

  /** @param leastWords the words of a packed state are at least so many */
  constructor(
    space: StateSpace,
    observer: Observer,
    limits: Limits,
    keeps: Keeps = 'few parents',
    leastWords = 2,
  ) {
    this.#space = space
    this.#observer = observer
    this.limits = limits
    this.#ids = new Int32Array(space.width)
    this.#after = new Int32Array(space.width)
    this.#leastWords = leastWords
    this.#layout = planLayout(space.sizes, leastWords)
    this.#words = new Int32Array(this.#layout.words)
    this.#batch = new SuccessorBatch(this.#layout)
    this.history = new History(space, keeps)
    this.#keepsSteps = keeps === 'graph'
    this.#out.keepsLoops = this.#keepsSteps
    this.#states = new StateSet(this.#layout, undefined, this.#keepsSteps)
    this.frontier = new Frontier(this.#layout, this.#keepsSteps)
    this.#listing = space.initial()[Symbol.iterator]()
  }

  get distinct(): number {
    return this.#finalSize ?? this.#states.size
  }

  get queued(): number {
    return this.frontier.length
  }

  get bytes(): number {
    return this.#states.bytes + this.frontier.bytes + this.history.bytes
  }

  get isOver(): boolean {
    return this.isAtEnd || this.stop !== null || this.#observer.isDone
  }

  get isAtEnd(): boolean {
    return !this.isListing && this.frontier.length === 0 && this.stop === null
  }

  get current(): Int32Array | null {
    return this.isListing ? null : this.#ids
  }

  /**
   * Gives memory back when the search has ended: that of the set of states, and that of the states
   * themselves unless they are still to be read. Counts are left, and how states were found.
   */
  release(keepsStates = false): void {
    this.#finalSize ??= this.#states.size
    this.#states = new StateSet(this.#layout)
    if (!keepsStates) this.frontier = new Frontier(this.#layout)
  }

  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  run(): void {
    const { pace } = this.limits
    while (this.isListing && this.stop === null && !this.#isSettled) {
      if (pace.isDue()) return
      this.#listNext()
    }
    while (this.frontier.length > 0 && this.stop === null && !this.#isSettled) {
      if (pace.isDue() || this.isToForget) return
      this.#expandNext()
      if (this.frontier.taken === this.#levelEnd && this.#endLevel()) return
    }
  }

  /** Forgets how states were found: runs to later ones are found by searching once more. */
  async forget(): Promise<void> {
    await this.#observer.onForget()
    this.history.ancestry = null
    this.isToForget = false
  }

  #listNext(): void {
    const next = this.#listing.next()
    if (this.#revision !== this.#space.revision) this.#widen()
    if (next.done !== true) return this.#addInitial(next.value)
    this.#flush()
    this.isListing = false
    this.#levelEnd = this.frontier.pushed
  }

  #expandNext(): void {
    this.#index = this.frontier.taken
    const due = this.frontier.take(this.#words)
    unpack(this.#layout, this.#words, 0, this.#ids)
    const out = this.#out
    out.clear(this.#observer.onStep !== null)
    const wantsAll = this.#wantsAll
    if (wantsAll) this.history.allDueUntil(this.#index + 1)
    this.#space.successors(this.#ids, out, wantsAll ? allDue : due)
    if (out.progress === 0) {
      this.#observer.onStuck?.(this.#ids, this.depth, this.#index)
      this.#isSettled = this.#observer.isDone
    }
    if (this.#revision !== this.#space.revision) this.#widen()
    if (this.stop !== null) return
    if (out.hasIgnored) this.#judge(this.#ids)
    this.generated += out.count
    this.#collect(out)
  }

  #collect(out: Successors): void {
    const batch = this.#batch
    const { onStep, admits } = this.#observer
    if (batch.states.count + out.count > batchSize) {
      this.#flush()
      batch.enlarge(out.count)
    }
    const isWatched = onStep !== null || admits !== null
    const isPlain = this.#layout.words === 2 && !this.#keepsSteps && !isWatched
    if (!isPlain) out.gather()
    const { data, length } = out.records
    let ordinal = -1
    for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] as number)) {
      ordinal += 1
      const hasChanged = batch.apply(this.#words, data, at) || out.isTurn(ordinal, this.#ids)
      if (!hasChanged && !this.#keepsSteps) continue
      const label = data[at] as number
      const touched = data[at + 1] as number
      if (hasChanged && isWatched && !this.#admit(touched, out, ordinal)) this.#leaveBound(label)
      else batch.keep(this.#index, ordinal, label, touched, data[at + 3] as number)
    }
    if (isPlain) batch.addReady(this.#words, this.#index, ordinal + 1, out)
  }

  /** Moves everything to a roomier layout if some component has outgrown its field. */
  #widen(): void {
    const { sizes, width } = this.#space
    this.#revision = this.#space.revision
    if (fitsAll(this.#layout, sizes)) return
    this.#flush()
    const layout = planLayout(sizes, this.#leastWords)
    this.limits.pace.claim(this.bytes)
    this.#states.rebuild(0, layout, width)
    this.frontier.rebuild(layout, width)
    this.#layout = layout
    this.#words = new Int32Array(layout.words)
    this.#batch.changeLayout(layout)
    pack(layout, this.#ids, this.#words, 0)
  }

  /** @returns whether the search is to go on otherwise, or later */
  #endLevel(): boolean {
    this.#flush()
    this.#observer.onLevel(this.depth)
    if (this.frontier.pushed > this.#levelEnd) this.depth += 1
    this.#levelEnd = this.frontier.pushed
    const isLarge = isWideFrom(this.limits, this.distinct, this.frontier.length)
    const isPlain = this.history.keeps === 'few parents' && !this.#wantsAll
    this.isWide = isLarge && isPlain && this.history.ancestry !== null && !this.isToForget
    return this.isWide || isToRest(this.limits, this.distinct)
  }

  /** Who looks at steps wants all of them; and out of the bound no other order is explored. */
  get #wantsAll(): boolean {
    const { onStep, admits } = this.#observer
    return this.#keepsSteps || onStep !== null || admits !== null
  }

  /** The states that were found, and how they are packed. */
  get stored(): Stored {
    return { states: this.#states, layout: this.#layout }
  }

  handOver(): Handed {
    const { distinct, generated, depth, initial, limits, history, frontier, stored } = this
    this.release(true)
    const counts = { distinct, generated, depth, initial, limits, history }
    return { space: this.#space, observer: this.#observer, ...counts, ...stored, frontier }
  }

  /** Whether the step just applied is within the bound; tells the observer of it if so. */
  #admit(touched: number, out: Successors, ordinal: number): boolean {
    const { admits, onStep } = this.#observer
    this.#batch.unpackLast(this.#after)
    if (admits !== null && !admits.call(this.#observer, this.#after, touched)) {
      this.cut += 1
      return false
    }
    out.takePlain(ordinal, this.#after)
    if (onStep !== null) this.#judge(this.#after)
    return true
  }

  /** Tells the observer of a step from the state at hand. */
  #judge(after: Int32Array): void {
    this.#observer.onStep?.(this.#ids, after, this.depth, this.#index)
    this.#isSettled = this.#observer.isDone
  }

  #addInitial(state: Int32Array): void {
    this.generated += 1
    if (this.#observer.admits?.(state, initialTouch) === false) {
      this.cut += 1
      return
    }
    const { states } = this.#batch
    if (states.count === batchSize) this.#flush()
    pack(this.#layout, state, states.packed, states.count * this.#layout.words)
    this.#batch.keep(-1, 0, 0, initialTouch, allDue)
  }

  /** Inserts the batch; what is new joins the queue and is reported. */
  #flush(): void {
    const { states, touched, due } = this.#batch
    this.#states.makeRoom(states.count, (bytes) => this.limits.pace.claim(bytes))
    this.#states.addAll(states, this.limits.maxStates)
    if (states.isCutOff) this.end('states')
    this.history.addBatch(this.#batch)
    const { words } = this.#layout
    const { added, addedCount, packed } = states
    const first = this.frontier.pushed
    this.frontier.pushAll(states, due)
    for (let index = 0; index < addedCount; index++) {
      const at = added[index] as number
      const bits = touched[at] as number
      if (bits !== initialTouch && (bits & this.#observer.interest) === 0) continue
      unpack(this.#layout, packed, at * words, this.#after)
      if (bits === initialTouch) this.history.ancestry?.addInitial(this.#after)
      this.#observer.onState(this.#after, this.depth, first + index, bits)
    }
    if (this.isListing) {
      this.initial = this.frontier.pushed
      this.depth = Math.min(1, this.initial)
    }
    states.count = 0
    this.#isSettled = this.#observer.isDone
    this.isToForget = this.history.isMuch
  }

  /** Keeps that a step out of the bound is enabled, after all that come before it. */
  #leaveBound(label: number): void {
    if (!this.#keepsSteps) return
    this.#flush()
    this.history.leavesBound(this.#index, label)
  }
}
