import type { Audited } from '../audit/audited.ts'
import type { Facets } from '../explore/facets.ts'
import type { Meaning } from '../explore/meaning.ts'
import type { Origins } from '../explore/share.ts'
import type { StateSpace } from '../explore/state-space.ts'
import type { Action } from '../semantics/action.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import type { Sized } from '../store/sized.ts'
import type { Shown, Values } from '../value/values.ts'
import type { Growth, SizeLog } from './growth.ts'
import type { Pieces } from './pieces.ts'
import type { PilingSpace } from './divergence-watch.ts'
import type { StaleCheck } from './stale-check.ts'

/**
 * A state space with what its ids stand for: what a system is compiled to. Whatever searches, judges and
 * reports knows of no other form of a system.
 */
export interface SystemSpace extends StateSpace {
  readonly facets: Facets
  /** The values that handlers and predicates are shown. */
  readonly values: Values
  /** What it takes. */
  readonly sized: Sized
  /** How many distinct steps user code was run for. */
  readonly evaluated: number
  /** What user code was shown lately, and will be shown again: if it can be changed. */
  readonly shown: readonly Shown[]
  /** What no run did, in words, after a complete search. */
  readonly notes: readonly string[]
  /** The same space with its messages in flight, where equal ones may pile up; null where none can. */
  readonly piling: PilingSpace | null
  /** What handlers and guards were asked, from how the nodes begin on. */
  readonly audited: readonly Audited[]
  /** Tells what is new since it was asked last to copies of the space; null where there can be none. */
  readonly news: (() => unknown) | null
  /** The action of a label, on plain objects. */
  actionOf(label: number): Action
  /** What labels and states stand for, as liveness asks it. */
  meaning(): Meaning
  /** What was taken out of flight as stale, and that it may be. */
  readonly stale: Pick<StaleCheck, 'run' | 'removed'>
  /**
   * A run on plain objects, as the system takes it: what was taken out of flight is still there.
   *
   * @throws Astray where there is no such run
   */
  told(run: readonly Int32Array[]): Iterable<GlobalState>
  /** The same of single components; null of a machine, whose components are parts of one state. */
  readonly pieces: Pieces | null
  /** A vector as a global state, on plain objects. */
  decode(state: Int32Array): GlobalState
  /** A global state as a vector. */
  encode(state: GlobalState): Int32Array
  /** What can be told of where the states come from. */
  readonly origins: Origins
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
