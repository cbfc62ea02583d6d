import type { LivenessProperty } from '../model/property.ts'
import type { GlobalState } from '../semantics/global-state.ts'

/**
 * A run that is gone already: a search goes on from where it ends, and what is found is told from its
 * start on.
 */
export interface From {
  /** The states of the run but the last, an initial one first; in canonical form, as `state` is. */
  readonly before: readonly GlobalState[]
  /** Which of the transitions of the semantics each of its steps took, by number: others may lead to the same. */
  readonly taken: readonly number[]
  /** The state in which it ends. */
  readonly state: GlobalState
  /**
   * By name the formulas that whole runs are to violate. The system that is searched has what is left
   * of them after `before`.
   */
  readonly whole: ReadonlyMap<string, LivenessProperty>
}
