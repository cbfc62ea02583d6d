import type { System } from '../model/system.ts'
import type { Successors } from '../explore/state-space.ts'
import type { IntList } from '../store/int-list.ts'
import type { Awaited, Surroundings } from './awaited.ts'
import type { Cells } from './cells.ts'
import type { Environments } from './environments.ts'

/** The tables that the loop reads; what they do not have yet they find out, or refuse by throwing. */
export interface LoopTables {
  readonly nodes: number
  readonly system: LoopSystem
  readonly isUnguarded: boolean
  /** For each node what takes stale messages out; null where nothing does. */
  readonly staleness: readonly unknown[]
  readonly pool: {
    readonly words: IntList
    readonly ready: IntList
    readonly ignored: IntList
    readonly awaited: Pick<Awaited, 'isOver' | 'start'>
  }
  readonly cells: readonly Pick<Cells, 'heads' | 'accept' | 'clear'>[]
  readonly environments: Pick<Environments, 'all' | 'cuts' | 'after' | 'may' | 'intern' | 'columns'>
  /** Writes what a passing unit leads to; null where there is no time. */
  readonly ticks: { write(state: Int32Array, cut: number, out: Successors): void } | null
  readonly labels: { readonly of: (kind: number, node: number, detail: number) => number }
  readonly envelopes: { readonly from: IntList }
  workOut(node: number, cell: number, around: Surroundings): number
  isBlocked(cut: number, from: number, to: number): boolean
  /** Whether a cut that drops messages drops those from one node to another: not a traitor's. */
  isDropped(cut: number, from: number, to: number): boolean
}

/** What the loop asks of a system: plain data. */
export interface LoopSystem {
  readonly timers: System['timers']
  readonly budgets: { readonly length: number }
  readonly network: Pick<System['network'], 'kinds' | 'of'>
  readonly faults: Pick<
    System['faults'],
    'acrossCut' | 'heals' | 'cutsAtOnce' | 'standings' | 'downAtOnce' | 'midStep' | 'traitors'
  > & {
    readonly cuts: { readonly length: number }
  }
}
