import type { PropertyKind, RunMessage, Standing, Trace, TraceStep } from '../trace/trace.ts'

/**
 * Where a walk is: first the number of an initial state, then the number of the step taken from each
 * state on, all from 0. `[0, 2, 5]` is written `0.2.5`. The empty path is before the choice of an
 * initial state.
 */
export type Path = readonly number[]

/** What brings a step about: the network, a node itself, or something that goes wrong or is repaired. */
export type StepGroup = 'delivery' | 'timer' | 'internal' | 'fault' | 'repair'

/** A step that can be taken now. */
export interface PossibleStep {
  /** Its number among the steps of this state: what goes into the path. */
  readonly id: number
  /** What brings it about. */
  readonly group: StepGroup
  /** The step as a trace would tell it: in words, with its messages, timers and changes. */
  readonly step: TraceStep
  /** What is promised of it, under the fairness of the system. */
  readonly promise: Promised
  /** Whether it leads to a state out of the model's bound, which a check does not look at. */
  readonly isBeyondBound: boolean
  /** Whether it changes nothing at all. */
  readonly changesNothing: boolean
}

/** What is promised of a step, and by whom. */
export interface Promised {
  /** As fairness names it. */
  readonly degree: 'none' | 'weak' | 'strong'
  /** A sentence: `Weak fairness promises it: it cannot be possible for ever and never happen.` */
  readonly text: string
}

/**
 * Why something cannot happen now.
 *
 * - `crashed`: the node is down
 * - `cut`: a cut stands between sender and receiver
 * - `not-accepted`: the receiver does not accept the message in its present state
 * - `behind-others`: older messages on the same queue come first
 * - `guard`: the step's guard is false
 * - `timer-not-set`: the timer is not set
 * - `patience`: timers are patient, and something can still arrive
 * - `budget-spent`: the run has had all its faults of that kind
 * - `never`: the model says that such a repair never happens
 * - `others-down`: as many nodes are down as may be at the same time
 * - `cut-in-place`: this cut is in place, or as many as may stand at the same time are
 */
export type Hindrance =
  | 'crashed'
  | 'cut'
  | 'not-accepted'
  | 'behind-others'
  | 'guard'
  | 'timer-not-set'
  | 'patience'
  | 'budget-spent'
  | 'never'
  | 'others-down'
  | 'cut-in-place'
  | 'too-early'
  | 'paused'
  | 'due'

/** Something that a model knows of and that cannot happen now. */
export interface ImpossibleStep {
  /** What would bring it about. */
  readonly group: StepGroup
  /** What kind of step it would be. */
  readonly kind: TraceStep['kind']
  /** What would happen: `dhaka receives put(1) from rahim`. */
  readonly action: string
  /** The node that would act; null for what the network does. */
  readonly node: string | null
  /** The message in question; null where there is none. */
  readonly envelope: RunMessage | null
  /** Why not. */
  readonly hindrance: Hindrance
  /** The same in a sentence: `The cut stands between them: it waits until the cut heals.` */
  readonly why: string
}

/**
 * What a property says of the walk so far.
 *
 * - `kept`: of a property of states or steps, that none so far breaks it
 * - `violated`: the walk breaks it: an invariant in a state, a property of runs whatever comes later
 * - `reached` and `not-reached`: of `reachable`, whether a state of the walk is a witness
 * - `settled`: of a property of runs, that it is true whatever comes later
 * - `open`: of a property of runs, that it depends on what comes
 */
export type Light = 'kept' | 'violated' | 'reached' | 'not-reached' | 'settled' | 'open'

/** What a property says here. */
export interface PropertyHere {
  /** The name that the model gives it. */
  readonly name: string
  /** What kind of property it is. */
  readonly kind: PropertyKind
  /** What the model expects of a check. */
  readonly expected: 'holds' | 'violated'
  /** What it says. */
  readonly light: Light
  /**
   * For each moment of the walk, the start first, whether the state or the step to it is to blame (of
   * `reachable`: a witness). Of a property of runs, whether it is decided by then.
   */
  readonly moments: readonly boolean[]
}

/** An initial state that a walk may begin in. */
export interface Start {
  /** Its number: what the path begins with. */
  readonly id: number
  /** How everything stands in it. */
  readonly standing: Standing
}

/** Where a walk stands: plain data. */
export interface Stage {
  /** The way here. */
  readonly path: Path
  /** The initial states, the first of them where there are very many. */
  readonly starts: readonly Start[]
  /** Whether there are more. */
  readonly hasMoreStarts: boolean
  /** The walk so far, as counterexamples are told; null for the empty path. */
  readonly trace: Trace | null
  /** What can happen next, in a fixed order. */
  readonly possible: readonly PossibleStep[]
  /** What cannot, and why. */
  readonly impossible: readonly ImpossibleStep[]
  /** What each property says here; empty for the empty path. */
  readonly properties: readonly PropertyHere[]
  /** Whether the state is within the model's bound. */
  readonly isWithinBound: boolean
  /** Whether a run may stay here for ever: nothing that is possible is promised. */
  readonly mayRest: boolean
}
