import { Astray } from '../audit/astray.ts'
import type { Observer } from '../explore/observer.ts'
import { PassingOn } from '../explore/passing-on.ts'
import { anyBit } from '../explore/state-space.ts'
import { provesDivergence } from '../semantics/divergence.ts'
import type { GlobalState, Mail } from '../semantics/global-state.ts'
import { ModelError } from '../value/model-error.ts'
import { coverings } from './covering.ts'
import type { Tables } from './tables.ts'

/** The proof that a search would never end: a run whose last steps can be taken again and again. */
export interface Divergence {
  /** The states of the run, from an initial one on. */
  readonly run: readonly Int32Array[]
  /** The index of the state from which on the steps can be repeated. */
  readonly loopsTo: number
  /** What each round leaves in flight besides what was there. */
  readonly growth: readonly Mail[]
}

/** What the watch needs to know of the search. */
export interface Watched {
  readonly distinct: number
  readonly history: {
    /** The states of the run that found a state, or null once that is forgotten. */
    readonly runTo: (index: number) => Iterable<Int32Array> | null
  }
}

interface WatchOptions {
  readonly mostAfter?: number
  readonly proves?: typeof provesDivergence
}

/** Runs are looked at as long as they have no more steps together, and one more for so many states. */
const firstSteps = 1 << 14
const statesForAStep = 16
/** Of one run so many pairs of states are looked at closely, */
const mostProofs = 8
/** if there are no more steps between them, and no more messages in flight. */
const longestLoop = 200
const mostMail = 200

/** A space in which equal messages may pile up. */
export interface PilingSpace {
  readonly tables: Tables
  told(run: readonly Int32Array[]): Iterable<GlobalState>
}

/**
 * Watches a search for messages that pile up without end, on behalf of another observer. When some
 * message is for the first time in flight 2, 4, 8, … times (or so many in its queue), the run that leads
 * there is searched for a loop.
 */
export class DivergenceWatch extends PassingOn {
  /** What was found, or null. */
  found: Divergence | null = null
  /** How many states there were when it was found. */
  #foundAt = 0
  readonly #space: PilingSpace
  readonly #tables: Tables
  #search: Watched | null = null
  /** The mailboxes in which something piles up, until a state has them. */
  readonly #piles = new Set<number>()
  /** Every bit while there are such mailboxes: a new state may have one. Asked for each state. */
  #wants = 0
  /** The steps of the runs that were looked at. */
  #steps = 0
  readonly #mostAfter: number
  readonly #proves: typeof provesDivergence

  /**
   * @param options.mostAfter how many more states may be found once there is known to be no end of them
   * @param options.proves is asked about each loop
   */
  constructor(space: PilingSpace, inner: Observer, options: WatchOptions = {}) {
    super(inner)
    this.#mostAfter = options.mostAfter ?? Infinity
    this.#proves = options.proves ?? provesDivergence
    this.#space = space
    this.#tables = space.tables
    this.#tables.boxes.onPile = (mailbox) => {
      if (this.found !== null) return
      this.#piles.add(mailbox)
      this.#wants = anyBit
    }
  }

  /** The search that it watches. */
  attach(search: Watched): void {
    this.#search = search
  }

  get interest(): number {
    return this.inner.interest | this.#wants
  }

  override get isDone(): boolean {
    return super.isDone || this.isExhausted
  }

  /** Whether as many states were found as may be, once there was known to be no end of them. */
  get isExhausted(): boolean {
    const found = this.found === null ? 0 : (this.#search?.distinct ?? 0) - this.#foundAt
    return found > this.#mostAfter
  }

  override onState(state: Int32Array, depth: number, index: number, touched: number): void {
    if (this.#wants !== 0) this.#look(state, depth, index)
    super.onState(state, depth, index, touched)
  }

  override onLevel(depth: number): void {
    // What no state had by now is out of the bound.
    this.#forgetPiles()
    super.onLevel(depth)
  }

  #look(state: Int32Array, depth: number, index: number): void {
    const { cells } = this.#tables
    let hasPile = false
    for (let node = 0; node < cells.length; node++) {
      const mailbox = cells[node]?.mailboxes.data[state[node] as number] ?? 0
      if (this.#piles.delete(mailbox)) hasPile = true
    }
    if (this.#piles.size === 0) this.#wants = 0
    if (!hasPile || this.#search === null) return
    if (this.#steps + depth > firstSteps + this.#search.distinct / statesForAStep) return
    this.#steps += depth
    const run = this.#search.history.runTo(index)
    if (run === null) return
    this.found = this.#divergenceOf([...run])
    if (this.found === null) return
    this.#foundAt = this.#search.distinct
    this.#forgetPiles()
  }

  #forgetPiles(): void {
    this.#piles.clear()
    this.#wants = 0
  }

  #divergenceOf(run: readonly Int32Array[]): Divergence | null {
    let proofs = 0
    let told: readonly GlobalState[] | null = null
    for (const { from, to } of coverings(this.#tables, run)) {
      if (to - from > longestLoop) continue
      if (proofs++ === mostProofs || this.#mailOf(run[to] as Int32Array) > mostMail) return null
      told ??= this.#told(run)
      if (told.length <= to) return null
      const growth = this.#prove(told.slice(from, to + 1))
      if (growth !== null) return { run: run.slice(0, to + 1), loopsTo: from, growth }
    }
    return null
  }

  /** How many messages are in flight. */
  #mailOf(state: Int32Array): number {
    const { cells, boxes } = this.#tables
    const mailboxes = cells.map((own, node) => own.mailboxes.at(state[node] as number))
    return mailboxes.reduce((sum, mailbox) => sum + boxes.get(mailbox).length, 0)
  }

  /** The run on plain objects; it is short where it goes astray, which the search is about to find out. */
  #told(run: readonly Int32Array[]): readonly GlobalState[] {
    const told: GlobalState[] = []
    try {
      for (const state of this.#space.told(run)) told.push(state)
    } catch (error) {
      if (!(error instanceof ModelError) && !(error instanceof Astray)) throw error
    }
    return told
  }

  #prove(loop: readonly GlobalState[]): readonly Mail[] | null {
    try {
      return this.#proves(this.#tables.world, loop)
    } catch (error) {
      // A mistake in the model, which the search is about to meet.
      if (error instanceof ModelError) return null
      throw error
    }
  }
}
