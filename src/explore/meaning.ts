import type { Audited } from '../audit/audited.ts'
import type { FairAction } from '../model/fairness.ts'

/** What the ids of a state space stand for, as far as liveness needs to know. */
export interface Meaning {
  /** How many labels of actions there are so far. */
  readonly labels: number
  /** The action of a label, or null if no fairness can be promised of it. */
  readonly actionOf: (label: number) => FairAction | null
  /** The nodes that have operations. */
  readonly askers: readonly number[]
  /** The operations of a node, by the id of its state; ids of operations are names. */
  readonly operationsOf: (node: number, state: number) => NodeOperations
  /** What `operations` was asked. */
  readonly audited: Audited
}

/** The operations of a node in one state. */
export interface NodeOperations {
  readonly waiting: readonly string[]
  readonly refused: readonly string[]
}
