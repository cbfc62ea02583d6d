import type { Sized } from '../store/sized.ts'
import type { SharedKeys } from './facet-memo.ts'
import type { WatchAudit, WatchAuditOptions } from './watch-audit.ts'

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

export interface WatchOptions {
  /** 2 for a predicate over the states before and after a step. */
  readonly views?: 1 | 2
  /** Keys that others use for what they read, too. */
  readonly shared?: SharedKeys
  /** After how many evaluations it is first weighed whether to watch field by field pays. */
  readonly weighAfter?: number
  /** Told when the predicate first looks at messages in flight. */
  readonly onMail?: (() => void) | undefined
  /**
   * Told when the predicate turns out to answer otherwise, or to read otherwise, where it is watched
   * field by field: what was remembered for fields cannot be trusted then. Without this, a state is
   * read as a whole.
   */
  readonly onOpaque?: (() => void) | undefined
  /** Where what it is asked is kept, to be asked once more. */
  readonly audit?: WatchAuditOptions
}
