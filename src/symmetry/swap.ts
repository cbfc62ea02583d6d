import type { Cells } from '../compile/cells.ts'
import type { ObserverMemo } from '../compile/observer-memo.ts'
import type { Tables } from '../compile/tables.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { standingsAfter } from './alike.ts'
import { swapNames } from './swap-names.ts'

/** Swaps by their two nodes, or two values, by number as points, which may come in either order. */
export type SwapOf = (first: number, second: number) => Swap

/**
 * Two nodes that change places, or two values: what that makes of whatever has an id, worked out once for each.
 * What it makes of that in turn is what was there before.
 */
export class Swap {
  readonly first: number
  readonly second: number
  readonly names: readonly [string, string]
  /** The key of the system's `nodes` that both nodes come from; null for values. */
  readonly group: string | null
  readonly #tables: Tables
  /** For each of the cuts that stand, by index, what they become; first for each cut alone. */
  readonly #cuts: readonly number[]
  /** By id what becomes of it; -1 where nobody has asked yet. */
  readonly #values = new IntList()
  readonly #envelopes = new IntList()
  readonly #mailboxes = new IntList()
  readonly #environments = new IntList()
  /** For each node of its cells. */
  readonly #cells: readonly IntList[]
  /** For each observer of what it knows. */
  readonly #observed: readonly IntList[]

  /**
   * @param points two of these, by number: nodes, or values, which come behind the nodes
   * @param names theirs
   */
  constructor(
    tables: Tables,
    [first, second]: readonly [number, number],
    names: readonly [string, string],
  ) {
    const { nodes, faults } = tables.system
    this.#tables = tables
    this.first = first
    this.second = second
    this.names = names
    this.group = nodes[first]?.group ?? null
    this.#cuts =
      this.group === null
        ? [...faults.standings.keys()]
        : standingsAfter(tables.system, first, second)
    this.#cells = nodes.map(() => new IntList())
    this.#observed = tables.system.observers.map(() => new IntList())
    // An empty mailbox stays empty.
    this.#mailboxes.push(0)
  }

  /** What is remembered. */
  get tables(): readonly Sized[] {
    const all = [this.#values, this.#envelopes, this.#mailboxes, this.#environments]
    return [...all, ...this.#cells, ...this.#observed]
  }

  /** The node, or value, that one becomes. Nodes become nodes. */
  node(index: number): number {
    if (index === this.first) return this.second
    return index === this.second ? this.first : index
  }

  /** What becomes of a plain value. */
  data(value: unknown): unknown {
    return swapNames(value, ...this.names)
  }

  value(id: number): number {
    const known = this.#values.at(id)
    if (known >= 0) return known
    const { values } = this.#tables
    const before = values.get(id)
    const after = this.data(before)
    return note(this.#values, id, after === before ? id : values.intern(after))
  }

  envelope(id: number): number {
    const known = this.#envelopes.at(id)
    if (known >= 0) return known
    const { envelopes } = this.#tables
    const from = this.node(envelopes.from.data[id] as number)
    const to = this.node(envelopes.to.data[id] as number)
    const message = this.value(envelopes.valueOf(id))
    return note(this.#envelopes, id, envelopes.internId(from, to, message, envelopes.isOnce(id)))
  }

  /** The cell that a cell of a node becomes, of the node that it becomes. */
  cell(node: number, id: number): number {
    const own = this.#cells[node] as IntList
    const known = own.at(id)
    if (known >= 0) return known
    const { cells } = this.#tables
    const { isUp, state, timers, mailbox } = (cells[node] as Cells).get(id)
    const other = this.node(node)
    const content = [isUp, this.value(state), timers, this.#mailbox(mailbox)] as const
    const image = (cells[other] as Cells).intern(...content)
    own.put(id, image, -1)
    ;(this.#cells[other] as IntList).put(image, id, -1)
    return image
  }

  environment(id: number): number {
    const known = this.#environments.at(id)
    if (known >= 0) return known
    const { environments } = this.#tables
    const environment = environments.all[id]
    if (environment === undefined || environment.cut < 0) return note(this.#environments, id, id)
    const cut = this.cut(environment.cut)
    return note(this.#environments, id, environments.intern({ ...environment, cut }))
  }

  /** Whether several cuts may stand at the same time. */
  get hasManyCuts(): boolean {
    return this.#tables.system.faults.cutsAtOnce > 1
  }

  /** The cut, or the cuts that stand, that one becomes. */
  cut(index: number): number {
    return this.#cuts[index] as number
  }

  /** What an observer knows, by its id, when the nodes change places in it. */
  observed(observer: number, id: number): number {
    const own = this.#observed[observer] as IntList
    const known = own.at(id)
    if (known >= 0) return known
    const memo = this.#tables.observation?.memos[observer] as ObserverMemo
    return note(own, id, memo.idOf(this.value(memo.states.data[id] as number)))
  }

  /** Makes them change places in a state, or in one of several behind one another, which begins there. */
  apply(states: Int32Array, start = 0, width = states.length): void {
    const { first, second } = this
    const nodes = this.#cells.length
    if (first < nodes) {
      const moved = this.cell(first, states[start + first] as number)
      states[start + first] = this.cell(second, states[start + second] as number)
      states[start + second] = moved
    }
    for (let node = 0; node < nodes; node++) {
      if (node === first || node === second) continue
      states[start + node] = this.cell(node, states[start + node] as number)
    }
    const environment = start + nodes
    states[environment] = this.environment(states[environment] as number)
    for (let at = environment + 1; at < start + width; at++) {
      states[at] = this.observed(at - environment - 1, states[at] as number)
    }
  }

  /** Whether a state is the same when they change places; or one of several, which begins there. */
  fixes(states: Int32Array, start = 0, width = states.length): boolean {
    const nodes = this.#cells.length
    for (let node = 0; node < nodes; node++) {
      const image = this.cell(node, states[start + node] as number)
      if (image !== states[start + this.node(node)]) return false
    }
    for (let at = nodes + 1; at < width; at++) {
      const known = states[start + at] as number
      if (this.observed(at - nodes - 1, known) !== known) return false
    }
    const id = states[start + nodes] as number
    return this.environment(id) === id
  }

  #mailbox(id: number): number {
    const known = this.#mailboxes.at(id)
    if (known >= 0) return known
    const { boxes } = this.#tables
    let image = 0
    for (const envelope of boxes.get(id)) image = boxes.add(image, this.envelope(envelope))
    return note(this.#mailboxes, id, image)
  }
}

/** Two nodes, or values, that change places in two states alike, one behind the other. */
export class PairSwap {
  readonly swap: Swap

  constructor(swap: Swap) {
    this.swap = swap
  }

  apply(pair: Int32Array): void {
    const half = pair.length / 2
    this.swap.apply(pair, 0, half)
    this.swap.apply(pair, half, half)
  }

  fixes(pair: Int32Array): boolean {
    const half = pair.length / 2
    return this.swap.fixes(pair, 0, half) && this.swap.fixes(pair, half, half)
  }
}

/** Notes that two ids become one another. @returns the second */
const note = (table: IntList, id: number, image: number): number => {
  table.put(id, image, -1)
  table.put(image, id, -1)
  return image
}
