import { Frontier } from '../store/frontier.ts'
import { fitsAll, pack, planLayout, unpack, type Layout } from '../store/layout.ts'
import { StateSet } from '../store/state-set.ts'
import { Ancestry } from './ancestry.ts'
import { Graph, outside } from './graph.ts'
import type { Limits, Stop } from './limits.ts'
import { initialTouch, type Observer } from './observer.ts'
import { allDue, recordHeader, Successors, type StateSpace } from './state-space.ts'
import { batchSize, SuccessorBatch } from './successor-batch.ts'

/** Ancestry is kept while it takes no more bytes: most runs need no second search. */
const fewBytes = 1 << 28

/**
 * Breadth-first search of a state space: one object is one run of it. States are visited in the
 * order of their discovery, so that whatever is found first is found at the end of a shortest run.
 */
export class Search {
  /** Initial states plus every successor produced, duplicates and self-loops included. */
  generated = 0
  /** Steps (and initial states) that led outside the bound. */
  cut = 0
  /** States on the longest of the shortest paths so far; an initial state counts as 1. */
  depth = 0
  /** How many of the first states are initial. */
  readonly initial: number
  /** Why the search ended before everything was seen, or null. */
  stop: Stop | null = null
  /** From where each state was found; null once forgotten. */
  ancestry: Ancestry | null = new Ancestry()
  /** All steps; only if they are kept. */
  readonly graph: Graph | null
  frontier: Frontier

  readonly #space: StateSpace
  readonly #observer: Observer
  readonly #limits: Limits
  readonly #mostBytes: number
  readonly #leastWords: number
  #layout: Layout
  #states: StateSet
  #finalSize: number | null = null
  readonly #out = new Successors()
  readonly #ids: Int32Array
  readonly #after: Int32Array
  /** The packed words of the state that is being expanded, and where it stands in the order. */
  #words: Int32Array
  #index = 0
  /** The space's revision that the layout was checked against. */
  #revision = -1
  /** The successors that wait to be inserted. */
  readonly #batch: SuccessorBatch
  /** Whether the observer wants no more: it is asked whenever it was told something. */
  #isSettled = false
  /** The index at which the level that is being expanded ends. */
  #levelEnd = 0

  /**
   * @param keeps what is kept besides the states, to rebuild runs: the parents as long as they are
   *   few, all parents, or also all steps
   * @param leastWords the words of a packed state are at least so many
   */
  constructor(
    space: StateSpace,
    observer: Observer,
    limits: Limits,
    keeps: 'few parents' | 'parents' | 'graph' = 'few parents',
    leastWords = 2,
  ) {
    this.#space = space
    this.#observer = observer
    this.#limits = limits
    this.#ids = new Int32Array(space.width)
    this.#after = new Int32Array(space.width)
    const initial = space.initial()
    this.#leastWords = leastWords
    this.#layout = planLayout(space.sizes, leastWords)
    this.#words = new Int32Array(this.#layout.words)
    this.#batch = new SuccessorBatch(this.#layout)
    this.graph = keeps === 'graph' ? new Graph() : null
    this.#out.keepsLoops = this.graph !== null
    this.#states = new StateSet(this.#layout, undefined, this.graph !== null)
    this.#mostBytes = keeps === 'few parents' ? fewBytes : Infinity
    this.frontier = new Frontier(this.#layout, this.graph !== null)
    for (const state of initial) this.#addInitial(state)
    this.#flush()
    this.#levelEnd = this.frontier.pushed
    this.initial = this.frontier.pushed
    if (this.#levelEnd > 0) this.depth = 1
  }

  /** Distinct states so far. */
  get distinct(): number {
    return this.#finalSize ?? this.#states.size
  }

  /** Bytes of the state set and the queue. */
  get bytes(): number {
    const kept = (this.ancestry?.bytes ?? 0) + (this.graph?.bytes ?? 0)
    return this.#states.bytes + this.frontier.bytes + kept
  }

  /** Whether there is nothing left to do. */
  get isOver(): boolean {
    return this.frontier.length === 0 || this.stop !== null || this.#observer.isDone
  }

  /** The state that is being expanded: scratch. */
  get current(): Int32Array {
    return this.#ids
  }

  /** Gives the memory of the states back. Only the counts are left. */
  release(): void {
    this.#finalSize = this.#states.size
    this.#states = new StateSet(this.#layout)
    this.frontier = new Frontier(this.#layout)
    this.ancestry = null
  }

  /** Ends the search for a reason. */
  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** Searches on until everything is seen, a limit is met, or `steps` more states are expanded. */
  run(steps: number): void {
    for (let left = steps; left > 0; left--) {
      if (this.frontier.length === 0 || this.stop !== null || this.#isSettled) return
      this.#expandNext()
      if (this.frontier.taken === this.#levelEnd) this.#endLevel()
    }
  }

  #expandNext(): void {
    this.#index = this.frontier.taken
    const due = this.frontier.take(this.#words)
    unpack(this.#layout, this.#words, 0, this.#ids)
    const out = this.#out
    out.clear()
    const { onStep, admits } = this.#observer
    // Who looks at steps wants all of them; and out of the bound no other order is explored.
    const wantsAll = this.graph !== null || onStep !== null || admits !== null
    if (wantsAll && this.ancestry !== null) this.ancestry.allDueUntil = this.#index + 1
    this.#space.successors(this.#ids, out, wantsAll ? allDue : due)
    if (out.progress === 0) this.#tellStuck()
    if (this.#revision !== this.#space.revision) this.#widen()
    if (this.stop !== null) return
    this.generated += out.count
    this.#collect(out)
  }

  #collect(out: Successors): void {
    const batch = this.#batch
    const { onStep, admits } = this.#observer
    if (batch.states.count + out.count > batchSize) this.#makeRoom(out.count)
    const isWatched = onStep !== null || admits !== null
    const isPlain = this.#layout.words === 2 && this.graph === null && !isWatched
    if (!isPlain) out.gather()
    const { data, length } = out.records
    let ordinal = -1
    for (let at = 0; at < length; at += recordHeader + 2 * (data[at + 2] as number)) {
      ordinal += 1
      const hasChanged = batch.apply(this.#words, data, at)
      if (!hasChanged && this.graph === null) continue
      const label = data[at] as number
      const touched = data[at + 1] as number
      if (hasChanged && isWatched && !this.#admit(touched)) this.#leaveBound(label)
      else batch.keep(this.#index, ordinal, label, touched, data[at + 3] as number)
    }
    if (isPlain) batch.addReady(this.#words, this.#index, ordinal + 1, out)
  }

  /** Makes room for more successors than the batch can take. */
  #makeRoom(count: number): void {
    this.#flush()
    this.#batch.enlarge(count)
  }

  #tellStuck(): void {
    this.#observer.onStuck?.(this.#ids, this.depth, this.#index)
    this.#isSettled = this.#observer.isDone
  }

  /** Moves everything to a roomier layout if some component has outgrown its field. */
  #widen(): void {
    const { sizes, width } = this.#space
    this.#revision = this.#space.revision
    if (fitsAll(this.#layout, sizes)) return
    this.#flush()
    const layout = planLayout(sizes, this.#leastWords)
    if (!this.#limits.mayGrow(this.bytes)) {
      this.end('memory')
      return
    }
    this.#states.rebuild(0, layout, width)
    this.frontier.rebuild(layout, width)
    this.#layout = layout
    this.#words = new Int32Array(layout.words)
    this.#batch.changeLayout(layout)
    pack(layout, this.#ids, this.#words, 0)
  }

  #endLevel(): void {
    this.#flush()
    this.#observer.onLevel(this.depth)
    if (this.frontier.pushed > this.#levelEnd) this.depth += 1
    this.#levelEnd = this.frontier.pushed
  }

  /** Whether the step just applied is within the bound; tells the observer of it if so. */
  #admit(touched: number): boolean {
    const { admits, onStep } = this.#observer
    const { packed, count } = this.#batch.states
    unpack(this.#layout, packed, count * this.#layout.words, this.#after)
    if (admits !== null && !admits.call(this.#observer, this.#after, touched)) {
      this.cut += 1
      return false
    }
    if (onStep !== null) {
      onStep.call(this.#observer, this.#ids, this.#after, this.depth, this.#index)
      this.#isSettled = this.#observer.isDone
    }
    return true
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
    const { states, sources, labels, touched, due } = this.#batch
    if (!this.#states.hasRoomFor(states.count)) this.#grow(states.count)
    if (this.stop !== null) states.count = 0
    this.#states.addAll(states, this.#limits.maxStates)
    if (states.isCutOff) this.end('states')
    this.graph?.addBatch(states, sources, labels)
    const { words } = this.#layout
    const { added, addedCount, packed } = states
    const first = this.frontier.pushed
    this.frontier.pushAll(states, due)
    this.ancestry?.addAll(this.#batch)
    for (let index = 0; index < addedCount; index++) {
      const at = added[index] as number
      const bits = touched[at] as number
      if (sources[at] === -1) this.#addRoot(at)
      if (bits !== initialTouch && (bits & this.#observer.interest) === 0) continue
      unpack(this.#layout, packed, at * words, this.#after)
      this.#observer.onState(this.#after, this.depth, first + index, bits)
    }
    states.count = 0
    this.#isSettled = this.#observer.isDone
    const isMuch = this.ancestry !== null && this.ancestry.bytes > this.#mostBytes
    if (isMuch) this.#forgetAncestry()
  }

  #addRoot(at: number): void {
    unpack(this.#layout, this.#batch.states.packed, at * this.#layout.words, this.#after)
    this.ancestry?.addInitial(this.#after)
  }

  /** The states of the run that found a state, from an initial one on; null once forgotten. */
  runTo(index: number): readonly Int32Array[] | null {
    return this.ancestry?.runTo(index, this.#space, this.graph !== null) ?? null
  }

  /** Ancestry costs memory; runs to what is found later are found by searching once more. */
  #forgetAncestry(): void {
    this.#observer.onForget()
    this.ancestry = null
  }

  /** Keeps that a step out of the bound is enabled, after all that come before it. */
  #leaveBound(label: number): void {
    if (this.graph === null) return
    this.#flush()
    this.graph.add(this.#index, outside, label)
  }

  /** Grows the state set, if there is memory for it: for a moment both are there. */
  #grow(count: number): void {
    if (!this.#limits.mayGrow(this.#states.bytesGrown)) this.end('memory')
    else this.#states.rebuild(count)
  }
}
