import { allDue, recordHeader, type Successors } from '../explore/state-space.ts'
import type { Time } from '../model/time.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import type { Cells } from './cells.ts'
import { TimedClocks } from './timed-clocks.ts'
import type { DueEvents } from './due.ts'
import { Kind } from './outcome-words.ts'
import type { Workshop } from './workshop.ts'
import type { StepMemo } from './step-memo.ts'

/** How a clock may go while a unit of true time passes: by so many of its own. */
const speeds = [1, 0, 2] as const
const evenly = [1] as const

/** What it is found in. */
interface Ground extends Pick<Workshop, 'cells' | 'memos' | 'boxes' | 'envelopes' | 'labels'> {
  readonly nodes: number
  readonly pool: { readonly due: DueEvents }
  isBlocked(cut: number, from: number, to: number): boolean
}

/** Writes the successors of a state that are there a unit later, cell by cell. */
export class Ticks {
  readonly #tables: Ground
  readonly #time: Time
  readonly #clocks: readonly TimedClocks[]
  /**
   * Of each node for each cell and speed the cell a unit later, twice, and one more if anything in it has come
   * closer; -1 if not known yet.
   */
  readonly #later: readonly IntList[]
  /** The cells a unit later, as they are put together. */
  readonly #cells: Int32Array
  readonly #older: (envelope: number) => number

  constructor(tables: Ground, time: Time) {
    this.#tables = tables
    this.#time = time
    this.#clocks = tables.memos.map(({ clocks }: StepMemo) => {
      if (clocks instanceof TimedClocks) return clocks
      throw new Error('A node has no clock: this is a bug in netsplit')
    })
    this.#later = tables.cells.map(() => new IntList(0))
    this.#cells = new Int32Array(tables.nodes)
    const { envelopes } = tables
    this.#older = (envelope) => {
      const age = envelopes.ages.data[envelope] as number
      return envelopes.ofAge(envelope, Math.min(age + 1, time.oldest))
    }
  }

  get tables(): readonly Sized[] {
    return this.#later
  }

  /** @param cut that is in place in the state, + 1; 0 for none */
  write(state: Int32Array, cut: number, out: Successors): void {
    if (this.#isDue(state, cut)) return
    // What has passed is seen to only once, however many ways the clocks may go.
    this.#goOn(state, out, { node: 0, least: 0, most: 0, moves: false })
  }

  /** Whether something must happen before a unit passes. */
  #isDue(state: Int32Array, cut: number): boolean {
    const { cells, pool } = this.#tables
    return cells.some(({ dues }, node) => {
      const isBlocked = (sender: number): boolean => this.#tables.isBlocked(cut, sender, node)
      return pool.due.isDue(dues.data[state[node] as number] as number, isBlocked)
    })
  }

  /**
   * Lets the clocks go on, from a node on.
   *
   * @param way how far behind and ahead the clocks before it are, and whether anything came closer there
   */
  #goOn(
    state: Int32Array,
    out: Successors,
    way: { node: number; least: number; most: number; moves: boolean },
  ): void {
    const { node } = way
    if (node === this.#tables.nodes) {
      this.#write(state, out, way.moves)
      return
    }
    const cell = state[node] as number
    const { timers } = (this.#tables.cells[node] as Cells).get(cell)
    const ahead = (this.#clocks[node] as TimedClocks).ahead(timers)
    for (const speed of this.#time.drifting[node] ? speeds : evenly) {
      const least = Math.min(way.least, ahead + speed - 1)
      const most = Math.max(way.most, ahead + speed - 1)
      if (most - least > this.#time.drift) continue
      const later = this.#laterOf(node, cell, speed)
      this.#cells[node] = later >>> 1
      this.#goOn(state, out, {
        node: node + 1,
        least,
        most,
        moves: way.moves || (later & 1) === 1,
      })
    }
  }

  #laterOf(node: number, cell: number, speed: number): number {
    const known = this.#later[node] as IntList
    const at = cell * speeds.length + speed
    const found = known.at(at)
    if (found >= 0) return found
    const own = this.#tables.cells[node] as Cells
    const clocks = this.#clocks[node] as TimedClocks
    const { isUp, state, timers, mailbox } = own.get(cell)
    const aged = this.#tables.boxes.aged(mailbox, this.#older)
    const next = own.intern(isUp, state, clocks.ticked(timers, speed), aged)
    const moves = aged !== mailbox || (speed > 0 && clocks.isRunning(timers))
    const later = 2 * next + (moves ? 1 : 0)
    known.put(at, later, -1)
    return later
  }

  #write(state: Int32Array, out: Successors, moves: boolean): void {
    const { labels, nodes } = this.#tables
    out.count += 1
    if (moves) out.progress += 1
    const { records } = out
    const changed = this.#cells.filter((cell, node) => cell !== state[node]).length
    records.reserve(recordHeader + 2 * Math.max(changed, 1))
    records.push(labels.of(Kind.tick, -1, 0))
    // Nothing that a predicate sees.
    records.push(0)
    records.push(Math.max(changed, 1))
    records.push(allDue)
    if (changed === 0) {
      records.push(nodes)
      records.push(state[nodes] as number)
    }
    for (let node = 0; node < nodes; node++) {
      if (this.#cells[node] === state[node]) continue
      records.push(node)
      records.push(this.#cells[node] as number)
    }
  }
}
