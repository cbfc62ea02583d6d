/**
 * A part of each state that could be left out: a component, or something that its ids have in common.
 */
export interface Share {
  readonly kind: ShareKind
  /** What it is, in words: `state of counter, field count`, `messages in flight to s1`. */
  readonly part: string
  /** How many different contents it has in the states that were found. */
  readonly values: number
  /**
   * For each component that has to do with it a number for each id: equal numbers for those that are equal
   * without it. No number is above its id.
   */
  readonly rest: ReadonlyMap<number, Int32Array>
}

export type ShareKind =
  | 'node'
  | 'state'
  | 'field'
  | 'timers'
  | 'up'
  | 'mail'
  | 'message'
  | 'environment'
  | 'component'

/** What a step is, for those who count steps. */
export interface StepKind {
  readonly kind:
    | 'deliver'
    | 'timeout'
    | 'internal'
    | 'restart'
    | 'lose'
    | 'duplicate'
    | 'crash'
    | 'split'
    | 'heal'
  /** The type of the message, the timer, the internal step or the cut; empty where there is none. */
  readonly name: string
}

/** What can be told of where the states of a space come from. */
export interface Origins {
  /** @param used for each component which of its ids the states have that were found: 1, else 0 */
  shares(used: readonly Uint8Array[]): Iterable<Share>
  /** What a label stands for. */
  step(label: number): StepKind
  /** For each node, or each action of a machine, for how many distinct steps its code was run. */
  readonly evaluations: readonly { readonly of: string; readonly steps: number }[]
  /** The tables, and the bytes that each takes. */
  readonly tables: readonly { readonly table: string; readonly bytes: number }[]
}
