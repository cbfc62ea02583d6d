import { Tuples } from '../store/tuples.ts'
import type { Pace } from '../pace/pace.ts'
import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import { Configuration, stateIn } from './configuration.ts'
import { Moves, type Move } from './moves.ts'
import type { Deadline, Item, Schedule } from './schedule.ts'

/*
 * The search of Wing and Gong (1993) with Lowe's memory (2017): an order of the operations is built from its
 * beginning, and what was tried once is not tried again. An operation takes effect as late as it may: at the
 * return of the first that cannot wait (itself, or one that needs it). So what took effect is all that has
 * returned, and a set of those that are open; with the object's state that is a configuration.
 *
 * What is overwritten before anybody looks need not be tried: an operation that overwrites all, and is open when
 * another one does so, may have come just before that one. That is settled when it returns: until then it can
 * still be of use. So are reads, with what they saw: where it was overwritten, both may have come just before that.
 * Such operations are said to be covered.
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

class Search {
  readonly #schedule: Schedule
  readonly #behaviour: Behaviour
  readonly #moves: Moves
  readonly #known = new Tuples()
  readonly #frames: Frame[] = []
  /** The configuration that is being made. */
  readonly #now: Configuration
  #met = 0
  #isDone = false
  /** The states to begin in, and how many of them were taken. */
  readonly #from: readonly number[]
  #begun = 0
  /** What took effect, in order, while a run is told. */
  #told: Operation[] | null = null
  /** Where in that order the last operation is that overwrote all. */
  #overwritten = 0

  constructor(schedule: Schedule, behaviour: Behaviour, from: readonly number[]) {
    this.#schedule = schedule
    this.#behaviour = behaviour
    this.#moves = new Moves(schedule, behaviour)
    const endless = schedule.endless.reduce((sum, { invoked }) => sum + invoked.length, 0)
    this.#now = new Configuration(schedule.slots, endless)
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
      this.#now.begin(this.#from[this.#begun++] as number)
      this.#enter(true)
      return this.#known.soon
    }
    const move = frame.moves[frame.tried]
    if (move === undefined) {
      this.#frames.pop()
      return 0
    }
    frame.tried += 1
    this.#now.load(this.#known.get(frame.id))
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

  #make({ kind, item, state, isCovered }: Move): void {
    this.#now.state = state
    const deadline = this.#schedule.deadlines[this.#now.deadline] as Deadline
    const at = isCovered ? this.#overwritten : Infinity
    if (item === null) this.#use(kind, at)
    else this.#mark(item, at)
    if (!this.#behaviour.isOverwriting(kind)) return
    if (isCovered) {
      this.#overwritten += 1
      this.#coverReads(kind, deadline)
      return
    }
    this.#now.cover(deadline.called)
    if (this.#told !== null) this.#overwritten = this.#told.length - 1
  }

  /** With a covered operation come the covered reads that saw it. */
  #coverReads(kind: number, { open }: Deadline): void {
    const [seen] = this.#behaviour.next(this.#now.state, kind)
    if (seen === undefined) return
    for (const item of open) {
      if (!item.isReadOnly || !this.#now.isCovered(item.ordinal) || this.#now.isMarked(item))
        continue
      if (this.#behaviour.next(seen, item.kind).length > 0) this.#mark(item, this.#overwritten++)
    }
  }

  /** @param at where in the order that is told */
  #mark(item: Item, at: number): void {
    this.#told?.splice(at, 0, item.operation)
    this.#now.mark(item)
  }

  #use(kind: number, at: number): void {
    if (this.#told !== null) {
      const same = this.#schedule.endless.find((each) => each.kind === kind)
      const operation = same?.operations[this.#now.usedOf(kind)]
      if (operation !== undefined) this.#told.splice(at, 0, operation)
    }
    this.#now.use(kind)
  }

  /** Goes from the configuration that was made to where a choice is to be made, unless that is known. */
  #enter(isFirst = false): void {
    this.#advance()
    const at = this.#now.deadline
    this.#met = Math.max(this.#met, at)
    const { size } = this.#known
    const id = this.#known.internPart(this.#now.words, 0, this.#now.length)
    if (id < size) return
    this.#isDone = at === this.#schedule.deadlines.length
    const deadline = this.#schedule.deadlines[at]
    const moves = deadline === undefined ? [] : this.#moves.at(deadline, this.#now)
    this.#frames.push({ id, moves, isFirst, tried: 0 })
  }

  /** Goes on to the first deadline whose operation has not taken effect. */
  #advance(): void {
    const { deadlines } = this.#schedule
    let at = this.#now.deadline
    for (; at < deadlines.length; at++) {
      const { item, open } = deadlines[at] as Deadline
      this.#takeReads(open)
      this.#now.nameCovered(open, this.#schedule.endlessOrdinals)
      if (!this.#now.isMarked(item)) break
      this.#now.unmark(item)
    }
    if (at === deadlines.length) this.#now.cover(0)
    this.#now.deadline = at
  }

  /** What changes nothing takes effect as soon as it can: that leaves all else possible. */
  #takeReads(open: readonly Item[]): void {
    const { state } = this.#now
    for (const item of open) {
      if (!item.isReadOnly || this.#now.isMarked(item)) continue
      if (this.#behaviour.next(state, item.kind).length > 0) this.#mark(item, Infinity)
    }
  }

  /** The operations in the order in which they took effect on the way that was found. */
  #order(): readonly Operation[] {
    const told: Operation[] = []
    const way = this.#frames.slice(this.#frames.findLastIndex(({ isFirst }) => isFirst))
    this.#now.begin(stateIn(this.#known.get((way[0] as Frame).id)))
    this.#told = told
    this.#advance()
    for (const { moves, tried } of way.slice(0, -1)) {
      this.#make(moves[tried - 1] as Move)
      this.#advance()
    }
    this.#told = null
    return told
  }
}
