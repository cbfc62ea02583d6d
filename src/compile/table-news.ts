import { IntList } from '../store/int-list.ts'
import { headWords } from './cells.ts'
import type { Counted } from './environments.ts'
import type { LoopTables } from './loop-tables.ts'
import type { Tables } from './tables.ts'

/** What tables have that they had not when they were asked last, as plain data. */
export interface TableNews {
  /** What never changes. */
  readonly ground: Pick<LoopTables, 'nodes' | 'system' | 'isUnguarded' | 'staleness'> & {
    readonly blocked: Uint8Array
  }
  /** What was appended to the pool's lists. */
  readonly words: Int32Array
  readonly ready: Int32Array
  readonly ignored: Int32Array
  readonly awaited: Int32Array
  /** Of each node the cells whose outcomes were worked out: cell, then its head. */
  readonly heads: readonly Int32Array[]
  /** Of each node what became known of its cells: see `Cells`. */
  readonly accepted: readonly Int32Array[]
  readonly cleared: readonly Int32Array[]
  readonly environments: readonly Counted[]
}

/** Tells copies of some tables what is new in them. */
export class TableTeller {
  readonly #tables: Tables
  #words = 0
  #ready = 0
  #ignored = 0
  #awaited = 0
  #environments = 0

  constructor(tables: Tables) {
    this.#tables = tables
    const workedOut = new IntList()
    tables.cells.forEach((own, node) => {
      own.tellCopies()
      for (let cell = 0; cell < own.size; cell++) {
        if (own.heads.data[cell * headWords] === -1) continue
        workedOut.push(node)
        workedOut.push(cell)
      }
    })
    tables.newlyWorkedOut = workedOut
  }

  news(): TableNews {
    const { pool, cells, environments, nodes, isUnguarded, blocked, system } = this.#tables
    const { timers, budgets, network, faults } = system
    const words = pool.words.data.slice(this.#words, pool.words.length)
    const ready = pool.ready.data.slice(this.#ready, pool.ready.length)
    const ignored = pool.ignored.data.slice(this.#ignored, pool.ignored.length)
    const { entries } = pool.awaited
    const awaited = entries.data.slice(this.#awaited, entries.length)
    const environmentsNow = environments.all.slice(this.#environments)
    this.#words = pool.words.length
    this.#ready = pool.ready.length
    this.#ignored = pool.ignored.length
    this.#awaited = entries.length
    this.#environments = environments.all.length
    return {
      ground: {
        nodes,
        isUnguarded,
        staleness: this.#tables.staleness.map((own) => own && true),
        blocked,
        system: {
          timers,
          budgets: { length: budgets.length },
          network: { kinds: network.kinds, of: network.of },
          faults: {
            acrossCut: faults.acrossCut,
            heals: faults.heals,
            cutsAtOnce: faults.cutsAtOnce,
            standings: faults.cutsAtOnce > 1 ? faults.standings : [],
            downAtOnce: faults.downAtOnce,
            traitors: faults.traitors,
            midStep: faults.midStep,
            cuts: { length: faults.cuts.length },
          },
        },
      },
      words,
      ready,
      ignored,
      awaited,
      heads: this.#heads(),
      accepted: cells.map(({ newlyAccepted }) => taken(newlyAccepted)),
      cleared: cells.map(({ newlyCleared }) => taken(newlyCleared)),
      environments: environmentsNow,
    }
  }

  /** Each cell once, with its head as it is now. */
  #heads(): readonly Int32Array[] {
    const { cells, newlyWorkedOut, nodes } = this.#tables
    const byNode = Array.from({ length: nodes }, () => new Set<number>())
    const pairs = newlyWorkedOut === null ? new Int32Array(0) : taken(newlyWorkedOut)
    for (let at = 0; at < pairs.length; at += 2) {
      byNode[pairs[at] as number]?.add(pairs[at + 1] as number)
    }
    return cells.map(({ heads }, node) => {
      const own = [...(byNode[node] ?? [])]
      const words = own.flatMap((cell) => [
        cell,
        ...heads.data.subarray(cell * headWords, (cell + 1) * headWords),
      ])
      return Int32Array.from(words)
    })
  }
}

/** All of a list, which is empty then. */
const taken = (list: IntList): Int32Array => {
  const all = list.data.slice(0, list.length)
  list.length = 0
  return all
}
