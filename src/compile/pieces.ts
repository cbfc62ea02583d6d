import type { Environment, Mail, NodeState } from '../semantics/global-state.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Cells } from './cells.ts'
import type { StepMemo } from './step-memo.ts'
import type { Tables } from './tables.ts'

/** What the ids of single components stand for, for those who do not want a whole state: by component and id. */
export interface Pieces {
  /** A node without the mail to it. */
  node(node: number, id: number): NodeState
  /** A number of the same: equal numbers, equal nodes. */
  numberOf(node: number, id: number): number
  /** The messages in flight to a node, by their numbers; on queues the older ones of a sender come first. */
  mailTo(node: number, id: number): readonly number[]
  /** A message by its number. */
  mail(number: number): Mail
  environment(id: number): Environment
  observed(observer: number, id: number): unknown
}

/** Reads the tables of a system. */
export class TablePieces implements Pieces {
  readonly #tables: Tables
  readonly #stateOf: (node: number, value: number) => unknown
  /** By node the numbers of what its cells are without mail. */
  readonly #numbers: readonly PairMap[]

  /** @param stateOf a value as the state of a node, or of an observer: these come after the nodes */
  constructor(tables: Tables, stateOf: (node: number, value: number) => unknown) {
    this.#tables = tables
    this.#stateOf = stateOf
    this.#numbers = tables.cells.map(() => new PairMap())
  }

  node(node: number, id: number): NodeState {
    const { cells, memos } = this.#tables
    const { isUp, state, timers } = (cells[node] as Cells).get(id)
    const { clocks } = memos[node] as StepMemo
    return { up: isUp, state: this.#stateOf(node, state), ...clocks.decode(timers) }
  }

  numberOf(node: number, id: number): number {
    const numbers = this.#numbers[node] as PairMap
    const { isUp, state, timers } = (this.#tables.cells[node] as Cells).get(id)
    const status = state * 2 + (isUp ? 1 : 0)
    const known = numbers.get(status, timers)
    if (known >= 0) return known
    numbers.add(status, timers, numbers.size)
    return numbers.size - 1
  }

  mailTo(node: number, id: number): readonly number[] {
    const { cells, boxes } = this.#tables
    return boxes.get((cells[node] as Cells).mailboxes.data[id] as number)
  }

  mail(number: number): Mail {
    const { envelopes, system } = this.#tables
    const age = envelopes.ages.data[number] as number
    return {
      from: envelopes.from.data[number] as number,
      to: envelopes.to.data[number] as number,
      message: envelopes.message(number),
      ...(system.time === null ? {} : { age }),
    }
  }

  environment(id: number): Environment {
    return this.#tables.environments.plain(id)
  }

  observed(observer: number, id: number): unknown {
    const { nodes, observation } = this.#tables
    const value = observation?.memos[observer]?.states.data[id] as number
    return this.#stateOf(nodes + observer, value)
  }
}
