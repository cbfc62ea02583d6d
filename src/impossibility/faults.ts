/** What may go wrong, and how much is said: a fault model with its bound. Plain data. */
export type FaultModel = Asynchronous | LossyLink | SynchronousCrashes

/**
 * No clocks: a message takes any time, and a node that hears nothing does not know how long it has
 * been waiting. Each node sends what it has seen to all others when it gets its input.
 */
export interface Asynchronous {
  /** Which of the fault models it is. */
  readonly kind: 'asynchronous'
  /** `start`: every node knows its input (or that it has none) before any message arrives. `any time`: a request may come late. */
  readonly inputs: 'start' | 'any time'
  /** The bound: a message begets answers, and these answers, up to this many hops. 1: no answers. */
  readonly hops: number
  /** Who is told when a message has been received and hops are left. */
  readonly answers: 'sender' | 'all'
  /** `absent`; `present` from the start and for ever; `either`: absent, or falling at any moment. */
  readonly cut: 'absent' | 'present' | 'either'
  /** The cuts that are possible, each as a list of groups that cannot reach each other. */
  readonly cuts: readonly (readonly (readonly string[])[])[]
  /**
   * `lost`: what a cut stops never arrives. `delayed`: besides such runs there are runs in which the
   * cut heals after everything else has happened and its messages arrive then, none lost.
   */
  readonly meaning: 'lost' | 'delayed'
}

/** Clocks, and a fixed timetable of single messages, of which at most `losses` are lost. */
export interface LossyLink {
  /** Which of the fault models it is. */
  readonly kind: 'lossy link'
  /** Who sends to whom, in the order of sending; each message is sent whatever came before. */
  readonly timetable: readonly { readonly from: string; readonly to: string }[]
  /** How many of these messages may be lost in one run: a whole number from 0. */
  readonly losses: number
}

/**
 * Rounds in lock step, everyone to everyone. At most `crashes` nodes crash; one that crashes in a
 * round reaches any subset of the others in that round, nobody later, and takes no further step.
 */
export interface SynchronousCrashes {
  /** Which of the fault models it is. */
  readonly kind: 'synchronous crashes'
  /** How many rounds there are: a whole number from 0. */
  readonly rounds: number
  /** How many nodes may crash in one run: a whole number from 0. */
  readonly crashes: number
}
