/** A part of the states, and what it multiplies. */
export interface ProfilePart {
  /** What kind of part it is: of a machine a `component`. */
  readonly kind:
    | 'node'
    | 'state'
    | 'field'
    | 'timers'
    | 'up'
    | 'mail'
    | 'message'
    | 'environment'
    | 'component'
  /** `state of tm, field prepared`, `messages in flight to tm`, `procs[0].pc`. */
  readonly part: string
  /**
   * How many different contents it has in the states that were found; of several whole nodes, or components of a
   * machine, the sum.
   */
  readonly values: number
  /** How many states are told apart without it. */
  readonly statesWithout: number
  /** By what it multiplies the states: all of them, divided by those without it. */
  readonly factor: number
}

/** The steps of one kind: of all messages of a type, of a timer, of an internal step or of a fault. */
export interface ProfileStep {
  /** `initial` stands for the initial states. */
  readonly kind:
    | 'initial'
    | 'deliver'
    | 'timeout'
    | 'internal'
    | 'restart'
    | 'lose'
    | 'duplicate'
    | 'say'
    | 'crash'
    | 'split'
    | 'heal'
    | 'pause'
    | 'resume'
    | 'tick'
  /** The type of the message, the timer or the internal step; empty where there is none. */
  readonly name: string
  /** How many transitions there are, those that change nothing included. */
  readonly transitions: number
  /** How many states such a step was the first to find. */
  readonly statesFound: number
}

/**
 * A part of each state that could be left out: a component, or something that its ids have in common.
 */
export interface Share extends Pick<ProfilePart, 'kind' | 'part' | 'values'> {
  /**
   * For each component that has to do with it a number for each id: equal numbers for those that are equal
   * without it. No number is above its id.
   */
  readonly rest: ReadonlyMap<number, Int32Array>
}

/** What a step is, for those who count steps. */
export interface StepKind {
  readonly kind: Exclude<ProfileStep['kind'], 'initial'>
  /** The type of the message, the timer or the internal step; empty where there is none. */
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
  /** Whether each state stands for all those in which nodes change places. */
  readonly areOrbits: boolean
}
