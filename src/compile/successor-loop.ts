import { everyLink, traitsOn } from '../model/network-plan.ts'
import { allDue, dueAfter, dueBit, recordHeader, type Successors } from '../explore/state-space.ts'
import type { IntList } from '../store/int-list.ts'
import type { Surroundings } from './awaited.ts'
import { writeSplitsAndHeals } from './cut-steps.ts'
import { headWords, type Cells } from './cells.ts'
import {
  budgetIn,
  Head,
  isHaltOff,
  Kind,
  kindIn,
  onceBit,
  outcomeHeader,
  senderOf,
} from './outcome-words.ts'
import type { LoopTables } from './loop-tables.ts'

/** Writes the successors of a global state, from the tables, in integers only. */
export class SuccessorLoop {
  readonly #tables: LoopTables
  readonly #pool: IntList
  /** For each node what is known of the outcomes of its cells. */
  readonly #heads: readonly IntList[]
  readonly #nodes: number
  readonly #isPatient: boolean
  readonly #pendsAlways: boolean
  readonly #drops: boolean
  readonly #hasCuts: boolean
  readonly #skipsLoops: boolean
  readonly #removesStale: boolean
  /** The cut (+ 1; 0 for none) of the state at hand. */
  #cut = 0
  #state: Int32Array = new Int32Array(0)
  /** Whether timers may fire in it. */
  #mayTimeOut = true
  readonly #around: Surroundings

  constructor(tables: LoopTables) {
    const { system } = tables
    this.#tables = tables
    this.#pool = tables.pool.words
    this.#heads = tables.cells.map(({ heads }) => heads)
    this.#nodes = tables.nodes
    this.#isPatient = system.timers === 'patient'
    this.#pendsAlways = everyLink(system.network, 'awaitsIgnored')
    this.#removesStale = tables.staleness.some((own) => own !== null)
    this.#drops = system.faults.acrossCut === 'dropped'
    this.#hasCuts = system.faults.cuts.length > 0
    // Where a cut or patience may rule an outcome out, each has to be looked at.
    this.#skipsLoops = tables.isUnguarded
    const { environments } = tables
    this.#around = {
      isBlocked: (from, to) => this.#cut > 0 && tables.isBlocked(this.#cut, from, to),
      mayTimeOut: () => this.#mayTimeOut,
      may: (budget) => environments.may(this.#state[this.#nodes] as number, budget),
    }
  }

  run(state: Int32Array, out: Successors, due: number): void {
    out.ready = this.#tables.pool.ready
    const { environments } = this.#tables
    const environment = state[this.#nodes] as number
    const cut = environments.cuts.data[environment] as number
    this.#cut = cut
    this.#state = state
    this.#mayTimeOut = !this.#isPatient
    if (this.#isPatient) this.#mayTimeOut = !this.#isPending(state, cut)
    const skipsLoops = this.#skipsLoops && !out.keepsLoops
    const nodes = this.#nodes
    const heads = this.#heads
    const isPatient = this.#isPatient
    out.spans.reserve(2 * nodes)
    const spans = out.spans.data
    let spansEnd = 0
    /** Steps that change nothing, or that are ready, or not due. */
    let counted = 0
    for (let node = 0; node < nodes; node++) {
      const cell = state[node] as number
      const head = cell * headWords
      const isDue = isPatient || (due & dueBit(node)) !== 0
      const whole = skipsLoops ? ((heads[node] as IntList).data[head + Head.whole] as number) : -1
      if (whole >= 0 && !isDue) {
        counted += whole
        continue
      }
      let start = (heads[node] as IntList).data[head] as number
      if (start < 0) start = this.#settle(node, cell, start)
      const { data } = heads[node] as IntList
      const from = data[head + Head.readyFrom] as number
      const to = data[head + Head.readyTo] as number
      counted += to - from
      if (isDue && from < to) {
        spans[spansEnd] = from
        spans[spansEnd + 1] = to
        spansEnd += 2
      }
      let left = data[head + Head.count] as number
      if (skipsLoops) {
        counted += left - (data[head + Head.moves] as number)
        left = data[head + Head.moves] as number
      }
      if (left === 0) continue
      if (whole >= 0) this.#all(node, start, left, out)
      else this.#others(node, start, isDue ? left : -left, out)
    }
    out.spans.length = spansEnd
    out.count += counted
    out.progress += counted
    this.#besides(state, cut, out)
  }

  /** What cells do not tell. */
  #besides(state: Int32Array, cut: number, out: Successors): void {
    // Of stale messages nobody knows any more whether some are in flight.
    if (out.asksSteps) out.hasIgnored = this.#removesStale || this.#isIgnoring(state)
    if (this.#hasCuts) writeSplitsAndHeals(this.#tables, state, out)
    this.#tables.ticks?.write(state, cut, out)
  }

  /** Whether some node can be delivered a message that it ignores, which was left out. */
  #isIgnoring(state: Int32Array): boolean {
    const { data } = this.#tables.pool.ignored
    for (let node = 0; node < this.#nodes; node++) {
      const head = (state[node] as number) * headWords
      const at = (this.#heads[node] as IntList).data[head + Head.ignored] as number
      if (at < 0) continue
      const end = at + 1 + (data[at] as number)
      for (let each = at + 1; each < end; each++) {
        if (!this.#tables.isBlocked(this.#cut, data[each] as number, node)) return true
      }
    }
    return false
  }

  /** Writes the records of outcomes none of which has to be looked at. */
  #all(node: number, start: number, count: number, out: Successors): void {
    const environment = this.#state[this.#nodes] as number
    let at = start
    for (let left = count; left > 0; left--) {
      this.#emit(node, at, environment, out)
      at += outcomeHeader + 2 * (this.#pool.data[at + 5] as number)
    }
    out.progress += count
  }

  /**
   * Writes the records of outcomes that are not ready.
   *
   * @param count how many there are; negative where those are only counted that are no faults and send nothing once
   */
  #others(node: number, start: number, count: number, out: Successors): void {
    const { environments } = this.#tables
    const environment = this.#state[this.#nodes] as number
    const { data } = this.#pool
    let at = start
    for (let left = Math.abs(count); left > 0; left--) {
      const word = data[at] as number
      const kind = kindIn(word)
      const sender = data[at + 1] as number
      const isFault = kind >= Kind.lose
      const spent = budgetIn(kind, sender, environments.columns)
      if (environments.may(environment, spent) && !this.#isOff(kind, sender, node)) {
        if (!isFault) out.progress += 1
        // Only what a record leads to may be numbered: the rest goes by what else is known.
        if (isFault || count > 0 || word >= onceBit)
          this.#emit(node, at, environments.after(environment, spent), out)
        else out.count += 1
      }
      at += outcomeHeader + 2 * (data[at + 5] as number)
    }
  }

  /** Whether an outcome of the pool cannot happen now: cut off, or too early for a patient timer. */
  #isOff(kind: number, sender: number, node: number): boolean {
    if (kind === Kind.deliver || kind === Kind.duplicate || kind === Kind.say) {
      return this.#cut > 0 && this.#tables.isBlocked(this.#cut, senderOf(sender), node)
    }
    if (kind === Kind.crash && sender >= 0) {
      const { columns } = this.#tables.environments
      const isBlocked = (from: number): boolean => this.#around.isBlocked(from, node)
      return isHaltOff(sender, columns, isBlocked, this.#mayTimeOut)
    }
    return kind === Kind.timeout && !this.#mayTimeOut
  }

  /** Writes the record of one outcome. */
  #emit(node: number, at: number, environment: number, out: Successors): void {
    const pool = this.#pool.data
    const sends = pool[at + 5] as number
    const { records } = out
    records.reserve(recordHeader + 4 + 2 * sends)
    const { data, length } = records
    data[length] = pool[at + 2] as number
    data[length + 1] = pool[at + 3] as number
    // What spends a budget may keep others from it.
    let due = environment === this.#state[this.#nodes] ? dueAfter(node) : allDue
    data[length + recordHeader] = node
    data[length + recordHeader + 1] = pool[at + 4] as number
    let count = 1
    const end = at + outcomeHeader + 2 * sends
    for (let send = at + outcomeHeader; send < end; send += 2) {
      const receiver = pool[send] as number
      if (this.#drops && this.#tables.isDropped(this.#cut, node, receiver)) continue
      count = this.#send(receiver, pool[send + 1] as number, length, count, data)
      due |= dueBit(receiver)
    }
    if (environment !== this.#state[this.#nodes]) {
      data[length + recordHeader + 2 * count] = this.#nodes
      data[length + recordHeader + 2 * count + 1] = environment
      count += 1
    }
    data[length + 2] = count
    data[length + 3] = due
    records.length = length + recordHeader + 2 * count
    out.count += 1
  }

  /** Adds a message to its receiver's cell, which the record may have changed. @returns the count */
  #send(
    receiver: number,
    envelope: number,
    start: number,
    count: number,
    data: Int32Array,
  ): number {
    const cells = this.#tables.cells[receiver] as Pick<Cells, 'accept'>
    const end = start + recordHeader + 2 * count
    for (let change = start + recordHeader; change < end; change += 2) {
      if (data[change] !== receiver) continue
      data[change + 1] = cells.accept(data[change + 1] as number, envelope)
      return count
    }
    data[end] = receiver
    data[end + 1] = cells.accept(this.#state[receiver] as number, envelope)
    return count + 1
  }

  /**
   * Sees to it that all that is enabled for a cell in the state at hand is among its outcomes.
   *
   * @param head what the cell's head says of where they begin: below 0
   * @returns where they begin
   */
  #settle(node: number, cell: number, head: number): number {
    const { pool } = this.#tables
    const isSettled = head !== -1 && !pool.awaited.isOver(head, node, this.#around)
    const now = isSettled ? head : this.#tables.workOut(node, cell, this.#around)
    return pool.awaited.start(now)
  }

  /** Whether some delivery that patient timers wait for is enabled. */
  #isPending(state: Int32Array, cut: number): boolean {
    for (let node = 0; node < this.#nodes; node++) {
      const cell = state[node] as number
      const head = cell * headWords
      const own = this.#heads[node] as IntList
      let at = own.data[head] as number
      if (at < 0) at = this.#settle(node, cell, at)
      const { data } = this.#pool
      const count = own.data[head + Head.count] as number
      for (let left = count; left > 0; left--) {
        const sender = data[at + 1] as number
        const isDelivery = kindIn(data[at] as number) === Kind.deliver
        const isPossible = isDelivery && !this.#tables.isBlocked(cut, senderOf(sender), node)
        if (
          isPossible &&
          (sender >= 0 || this.#pends(senderOf(sender), node) || this.#adds(node, at))
        )
          return true
        at += outcomeHeader + 2 * (data[at + 5] as number)
      }
    }
    return false
  }

  /** Whether patient timers wait for what a node sends to another, with an effect or without. */
  #pends(from: number, to: number): boolean {
    return this.#pendsAlways || traitsOn(this.#tables.system.network, from, to).awaitsIgnored
  }

  /** Whether an outcome puts something in flight that is not there already. */
  #adds(node: number, at: number): boolean {
    const { data } = this.#pool
    const end = at + outcomeHeader + 2 * (data[at + 5] as number)
    for (let send = at + outcomeHeader; send < end; send += 2) {
      const receiver = data[send] as number
      if (this.#drops && this.#tables.isDropped(this.#cut, node, receiver)) continue
      const cell = (receiver === node ? data[at + 4] : this.#state[receiver]) as number
      const cells = this.#tables.cells[receiver] as Pick<Cells, 'accept'>
      if (cells.accept(cell, data[send + 1] as number) !== cell) return true
    }
    return false
  }
}
