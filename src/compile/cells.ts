import { touchedBit } from '../explore/state-space.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import { PairTable } from '../store/pair-table.ts'
import type { Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'
import type { Mailboxes } from './mailboxes.ts'
import type { Staleness } from './staleness.ts'

/** How many words say what is known of a cell's outcomes. */
export const headWords = 7

/** What one node's cell is made of. */
export interface CellContent {
  readonly isUp: boolean
  /** The id of the state's value. */
  readonly state: number
  /** The timers that are set, as a bit set. */
  readonly timers: number
  readonly mailbox: number
}

/** The cells of one node: status, state, timers and mailbox, interned as one integer. */
export class Cells {
  /** The facets of each cell, for predicates. */
  readonly states = new IntList()
  readonly ups = new IntList()
  readonly mailboxes = new IntList()
  /** For each cell what is known of its outcomes: {@link Head}. */
  readonly heads = new IntList()
  /** With time, for each cell who is to have done something before a unit passes: `OutcomePool.due`. */
  readonly dues = new IntList(0)
  readonly #timers = new IntList()
  readonly #ids = new Tuples()
  /** Scratch. */
  readonly #key = new Int32Array(3)
  readonly #accepted = new PairTable()
  readonly #cleared = new PairMap()
  /** What becomes known of `accept` and `clear`, for copies: [envelope, cell, after, …], [cell, cut, after, …]. */
  readonly newlyAccepted = new IntList(0)
  readonly newlyCleared = new IntList(0)
  /** Whether there are copies, which are to be told. */
  hasCopies = false
  readonly #boxes: Mailboxes
  readonly #staleness: Staleness | null
  readonly #onNew: (size: number) => void

  /**
   * @param staleness takes messages out that the node will never heed again; null for none
   * @param onNew is told of each growth
   */
  constructor(boxes: Mailboxes, staleness: Staleness | null, onNew: (size: number) => void) {
    this.#boxes = boxes
    this.#staleness = staleness
    this.#onNew = onNew
  }

  get size(): number {
    return this.states.length
  }

  /** All that grows with the number of cells. */
  get tables(): readonly Sized[] {
    const facets = [this.states, this.ups, this.mailboxes, this.heads, this.#timers]
    return [...facets, this.dues, this.#ids, this.#accepted, this.#cleared]
  }

  intern(isUp: boolean, state: number, timers: number, mailbox: number): number {
    const key = this.#key
    key[0] = state * 2 + (isUp ? 1 : 0)
    key[1] = timers
    key[2] = mailbox
    const id = this.#ids.intern(key)
    if (id === this.size) {
      this.states.push(state)
      this.ups.push(isUp ? 1 : 0)
      this.mailboxes.push(mailbox)
      this.#timers.push(timers)
      for (let word = 0; word < headWords; word++) this.heads.push(-1)
      this.#onNew(this.size)
    }
    return id
  }

  /** The same of a node that has come to a state: of its mailbox without what is stale there. */
  settle(isUp: boolean, state: number, timers: number, mailbox: number): number {
    const left = this.#staleness?.leftOf(isUp, state, mailbox) ?? mailbox
    return this.intern(isUp, state, timers, left)
  }

  get(cell: number): CellContent {
    return {
      isUp: this.ups.data[cell] === 1,
      state: this.states.data[cell] as number,
      timers: this.#timers.data[cell] as number,
      mailbox: this.mailboxes.data[cell] as number,
    }
  }

  /** The cell after one more message is sent to it. */
  accept(cell: number, envelope: number): number {
    const known = this.#accepted.get(envelope, cell)
    if (known >= 0) return known
    const { isUp, state, timers, mailbox: before } = this.get(cell)
    const isStale = this.#staleness?.removes(isUp, state, this.#boxes.plain(envelope)) ?? false
    const accepted = isStale
      ? cell
      : this.intern(isUp, state, timers, this.#boxes.add(before, envelope))
    this.#accepted.add(envelope, cell, accepted)
    if (this.hasCopies) pushThree(this.newlyAccepted, envelope, cell, accepted)
    return accepted
  }

  /**
   * The cell after a cut has swallowed the messages that it blocks.
   *
   * @param cut the cut's index, for the memory
   */
  clear(cell: number, cut: number, passes: (envelope: number) => boolean): number {
    const known = this.#cleared.get(cell, cut)
    if (known >= 0) return known
    const { isUp, state, timers, mailbox: before } = this.get(cell)
    const mailbox = this.#boxes.filter(before, passes)
    const cleared = this.intern(isUp, state, timers, mailbox)
    this.#cleared.add(cell, cut, cleared)
    if (this.hasCopies) pushThree(this.newlyCleared, cell, cut, cleared)
    return cleared
  }

  /** From now on copies are told what becomes known; first, what is known already. */
  tellCopies(): void {
    if (this.hasCopies) return
    this.hasCopies = true
    this.#accepted.each((envelope, cell, after) => {
      pushThree(this.newlyAccepted, envelope, cell, after)
    })
    this.#cleared.each((cell, cut, after) => {
      pushThree(this.newlyCleared, cell, cut, after)
    })
  }

  /** The bit of a node in `touched` if predicates can see a difference between two cells of it. */
  touched(node: number, before: number, after: number): number {
    const isSame =
      this.states.data[before] === this.states.data[after] &&
      this.ups.data[before] === this.ups.data[after]
    return isSame ? 0 : touchedBit(node)
  }
}

const pushThree = (list: IntList, first: number, second: number, value: number): void => {
  list.push(first)
  list.push(second)
  list.push(value)
}
