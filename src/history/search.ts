import { Tuples } from '../store/tuples.ts'
import type { Pace } from '../pace/pace.ts'
import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import type { Deadline, Item, Schedule } from './schedule.ts'

/*
 * The search of Wing and Gong (1993) with Lowe's memory (2017): an order of the operations is built from its
 * beginning, and what was tried once is not tried again. An operation takes effect as late as it may: at the
 * return of the first that cannot wait (itself, or one that needs it). So what took effect is all that has
 * returned, and a set of those that are open; with the object's state that is a configuration.
 */

/** How a search ended. */
export interface Found {
  /** An order in which the operations may have taken effect; null if there is none. */
  readonly order: readonly Operation[] | null
  /** Where there is none: how many deadlines could be met. */
  readonly met: number
  readonly configurations: number
  /** Whether it was given up at the most configurations that it may look at. */
  readonly isCutOff: boolean
}

/** One way on from a configuration: an operation takes effect. */
interface Move {
  readonly kind: number
  /** Null for one that never returns. */
  readonly item: Item | null
  readonly state: number
}

/** A configuration on the way, with what is still to be tried. */
interface Frame {
  readonly id: number
  readonly moves: readonly Move[]
  /** Whether a way begins here. */
  readonly isFirst: boolean
  tried: number
}

export interface SearchOptions {
  readonly pace: Pace
  /** Default: no end. */
  readonly mostConfigurations?: number
  /** The states that the object may have at the beginning. Default: the initial one. */
  readonly from?: readonly number[]
}

/**
 * Looks for an order of the operations that the object allows.
 *
 * @throws Halt when the pace ends it
 */
export const search = async (
  schedule: Schedule,
  behaviour: Behaviour,
  { pace, mostConfigurations = Infinity, from = [behaviour.initial] }: SearchOptions,
): Promise<Found> => {
  const run = new Search(schedule, behaviour, from)
  while (!run.isOver) {
    if (pace.isDue()) await pace.turn()
    pace.claim(run.step())
    if (run.configurations > mostConfigurations) return { ...run.found(), isCutOff: true }
  }
  return run.found()
}

/** Where in a configuration what stands: the deadline, the state, the set of open ones, then the endless. */
const [atDeadline, atState, atOpen] = [0, 1, 2]

class Search {
  readonly #schedule: Schedule
  readonly #behaviour: Behaviour
  readonly #words: number
  readonly #known = new Tuples()
  readonly #frames: Frame[] = []
  /** The configuration that is being made. */
  #now: Int32Array
  #length: number
  #met = 0
  #isDone = false
  /** The states to begin in, and how many of them were taken. */
  readonly #from: readonly number[]
  #begun = 0
  /** What took effect, in order, while a run is told. */
  #told: Operation[] | null = null

  constructor(schedule: Schedule, behaviour: Behaviour, from: readonly number[]) {
    this.#schedule = schedule
    this.#behaviour = behaviour
    this.#words = Math.ceil(schedule.slots / 32)
    const endless = schedule.endless.reduce((sum, { invoked }) => sum + invoked.length, 0)
    this.#now = new Int32Array(atOpen + this.#words + endless)
    this.#length = atOpen + this.#words
    this.#from = from
  }

  get isOver(): boolean {
    return this.#isDone || (this.#frames.length === 0 && this.#begun === this.#from.length)
  }

  get configurations(): number {
    return this.#known.size
  }

  /** Tries one move. @returns the bytes that will be taken soon */
  step(): number {
    const frame = this.#frames.at(-1)
    if (frame === undefined) {
      this.#begin(this.#from[this.#begun++] as number)
      this.#enter(true)
      return this.#known.soon
    }
    const move = frame.moves[frame.tried]
    if (move === undefined) {
      this.#frames.pop()
      return 0
    }
    frame.tried += 1
    const before = this.#known.get(frame.id)
    this.#now.set(before)
    this.#length = before.length
    this.#make(move)
    this.#enter()
    return this.#known.soon
  }

  found(): Found {
    const { configurations } = this
    return {
      order: this.#isDone ? this.#order() : null,
      met: this.#met,
      configurations,
      isCutOff: false,
    }
  }

  #begin(state: number): void {
    this.#length = atOpen + this.#words
    this.#now.fill(0)
    this.#now[atState] = state
  }

  #make({ kind, item, state }: Move): void {
    this.#now[atState] = state
    if (item === null) this.#use(kind)
    else this.#mark(item)
  }

  /** Goes from the configuration that was made to where a choice is to be made, unless that is known. */
  #enter(isFirst = false): void {
    this.#advance()
    const at = this.#now[atDeadline] as number
    this.#met = Math.max(this.#met, at)
    const { size } = this.#known
    const id = this.#known.internPart(this.#now, 0, this.#length)
    if (id < size) return
    this.#isDone = at === this.#schedule.deadlines.length
    this.#frames.push({ id, moves: this.#isDone ? [] : this.#movesAt(at), isFirst, tried: 0 })
  }

  /** Goes on to the first deadline whose operation has not taken effect. */
  #advance(): void {
    const { deadlines } = this.#schedule
    let at = this.#now[atDeadline] as number
    for (; at < deadlines.length; at++) {
      const { item, open } = deadlines[at] as Deadline
      this.#takeReads(open)
      if (!this.#isMarked(item)) break
      this.#unmark(item)
    }
    this.#now[atDeadline] = at
  }

  /** What changes nothing takes effect as soon as it can: that leaves all else possible. */
  #takeReads(open: readonly Item[]): void {
    const state = this.#now[atState] as number
    for (const item of open) {
      if (!item.isReadOnly || this.#isMarked(item)) continue
      if (this.#behaviour.next(state, item.kind).length > 0) this.#mark(item)
    }
  }

  /** The operations in the order in which they took effect on the way that was found. */
  #order(): readonly Operation[] {
    const told: Operation[] = []
    const way = this.#frames.slice(this.#frames.findLastIndex(({ isFirst }) => isFirst))
    const first = this.#known.get((way[0] as Frame).id)
    this.#begin(first[atState] as number)
    this.#told = told
    this.#advance()
    for (const { moves, tried } of way.slice(0, -1)) {
      this.#make(moves[tried - 1] as Move)
      this.#advance()
    }
    this.#told = null
    return told
  }

  /** The moves at a deadline: its operation first, then those after which it is possible. */
  #movesAt(at: number): readonly Move[] {
    const { item, open } = this.#schedule.deadlines[at] as Deadline
    const direct: Move[] = []
    const helpful: Move[] = []
    const others: Move[] = []
    const seen = new Set<number>()
    const add = (kind: number, by: Item | null): void => {
      for (const state of this.#behaviour.next(this.#now[atState] as number, kind)) {
        const move = { kind, item: by, state }
        // What never returns need not take effect where it changes nothing.
        if (by === null && state === this.#now[atState]) continue
        if (by === item) direct.push(move)
        else if (this.#behaviour.next(state, item.kind).length > 0) helpful.push(move)
        else others.push(move)
      }
    }
    for (const each of open) {
      // Of those of one class the first to return does: the others can stand in for it later.
      if (each.isReadOnly || this.#isMarked(each) || seen.has(each.kind)) continue
      seen.add(each.kind)
      add(each.kind, each)
    }
    const returned = item.operation.returned as number
    for (const { kind, invoked } of this.#schedule.endless) {
      if (seen.has(kind)) continue
      const next = invoked[this.#usedOf(kind)]
      if (next !== undefined && next < returned) add(kind, null)
    }
    return [...direct, ...helpful, ...others]
  }

  #isMarked({ slot }: Item): boolean {
    return (((this.#now[atOpen + (slot >> 5)] as number) >>> (slot & 31)) & 1) === 1
  }

  #mark({ slot, operation }: Item): void {
    this.#told?.push(operation)
    const word = atOpen + (slot >> 5)
    this.#now[word] = (this.#now[word] as number) | (1 << (slot & 31))
  }

  #unmark({ slot }: Item): void {
    const word = atOpen + (slot >> 5)
    this.#now[word] = (this.#now[word] as number) & ~(1 << (slot & 31))
  }

  /** How many endless operations of a class took effect. */
  #usedOf(kind: number): number {
    let count = 0
    for (let index = atOpen + this.#words; index < this.#length; index++) {
      if (this.#now[index] === kind) count += 1
    }
    return count
  }

  /** Notes that an endless operation took effect: their classes stand in order. */
  #use(kind: number): void {
    if (this.#told !== null) {
      const same = this.#schedule.endless.find((each) => each.kind === kind)
      const operation = same?.operations[this.#usedOf(kind)]
      if (operation !== undefined) this.#told.push(operation)
    }
    let index = this.#length++
    for (; index > atOpen + this.#words; index--) {
      const before = this.#now[index - 1] as number
      if (before <= kind) break
      this.#now[index] = before
    }
    this.#now[index] = kind
  }
}
