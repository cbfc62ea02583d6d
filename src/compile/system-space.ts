import type { Audited } from '../audit/audited.ts'
import type { Facets } from '../explore/facets.ts'
import type { StateSpace } from '../explore/state-space.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import type { Sized } from '../store/sized.ts'
import type { Shown } from '../value/values.ts'
import type { Growth, SizeLog } from './growth.ts'
import type { Tables } from './tables.ts'

/** A state space with what its ids stand for: what a system is compiled to. */
export interface SystemSpace extends StateSpace {
  readonly facets: Facets
  readonly tables: Tables
  /** What it takes. */
  readonly sized: Sized
  /** How many distinct steps user code was run for. */
  readonly evaluated: number
  /** What user code was shown lately, and will be shown again: if it can be changed. */
  readonly shown: readonly Shown[]
  /** What handlers and guards were asked. */
  readonly audited: readonly Audited[]
  /** A vector as a global state, on plain objects. */
  decode(state: Int32Array): GlobalState
  /** A global state as a vector. */
  encode(state: GlobalState): Int32Array
  /** The components that were still taking new values when a search was cut off, fastest first. */
  growth(sizes: SizeLog): readonly Growth[]
  /**
   * Runs user code once more in a state, for a run that is to be shown: what it comes to is kept for the
   * audit. Null where it is all remembered.
   *
   * @returns the states that it leads to
   */
  readonly pin: ((state: Int32Array) => readonly Int32Array[]) | null
}
