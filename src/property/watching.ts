import type { Sized } from '../store/sized.ts'
import type { WatchAudit } from './watch-audit.ts'

/** A predicate whose answers are remembered for what it looks at. */
export interface Watching {
  /** The bits of `touched` that may change the answer. Grows as the predicate reads more. */
  readonly interest: number
  /** For how many states, or steps, the predicate was asked. */
  readonly evaluated: number
  /** What it was asked, to be asked once more; null if nobody wants to. */
  readonly audit: WatchAudit | null
  /** What is remembered. */
  readonly tables: readonly Sized[]
  /** Whether the predicate has looked at anything at all so far. */
  readonly hasRead: boolean
  /** The facets that it has read so far; none of a machine's, which has no facets. */
  readonly reads: ReadonlySet<number>
  /**
   * The answer for one state, or for the two states of a step, if it is known: 1 for yes, 0 for no,
   * -1 where the predicate has to be asked.
   *
   * @param moment a number for the state, or the states, which no others had; negative if there is none
   */
  recall(state: Int32Array, after: Int32Array | null, moment: number): number
  /** Asks the predicate, and remembers the answer. */
  evaluate(state: Int32Array, after: Int32Array | null): boolean
}
