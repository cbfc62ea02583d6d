import { Tuples } from '../store/tuples.ts'
import type { Pace } from '../pace/pace.ts'
import type { Behaviour } from './behaviour.ts'
import type { Operation } from './operation.ts'
import type { Item } from './session-item.ts'
import type { SessionSchedule } from './session-schedule.ts'

/*
 * The search for an order of all operations in which those of each client stay in theirs. A configuration is how far
 * each client is and the state of each entry; what was tried once is not tried again. Reads take effect as soon as they
 * can, which leaves all else possible. What overwrites an entry and is of use to nobody takes effect, once it is next
 * of its client, just before another operation overwrites the entry: nobody can tell. What overwrites an entry that
 * nobody needs any more takes effect without an alternative where all who may see it can do so at once: the rest is
 * not concerned. And no state is left for ever while somebody still has to see it. So one register whose values all
 * differ takes no search; in general the question is NP-complete (Gibbons and Korach, Testing shared memories, 1997),
 * and in the worst case all configurations are looked at.
 */

/** How the search ended. */
export interface SequentialOrder {
  /** An order that gives the results; null if none was found. */
  readonly order: readonly Operation[] | null
  /** Whether it was given up at the most configurations that it may look at. */
  readonly isCutOff: boolean
}

/** What may come next: an operation of a client, with what may never have happened before it left out. */
interface Move {
  readonly session: number
  /** How far its client is afterwards. */
  readonly to: number
  readonly item: Item
  readonly state: number
}

/** A configuration on the way, with what is still to be tried. */
interface Frame {
  readonly id: number
  readonly moves: readonly Move[]
  /** What took effect since the configuration before it. */
  readonly taken: readonly Item[]
  tried: number
}

/**
 * Looks for an order of the operations in which those of each client stay in theirs.
 *
 * @param mostConfigurations after so many it gives up
 * @throws Halt when the pace ends it
 */
export const sequentialOrder = async (
  schedule: SessionSchedule,
  behaviour: Behaviour,
  { pace, mostConfigurations = Infinity }: { pace: Pace; mostConfigurations?: number },
): Promise<SequentialOrder> => {
  const search = new Search(schedule, behaviour)
  while (!search.isOver) {
    if (pace.isDue()) await pace.turn()
    pace.claim(search.step())
    if (search.configurations > mostConfigurations && !search.isOver)
      return { order: null, isCutOff: true }
  }
  return { order: search.order, isCutOff: false }
}

class Search {
  readonly #sessions: SessionSchedule['sessions']
  readonly #uses: SessionSchedule['uses']
  readonly #lastChances: SessionSchedule['lastChances']
  readonly #behaviour: Behaviour
  /** How far each client must come: what is left then may never have happened. */
  readonly #needed: readonly number[]
  readonly #known = new Tuples()
  readonly #frames: Frame[] = []
  /** The configuration that is being made: how far each client is, then the state of each entry. */
  readonly #now: Int32Array
  #isDone = false

  constructor({ sessions, entries, uses, lastChances }: SessionSchedule, behaviour: Behaviour) {
    this.#sessions = sessions
    this.#uses = uses
    this.#lastChances = lastChances
    this.#behaviour = behaviour
    this.#needed = sessions.map((session) => session.findLastIndex(({ isOpen }) => !isOpen) + 1)
    this.#now = new Int32Array(sessions.length + entries)
    this.#now.fill(behaviour.initial, sessions.length)
    this.#enter([])
  }

  get isOver(): boolean {
    return this.#isDone || this.#frames.length === 0
  }

  get configurations(): number {
    return this.#known.size
  }

  /** The order that was found; null if there is none. */
  get order(): readonly Operation[] | null {
    if (!this.#isDone) return null
    return this.#frames.flatMap(({ taken }) => taken.map(({ operation }) => operation))
  }

  /** Tries one move. @returns the bytes that will be taken soon */
  step(): number {
    const frame = this.#frames.at(-1) as Frame
    const move = frame.moves[frame.tried]
    if (move === undefined) {
      this.#frames.pop()
      return 0
    }
    frame.tried += 1
    this.#now.set(this.#known.get(frame.id))
    const { item, state } = move
    if (
      item.isOverwriting &&
      this.#lastChances.isNeeded(item.entry, this.#stateOf(item), this.#now)
    )
      return 0
    const taken = this.#make(move)
    if (item.isOverwriting && this.#lastChances.isInVain(item.entry, state, this.#now)) return 0
    this.#enter(taken)
    return this.#known.soon
  }

  /** The next operation of a client; undefined after its last. */
  #next(session: number): Item | undefined {
    return this.#sessions[session]?.[this.#now[session] as number]
  }

  #stateOf({ entry }: Item): number {
    return this.#now[this.#sessions.length + entry] as number
  }

  #goOn(session: number): void {
    this.#now[session] = (this.#now[session] as number) + 1
  }

  /** An operation takes effect, and just before it what it makes as if it had not been. @returns all of them */
  #make({ session, to, item, state }: Move): Item[] {
    const taken: Item[] = []
    this.#now[session] = to
    if (item.isOverwriting) {
      for (const other of this.#sessions.keys()) {
        if (other === session) continue
        for (let next = this.#next(other); next !== undefined; next = this.#next(other)) {
          if (next.entry !== item.entry || !next.isIdle) break
          taken.push(next)
          this.#goOn(other)
        }
      }
    }
    this.#now[this.#sessions.length + item.entry] = state
    return [...taken, item]
  }

  /** Goes from the configuration that was made to where a choice is to be made, unless that is known. */
  #enter(taken: Item[]): void {
    for (const session of this.#sessions.keys()) {
      for (let next = this.#next(session); next?.isReadOnly; next = this.#next(session)) {
        if (!this.#isPossible(next, this.#stateOf(next))) break
        taken.push(next)
        this.#goOn(session)
      }
    }
    const { size } = this.#known
    const id = this.#known.intern(this.#now)
    if (id < size) return
    this.#isDone = this.#needed.every((count, session) => (this.#now[session] as number) >= count)
    this.#frames.push({ id, moves: this.#isDone ? [] : this.#moves(), taken, tried: 0 })
  }

  #isPossible({ kind }: Pick<Item, 'kind'>, state: number): boolean {
    return this.#behaviour.next(state, kind).length > 0
  }

  /** First the operation that was the first to return, then those after which it is possible, then others by time. */
  #moves(): readonly Move[] {
    const moves: Move[] = []
    let first: Item | null = null
    for (const [session, items] of this.#sessions.entries()) {
      for (let at = this.#now[session] as number; at < items.length; at++) {
        const item = items[at] as Item
        const before = this.#stateOf(item)
        for (const state of this.#behaviour.next(before, item.kind)) {
          // What may never have happened need not where it changes nothing.
          if (!item.isOpen || state !== before) moves.push({ session, to: at + 1, item, state })
        }
        if (item.isOpen) continue
        if (first === null || returnOf(item) < returnOf(first)) first = item
        break
      }
    }
    const rank = ({ item, state }: Move): number => {
      if (item === first) return 0
      const isHelpful = first !== null && item.entry === first.entry && !first.isOverwriting
      return isHelpful && this.#isPossible(first as Item, state) ? 1 : 2
    }
    const alone = moves.find((move) => this.#isAlone(move))
    if (alone !== undefined) return [alone]
    return moves.toSorted((a, b) => rank(a) - rank(b) || returnOf(a.item) - returnOf(b.item))
  }

  /** Whether a move leaves all else possible: nobody needs what it overwrites, and all who may see it do so at once. */
  #isAlone({ session, to, item, state }: Move): boolean {
    if (!item.isOverwriting || to !== (this.#now[session] as number) + 1) return false
    const before = this.#uses.lastOf(item.entry, this.#stateOf(item))
    const after = this.#uses.lastOf(item.entry, state)
    if (before === null || after === null) return false
    if (before.some(({ session: by, at }) => at >= (this.#now[by] as number))) return false
    const isSeen = ({ isReadOnly, entry, ...read }: Item): boolean =>
      isReadOnly && entry === item.entry && this.#isPossible(read, state)
    return after.every(({ session: by, at }) => {
      const from = by === session ? to : (this.#now[by] as number)
      return this.#sessions[by]?.slice(from, at + 1).every(isSeen) ?? true
    })
  }
}

const returnOf = ({ operation }: Item): number => operation.returned ?? Infinity
