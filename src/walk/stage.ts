import type { FairAction } from '../model/fairness.ts'
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
  readonly degree: 'none' | 'weak' | 'strong'
  /** A sentence: `Weak fairness promises it: it cannot be possible for ever and never happen.` */
  readonly text: string
}

/** Why something cannot happen now. */
export type Hindrance =
  | 'crashed'
  | 'cut'
  | 'not-accepted'
  | 'behind-others'
  | 'guard'
  | 'timer-not-set'
  | 'patience'
  | 'budget-spent'
  | 'never-promised'
  | 'no-cut'
  | 'cut-in-place'

/** Something that a model knows of and that cannot happen now. */
export interface ImpossibleStep {
  readonly group: StepGroup
  /** What would happen: `dhaka receives put(1) from rahim`. */
  readonly action: string
  /** The node that would act; null for what the network does. */
  readonly node: string | null
  /** The message in question; null where there is none. */
  readonly envelope: RunMessage | null
  readonly hindrance: Hindrance
  /** A sentence: `The cut stands between them: it waits until the cut heals.` */
  readonly why: string
}

/**
 * What a property says of the walk so far.
 *
 * - `holds-here`: of an invariant, that this state keeps it; of `stepwise`, that the last step does
 * - `violated`: this state (of `stepwise` the last step) breaks it
 * - `violated-before`: an earlier state or step of the walk breaks it
 * - `reached` and `not-reached`: of `reachable`, whether this state or one before is a witness
 * - `open`: only a whole run decides it
 */
export type Light =
  | 'holds-here'
  | 'violated'
  | 'violated-before'
  | 'reached'
  | 'not-reached'
  | 'open'

/** What a property says here. */
export interface PropertyHere {
  readonly name: string
  readonly kind: PropertyKind
  readonly expected: 'holds' | 'violated'
  readonly light: Light
  /** The number of the step after which it was decided (0: at the start), or null. */
  readonly decidedAfterStep: number | null
}

/** An initial state that a walk may begin in. */
export interface Start {
  /** Its number: what the path begins with. */
  readonly id: number
  readonly standing: Standing
  /** How it differs from the first one, in words; empty for the first. */
  readonly text: string
}

/** Where a walk stands: plain data. */
export interface Stage {
  readonly path: Path
  /** The initial states. */
  readonly starts: readonly Start[]
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
  /** Whether the walk may stay here for ever: nothing that is possible is promised. */
  readonly mayRest: boolean
  /** What is possible here and promised by somebody: while there is any, a run may not end here. */
  readonly promised: readonly FairAction[]
}
