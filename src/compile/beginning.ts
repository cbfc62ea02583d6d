import type { Environment } from '../semantics/global-state.ts'
import type { Outcome } from '../semantics/step.ts'

/** One way for a node to begin, by itself. */
export interface Beginning {
  readonly node: number
  /** The state before `start`; null where nobody will ask for it. */
  initial: unknown
  /** What it is, until it has ids. */
  is: { readonly outcome: Outcome } | { readonly ids: Ids }
  /** The node's cell as long as nobody sends to it; -1 while it is not known. */
  cell: number
  /** What observers are told of it; -1 while nobody has asked. */
  telling: number
}

interface Ids {
  readonly state: number
  readonly timers: number
  readonly sends: readonly { readonly to: number; readonly envelope: number }[]
}

/** An initial state of a system, out of which stale messages were taken at once. */
export interface SettledStart {
  readonly ways: readonly Beginning['is'][]
  readonly environment: Environment
}
