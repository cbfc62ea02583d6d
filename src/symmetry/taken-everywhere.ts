import type { Taken } from '../compile/stale-node.ts'
import { localOf } from '../compile/staleness.ts'
import type { Tables } from '../compile/tables.ts'
import type { Pace } from '../pace/pace.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'
import type { Swap } from './swap.ts'

/** The messages that were taken out of flight for one node. */
class TakenOf implements Taken {
  readonly locals = new IntList()
  readonly envelopes = new IntList()
  readonly known = new PairMap()
}

/**
 * The messages that are taken out of flight anywhere in the whole system: those that were taken out of the
 * states that stand for orbits, and what becomes of each when nodes change places, and in whose state.
 */
export class TakenEverywhere {
  /** By node; null where nothing is taken out. */
  readonly nodes: readonly (TakenOf | null)[]
  readonly #tables: Tables
  /** What was taken out is followed under these. */
  readonly swaps: readonly Swap[]
  /** By node, how much of what was taken out is known here. */
  readonly #read: number[]

  /** @param swaps make up all ways for nodes to change places */
  constructor(tables: Tables, swaps: readonly Swap[]) {
    this.#tables = tables
    this.swaps = [...swaps]
    this.nodes = tables.staleness.map((own) => (own === null ? null : new TakenOf()))
    this.#read = this.nodes.map(() => 0)
  }

  get tables(): readonly Sized[] {
    return this.nodes.flatMap((own) => (own === null ? [] : [own.locals, own.envelopes, own.known]))
  }

  /**
   * Takes in what was taken out since the last time.
   *
   * @throws Halt when the pace ends it; it may be gone on with
   */
  async update(pace: Pace): Promise<void> {
    for (const [node, own] of this.#tables.staleness.entries()) {
      if (own === null) continue
      const { locals, envelopes } = own
      for (let at = this.#read[node] as number; at < locals.length; at++) {
        if (pace.isDue()) await pace.turn()
        this.#addAll(node, locals.data[at] as number, envelopes.data[at] as number)
        this.#read[node] = at + 1
      }
    }
  }

  #addAll(...first: readonly [node: number, local: number, envelope: number]): void {
    const open = [first]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [node, local, envelope] = next
      if (!this.#add(node, local, envelope)) continue
      for (const swap of this.swaps) {
        const state = swap.value(local >> 1)
        open.push([swap.node(node), localOf(local % 2 === 1, state), swap.envelope(envelope)])
      }
    }
  }

  /** @returns whether it is new */
  #add(node: number, local: number, envelope: number): boolean {
    const own = this.nodes[node] ?? null
    if (own === null || own.known.get(local, envelope) >= 0) return false
    own.known.add(local, envelope, 0)
    own.locals.push(local)
    own.envelopes.push(envelope)
    return true
  }
}
