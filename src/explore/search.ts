import { Frontier } from '../store/frontier.ts'
import { IntList } from '../store/int-list.ts'
import { fits, pack, planLayout, unpack, type Layout } from '../store/layout.ts'
import { Found, newBatch, StateSet, type Batch } from '../store/state-set.ts'
import { Graph, outside } from './graph.ts'
import type { Limits, Stop } from './limits.ts'
import type { Observer } from './observer.ts'
import { anyBit, recordHeader, Successors, type StateSpace } from './state-space.ts'

/** Parents are kept while they and the queue take so many bytes: most runs need no second search. */
const fewBytes = 1 << 28

/** Initial states touch everything: they are always reported. */
const initialTouch = -1

/** How many successors are collected before they are inserted together. */
const batchSize = 1024

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
  /** The index of the state from which each was found, -1 for initial ones; null once forgotten. */
  parents: IntList | null
  /** All steps; only if they are kept. */
  readonly graph: Graph | null
  frontier: Frontier

  readonly #space: StateSpace
  readonly #observer: Observer
  readonly #limits: Limits
  readonly #mostBytes: number
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
  readonly #batch: Batch
  readonly #touched = new Int32Array(batchSize)
  readonly #sources = new Int32Array(batchSize)
  readonly #labels = new Int32Array(batchSize)
  /** The index at which the level that is being expanded ends. */
  #levelEnd = 0

  /**
   * @param keeps what is kept besides the states, to rebuild runs: the parents as long as they are
   *   few, all parents, or also all steps
   */
  constructor(
    space: StateSpace,
    observer: Observer,
    limits: Limits,
    keeps: 'few parents' | 'parents' | 'graph' = 'few parents',
  ) {
    this.#space = space
    this.#observer = observer
    this.#limits = limits
    this.#ids = new Int32Array(space.width)
    this.#after = new Int32Array(space.width)
    const initial = space.initial()
    this.#layout = planLayout(space.sizes)
    this.#words = new Int32Array(this.#layout.words)
    this.#batch = newBatch(batchSize, this.#layout.words)
    this.graph = keeps === 'graph' ? new Graph() : null
    this.#out.keepsLoops = this.graph !== null
    this.#states = new StateSet(this.#layout, undefined, this.graph !== null)
    this.#mostBytes = keeps === 'few parents' ? fewBytes : Infinity
    this.frontier = new Frontier(this.#layout, true)
    this.parents = new IntList()
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
    const kept = (this.parents?.bytes ?? 0) + (this.graph?.bytes ?? 0)
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
    this.parents = null
  }

  /** Ends the search for a reason. */
  end(kind: Stop['kind']): void {
    this.stop ??= { kind }
  }

  /** Searches on until everything is seen, a limit is met, or `steps` more states are expanded. */
  run(steps: number): void {
    for (let left = steps; left > 0 && !this.isOver; left--) {
      this.#expandNext()
      if (this.frontier.taken === this.#levelEnd) this.#endLevel()
    }
  }

  #expandNext(): void {
    this.#index = this.frontier.taken
    this.frontier.take(this.#words)
    unpack(this.#layout, this.#words, 0, this.#ids)
    const out = this.#out
    out.clear()
    this.#space.successors(this.#ids, out)
    if (out.progress === 0) this.#observer.onStuck?.(this.#ids, this.depth, this.#index)
    if (this.#revision !== this.#space.revision) this.#widen()
    if (this.stop !== null) return
    this.generated += out.count
    this.#collect(out.records.data, 0, out.records.length)
    const { spans, ready } = out
    for (let span = 0; span < spans.length; span += 2) {
      this.#collect(ready.data, spans.data[span] as number, spans.data[span + 1] as number)
    }
  }

  /** The inner loop: applies each record to the packed state and queues the result for insertion. */
  #collect(data: Int32Array, from: number, to: number): void {
    const { words, word, shift, field } = this.#layout
    const parent = this.#words
    const batch = this.#batch
    const { packed } = batch
    const isWatched = this.#observer.onStep !== null || this.#observer.admits !== null
    for (let at = from; at < to;) {
      if (this.#batch.count === batchSize) this.#flush()
      const label = data[at] as number
      const touched = data[at + 1] as number
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      const offset = this.#batch.count * words
      for (let index = 0; index < words; index++) packed[offset + index] = parent[index] as number
      let changed = 0
      for (at += recordHeader; at < end; at += 2) {
        const component = data[at] as number
        const place = offset + (word[component] as number)
        const old = packed[place] as number
        const bits = (data[at + 1] as number) << (shift[component] as number)
        const next = (old & ~(field[component] as number)) | bits
        changed |= old ^ next
        packed[place] = next
      }
      if (changed === 0 && this.graph === null) continue
      if (changed !== 0 && isWatched && !this.#admit(offset, touched)) {
        this.#labels[this.#batch.count] = label
        this.#leaveBound()
        continue
      }
      this.#labels[this.#batch.count] = label
      this.#touched[this.#batch.count] = touched | anyBit
      this.#sources[this.#batch.count] = this.#index
      this.#batch.count += 1
    }
  }

  /** Moves everything to a roomier layout if some component has outgrown its field. */
  #widen(): void {
    const { sizes, width } = this.#space
    this.#revision = this.#space.revision
    if (sizes.every((size, component) => fits(this.#layout, component, size - 1))) return
    this.#flush()
    const layout = planLayout(sizes)
    if (!this.#limits.mayGrow(this.bytes)) {
      this.end('memory')
      return
    }
    this.#states.rebuild(batchSize, layout, width)
    this.frontier.rebuild(layout, width)
    this.#layout = layout
    this.#words = new Int32Array(layout.words)
    this.#batch.packed = new Int32Array(batchSize * layout.words)
    pack(layout, this.#ids, this.#words, 0)
  }

  #endLevel(): void {
    this.#flush()
    this.#observer.onLevel(this.depth)
    if (this.frontier.pushed > this.#levelEnd) this.depth += 1
    this.#levelEnd = this.frontier.pushed
  }

  /** Whether a step is within the bound; tells the observer of it if so. */
  #admit(offset: number, touched: number): boolean {
    const { admits, onStep } = this.#observer
    unpack(this.#layout, this.#batch.packed, offset, this.#after)
    if (admits !== null && !admits.call(this.#observer, this.#after, touched)) {
      this.cut += 1
      return false
    }
    onStep?.call(this.#observer, this.#ids, this.#after, this.depth, this.#index)
    return true
  }

  #addInitial(state: Int32Array): void {
    this.generated += 1
    if (this.#observer.admits?.(state, initialTouch) === false) {
      this.cut += 1
      return
    }
    if (this.#batch.count === batchSize) this.#flush()
    pack(this.#layout, state, this.#batch.packed, this.#batch.count * this.#layout.words)
    this.#touched[this.#batch.count] = initialTouch
    this.#sources[this.#batch.count] = -1
    this.#batch.count += 1
  }

  /** Inserts the batch; what is new joins the queue and is reported. */
  #flush(): void {
    const states = this.#states
    if (!states.hasRoomFor(batchSize)) this.#grow()
    if (this.stop !== null) this.#batch.count = 0
    states.addAll(this.#batch, this.#limits.maxStates)
    this.graph?.addBatch(this.#batch, this.#sources, this.#labels)
    const { words } = this.#layout
    const { found, packed, count } = this.#batch
    const { frontier, parents } = this
    for (let index = 0; index < count; index++) {
      if (found[index] === Found.known) continue
      if (found[index] === Found.beyondLimit) {
        this.end('states')
        continue
      }
      const place = frontier.pushed
      frontier.push(packed, index * words)
      parents?.push(this.#sources[index] as number)
      const touched = this.#touched[index] as number
      if (touched !== initialTouch && (touched & this.#observer.interest) === 0) continue
      unpack(this.#layout, packed, index * words, this.#after)
      this.#observer.onState(this.#after, this.depth, place)
    }
    this.#batch.count = 0
    if (this.parents !== null && this.#keptBytes() > this.#mostBytes) this.#forgetParents()
  }

  #keptBytes(): number {
    return this.frontier.pushed * (this.#layout.words + 1) * 4
  }

  /** Parents cost memory; runs to what is found later are found by searching once more. */
  #forgetParents(): void {
    this.#observer.onForget()
    this.parents = null
    this.frontier.forget()
  }

  /** Keeps that a step out of the bound is enabled, after all that come before it. */
  #leaveBound(): void {
    if (this.graph === null) return
    const label = this.#labels[this.#batch.count] as number
    this.#flush()
    this.graph.add(this.#index, outside, label)
  }

  /** Grows the state set, if there is memory for it: for a moment both are there. */
  #grow(): void {
    if (!this.#limits.mayGrow(this.#states.bytesGrown)) this.end('memory')
    else this.#states.rebuild(batchSize)
  }
}
