import type { Envelope } from '../model/property.ts'
import type { Action } from '../semantics/actions.ts'

/** One field that a step changed: `path` is relative to the node's state, `''` its whole. */
export interface Change {
  readonly node: string
  readonly path: string
  /** `undefined` where the field was absent before. */
  readonly before: unknown
  /** `undefined` where the field is gone. */
  readonly after: unknown
}

/** What a node looks like at a moment of a run. */
export interface NodeSnapshot {
  readonly node: string
  readonly up: boolean
  readonly state: unknown
  readonly timers: readonly string[]
}

/** One step of a run, for people: everything a renderer needs, plain data. */
export interface TraceStep {
  /** The step in words: `s1 receives prepare from s0`. */
  readonly action: string
  readonly kind: Action['kind']
  /** The node that acts; null for what the network does. */
  readonly node: string | null
  /** The message delivered, lost or duplicated. */
  readonly envelope: Envelope | null
  /** The timer that fired or the internal step taken. */
  readonly name: string | null
  /** What the handler chose, in order. */
  readonly choices: readonly unknown[]
  /** The messages that the step sent and that are now in flight. */
  readonly sent: readonly Envelope[]
  /** Messages that a cut swallowed: in flight when it came, or sent into it. */
  readonly dropped: readonly Envelope[]
  /** Timers that the step set or cleared, by node. */
  readonly timers: readonly {
    readonly node: string
    readonly timer: string
    readonly isSet: boolean
  }[]
  readonly changes: readonly Change[]
  /** The sides of the cut that is in place after the step, or null. */
  readonly cut: TraceCut | null
}

/** A cut, for people: the ids on each side; of a one-way cut [senders, receivers they cannot reach]. */
export interface TraceCut {
  readonly sides: readonly (readonly string[])[]
  readonly isOneWay: boolean
}

/** One value that a predicate looked at where it decided: `dhaka.orders.o1 = "confirmed"`. */
export interface Observation {
  readonly path: string
  readonly value: unknown
}

/** A run with its states, replayed through the semantics. */
export interface Trace {
  readonly initial: {
    readonly nodes: readonly NodeSnapshot[]
    readonly inFlight: readonly Envelope[]
    readonly cut: TraceCut | null
  }
  readonly steps: readonly TraceStep[]
  /** Where the run loops back to (a lasso), or null. */
  readonly loopsTo: number | null
  /** What the property's predicate looked at in the last state (of `stepwise`: the last step). */
  readonly observations: readonly Observation[]
  /** The last state, whole. */
  readonly final: {
    readonly nodes: readonly NodeSnapshot[]
    readonly inFlight: readonly Envelope[]
  }
}
