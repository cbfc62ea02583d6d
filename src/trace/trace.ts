import type { Explanation } from '../model/explanation.ts'
import type { FairAction } from '../model/fairness.ts'
import type { Budget } from '../model/network.ts'
import type { Envelope, Property } from '../model/property.ts'
import type { Action } from '../semantics/action.ts'
import type { PathStep } from '../value/path.ts'

/** Elements that came into a Set or an array, or went out of it, where nothing else changed. */
export interface ElementChange {
  /** Elements that came in. */
  readonly gained: readonly unknown[]
  /** Elements that went out. */
  readonly lost: readonly unknown[]
  /** Of an array where they came in or went out: at its end, at its front or at an index; else null. */
  readonly place: 'front' | 'end' | number | null
}

/** Of a change that puts something around a value, or takes it off: where that value is in the larger one. */
export interface Carried {
  /** The field, key or index of the larger value at which the smaller one is. */
  readonly step: PathStep
  /** `after`: the value before is a part of the value after; `before`: the other way round. */
  readonly in: 'before' | 'after'
}

/** One field that a step changed: `path` is relative to the node's state, `''` its whole. */
export interface Change {
  /** The id of the node. */
  readonly node: string
  /** The field: `orders.o1`. */
  readonly path: string
  /** The same path, step by step. */
  readonly steps: readonly PathStep[]
  /** `undefined` where the field was absent before. */
  readonly before: unknown
  /** `undefined` where the field is gone. */
  readonly after: unknown
  /** For a Set or an array of which elements came or went, those; else null. */
  readonly elements: ElementChange | null
  /** Where one of the two values is a part of the other, that part; else null. */
  readonly carried: Carried | null
}

/** One thing that a step changed in what an observer knows: `path` is relative to that. */
export interface ObservedChange extends Omit<Change, 'node'> {
  /** The name of the observer. */
  readonly observer: string
}

/** What an observer knows at a moment of a run. */
export interface ObserverSnapshot {
  /** The name of the observer. */
  readonly observer: string
  /** What it knows. */
  readonly state: unknown
}

/** What a node looks like at a moment of a run. */
export interface NodeSnapshot {
  /** The id of the node. */
  readonly node: string
  /** Whether it is up: false after a crash, until it restarts. */
  readonly up: boolean
  /** Of a crashed node the state in which it would wake up. */
  readonly state: unknown
  /** The timers that are set. */
  readonly timers: readonly string[]
}

/** A message of a run, with what tells it from equal ones. */
export interface RunMessage extends Envelope {
  /** Its number in the run: from 1, in the order in which messages were sent. */
  readonly id: number
  /** The number of the step that sent it; 0: it was sent at the start. */
  readonly sentInStep: number
}

/** A message that is in flight. */
export interface SentMessage extends RunMessage {
  /** Whether a cut stands in its way: it waits until the cut heals. */
  readonly isHeld: boolean
}

/** A cut, for people: the ids on each side; of a one-way cut [senders, receivers they cannot reach]. */
export interface TraceCutSides {
  /** The ids on each side. */
  readonly sides: readonly (readonly string[])[]
  /** Whether messages pass in the other direction. */
  readonly isOneWay: boolean
}

/** The cut that is in place, for people. */
export interface TraceCut extends TraceCutSides {
  /** The others, where several are in place; else missing. */
  readonly others?: readonly TraceCutSides[]
}

/** A step in the middle of which its node crashes; what it sent, and the message delivered, are told as of other steps. */
export interface HaltedStep {
  /** What kind of step it is. */
  readonly kind: 'deliver' | 'duplicate' | 'say' | 'timeout' | 'internal' | 'restart'
  /** How many times it has saved what is durable; null where nothing of its node is. */
  readonly saves: number | null
  /** The messages that it does not come to send, in order. */
  readonly unsent: readonly Envelope[]
}

/** One step of a run, for people: everything a renderer needs, plain data. */
export interface TraceStep {
  /** The step in words: `s1 receives prepare(ballot: 1) from s0`. */
  readonly action: string
  /** What kind of step it is: a delivery, a timeout, a crash, … */
  readonly kind: Action['kind']
  /** The node that acts; null for what the network does. */
  readonly node: string | null
  /** The message delivered, lost or duplicated: of equal ones the oldest. */
  readonly envelope: RunMessage | null
  /** The timer that fired or the internal step taken. */
  readonly name: string | null
  /** Of an internal step that is one of a family its item; missing of any other. */
  readonly item?: unknown
  /** The budget of the system's that the step spends, and what is left of it then; missing for none. */
  readonly spends?: { readonly budget: string; readonly left: Budget }
  /** Of a crash in the middle of a step where in it that is; missing of all others. */
  readonly middle?: HaltedStep
  /** Present, and true, of a crash in which nothing durable survives. */
  readonly losesDisk?: boolean
  /** What the handler chose, in order. */
  readonly choices: readonly unknown[]
  /**
   * The messages that the step sent and that are now in flight. Where one only of equal messages is
   * kept (by the network, or as it is sent `once`), that one, which may have been sent in an earlier step.
   */
  readonly sent: readonly SentMessage[]
  /** Messages that a cut swallowed: in flight when it came, or sent into it. */
  readonly dropped: readonly RunMessage[]
  /** Of a split the messages in flight that it holds back; of a heal those that it lets go. */
  readonly held: readonly RunMessage[]
  /** Timers that the step set or cleared. A timer that fired is cleared without being listed. */
  readonly timers: readonly {
    readonly node: string
    readonly timer: string
    readonly isSet: boolean
    /** With time for how many units of its node's clock it was set; else, and of one cleared, null. */
    readonly units: number | null
  }[]
  /** What the step changed in the states of nodes. */
  readonly changes: readonly Change[]
  /** What the step changed in what observers know; absent where the system has no observers. */
  readonly observed?: readonly ObservedChange[]
  /** The sides of the cut that is in place after the step, or null. */
  readonly cut: TraceCut | null
  /** Where several cuts may stand at the same time, which one comes in a split, or goes in a heal; else missing. */
  readonly whichCut?: TraceCutSides
  /** With time how many units have passed since the run began, after the step; else null. */
  readonly time: number | null
}

/** One value that a predicate looked at where it decided: `dhaka.orders.o1 = "confirmed"`. */
export interface Observation {
  /**
   * `dhaka.orders.o1`; of a machine relative to its state (`state` for its whole); also `up.dhaka`,
   * `inFlight` (a list of envelopes), `partitioned` and `observed.acknowledged`.
   */
  readonly path: string
  /** `undefined` where the field is absent. */
  readonly value: unknown
  /** Only of `stepwise`: the value before the step, `undefined` where the field was absent. */
  readonly before?: unknown
}

/** Why the promise of fairness about an action is kept by a loop. Steps are counted from 1. */
export interface KeptPromise {
  /** What is promised. */
  readonly action: FairAction
  /** The step of the loop that takes it, or null. */
  readonly takenInStep: number | null
  /** A step of the loop after which it is not possible (0: at the start), or null. */
  readonly notPossibleAfterStep: number | null
  /**
   * Present, and true, where it could be taken after that step, but would change nothing, and only steps
   * that change the state count for the promise.
   */
  readonly changesNothing?: boolean
}

/** A request, or an operation that a role marks. */
export interface TracedRequest {
  /** The id of the node that asked. */
  readonly node: string
  /** Of a client the number of the request, from 1; else the name that the role gives it. */
  readonly operation: string | number
}

/** A whole number that goes on evenly from round to round. */
export interface Varying {
  /**
   * Where it is in the first round: the index of the step in the round, then fields and indices.
   * Elements of Sets and entries of Maps go by index; of an entry 0 is the key and 1 the value.
   */
  readonly path: readonly (string | number)[]
  /** What it is in the first round. */
  readonly first: number
  /** What it is in the last round. */
  readonly last: number
}

/** Steps that a run goes through again and again. */
export interface Fold {
  /** The first step of the first round, counted from 1. */
  readonly from: number
  /** The last step of the first round. */
  readonly to: number
  /** The number of rounds, the first one included. */
  readonly times: number
  /** In what the rounds differ. */
  readonly varying: readonly Varying[]
}

/** How everything stands at a moment of a run. */
export interface Standing {
  /** Every node, in the order of the system. */
  readonly nodes: readonly NodeSnapshot[]
  /** The oldest first. */
  readonly inFlight: readonly SentMessage[]
  /** The cut that is in place, or null. */
  readonly cut: TraceCut | null
  /** What each observer knows; absent where the system has none. */
  readonly observed?: readonly ObserverSnapshot[]
}

/** A run with its states, replayed through the semantics. */
export interface Trace {
  /** Whether the system is a machine: one state, no messages, and a node that goes unnamed. */
  readonly isMachine: boolean
  /** The state that the run begins in, whole. */
  readonly initial: Standing & {
    /** What was sent at the start into a cut that drops messages. */
    readonly dropped: readonly RunMessage[]
  }
  /** What happens, in order. */
  readonly steps: readonly TraceStep[]
  /** The rounds that the run goes through again and again, in order; no two overlap. */
  readonly folds: readonly Fold[]
  /** Of a long run how everything stands every so often, and where a fold ends, in order. */
  readonly standings: readonly (Standing & { readonly afterStep: number })[]
  /** The number of steps before the state that the run loops back to (a lasso), or null. */
  readonly loopsTo: number | null
  /** For each promised action that the loop enables, why its promise is kept; null of a finite run. */
  readonly kept: readonly KeptPromise[] | null
  /**
   * What is possible in the loop and never happens, as nobody promises it, faults aside; null of a
   * finite run.
   */
  readonly notPromised: readonly FairAction[] | null
  /** The request that waits for ever, where the property is about requests; else null. */
  readonly waiting: TracedRequest | null
  /** The request that was refused, where the property is about requests; else null. */
  readonly refused: TracedRequest | null
  /** What the property's predicate looked at in the last state (of `stepwise`: the last step). */
  readonly observations: readonly Observation[]
  /** Why the run breaks what observers watch over that the predicate looked at; absent where none does. */
  readonly explanations?: readonly TracedExplanation[]
  /** The last state, whole. */
  readonly final: Standing
}

/** Why a run breaks what an observer watches over. */
export interface TracedExplanation extends Explanation {
  /** The name of the observer. */
  readonly observer: string
}

/** The kinds of properties, as traces and reports name them. */
export type PropertyKind = Property['kind']
