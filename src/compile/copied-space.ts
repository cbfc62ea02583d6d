import type { Successors } from '../explore/state-space.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import { PairTable } from '../store/pair-table.ts'
import { Awaited } from './awaited.ts'
import { headWords } from './cells.ts'
import { Environments } from './environments.ts'
import type { LoopTables } from './loop-tables.ts'
import { SuccessorLoop } from './successor-loop.ts'
import type { TableNews } from './table-news.ts'

/** Thrown where the copy does not know what user code would have to be asked for. */
class Missed extends Error {}

const missed = new Missed('not known to this copy')

const miss = (): never => {
  throw missed
}

/** A node's cells, as far as they were told of. */
class CopiedCells {
  readonly heads = new IntList()
  readonly #accepted = new PairTable()
  readonly #cleared = new PairMap()

  hear(heads: Int32Array, accepted: Int32Array, cleared: Int32Array): void {
    for (let at = 0; at < heads.length; at += headWords + 1) {
      const cell = heads[at] as number
      for (let word = 0; word < headWords; word++) {
        this.heads.put(cell * headWords + word, heads[at + 1 + word] as number, -1)
      }
    }
    eachThree(accepted, (envelope, cell, after) => this.#accepted.add(envelope, cell, after))
    eachThree(cleared, (cell, cut, after) => this.#cleared.add(cell, cut, after))
  }

  /** Sees to it that what is asked about a cell is not beyond the end of the list. */
  reach(size: number): void {
    if (size * headWords > this.heads.length) this.heads.put(size * headWords - 1, -1, -1)
  }

  accept(cell: number, envelope: number): number {
    const known = this.#accepted.get(envelope, cell)
    return known < 0 ? miss() : known
  }

  clear(cell: number, cut: number): number {
    const known = this.#cleared.get(cell, cut)
    return known < 0 ? miss() : known
  }
}

const eachThree = (
  list: Int32Array,
  callback: (first: number, second: number, value: number) => void,
): void => {
  for (let at = 0; at < list.length; at += 3) {
    callback(list[at] as number, list[at + 1] as number, list[at + 2] as number)
  }
}

/**
 * A copy of a compiled system's tables, in another thread: it knows what it was told, and asks no user
 * code. The loop that reads it is the same as the system's own, so whatever it says is what that would say.
 */
export class CopiedSpace {
  readonly #cells: readonly CopiedCells[]
  readonly #words = new IntList(1024)
  readonly #ready = new IntList(1024)
  readonly #ignored = new IntList(0)
  readonly #awaited: Awaited
  readonly #environments: Environments
  readonly #loop: SuccessorLoop
  /** Environments are numbered as they are told of; only then may there be new ones. */
  #isHearing = false
  /** How many ids of each component it was told of. */
  #sizes = new Int32Array(0)

  /** @param sizes how many ids each component has */
  constructor(news: TableNews, sizes: Int32Array) {
    const { nodes, blocked, system, isUnguarded, staleness } = news.ground
    this.#cells = Array.from({ length: nodes }, () => new CopiedCells())
    this.#environments = new Environments(system, () => {
      if (!this.#isHearing) miss()
    })
    this.#awaited = new Awaited(this.#environments.columns)
    const tables: LoopTables = {
      nodes,
      system,
      isUnguarded,
      staleness,
      cells: this.#cells,
      environments: this.#environments,
      pool: {
        words: this.#words,
        ready: this.#ready,
        ignored: this.#ignored,
        awaited: this.#awaited,
      },
      ticks: null,
      // Labels are for those who tell what happened.
      labels: { of: () => 0 },
      envelopes: { from: new IntList(0) },
      workOut: miss,
      isBlocked: (cut, from, to) => blocked[(cut * nodes + from) * nodes + to] === 1,
      isDropped: (cut, from, to) =>
        blocked[(cut * nodes + from) * nodes + to] === 1 && !system.faults.traitors[from],
    }
    this.#loop = new SuccessorLoop(tables)
    this.hear(news, sizes)
  }

  /** Takes over what is new. */
  hear(news: TableNews, sizes: Int32Array): void {
    append(this.#words, news.words)
    append(this.#ready, news.ready)
    append(this.#ignored, news.ignored)
    append(this.#awaited.entries, news.awaited)
    this.#cells.forEach((own, node) => {
      own.hear(
        news.heads[node] ?? new Int32Array(0),
        news.accepted[node] ?? new Int32Array(0),
        news.cleared[node] ?? new Int32Array(0),
      )
      own.reach(sizes[node] ?? 0)
    })
    this.#sizes = sizes.slice()
    this.#isHearing = true
    for (const environment of news.environments) this.#environments.intern(environment)
    this.#isHearing = false
  }

  /**
   * Writes the successors of a state, as the system's own space does.
   *
   * @returns whether all that they need is known; if not, what was written means nothing
   */
  successors(state: Int32Array, out: Successors, due: number): boolean {
    const sizes = this.#sizes
    for (let component = 0; component < sizes.length; component++) {
      if ((state[component] as number) >= (sizes[component] as number)) return false
    }
    try {
      this.#loop.run(state, out, due)
      return true
    } catch (error) {
      if (error instanceof Missed) return false
      throw error
    }
  }
}

const append = (list: IntList, more: Int32Array): void => {
  list.reserve(more.length)
  list.data.set(more, list.length)
  list.length += more.length
}
