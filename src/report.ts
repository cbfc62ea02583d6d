import type { Growth } from './compile/growth.ts'
import type { Reduction } from './compile/reductions.ts'
import type { Ground } from './model/ledger.ts'
import type { Parameters } from './model/parameters.ts'
import type { Envelope, Property } from './model/property.ts'
import type { System } from './model/system.ts'
import type { Verdict } from './property/verdicts.ts'
import type { Trace } from './trace/trace.ts'
import type { Walks } from './walks.ts'
import type { Coverage } from './coverage.ts'
import type { Phase, Profile } from './profile.ts'

export type { FoundRun, TakenSteps, Walks } from './walks.ts'
export type * from './coverage.ts'
export type { Phase, Profile, ProfilePart, ProfileStep } from './profile.ts'

/** The version of the shape of reports, here and as JSON. A shape with other fields has another. */
export const schemaVersion = 1

/** One thing that a verdict rests on: as data, and in words that follow its `kind`. */
export type Assumption = Ground & { readonly text: string }

/** What a search can run into before it has seen everything. */
export type LimitKind =
  | 'states'
  | 'memory'
  | 'disk'
  | 'seconds'
  | 'interrupted'
  | 'divergence'
  | 'bound'
  | 'first-violation'
  | 'walks'

/**
 * Why a search ended, or walks did: every reachable state was seen, every property was decided before that, or
 * a limit, the user, a bound of the model or a violation that was to end it came first.
 */
export type Ended = 'everything-seen' | 'everything-decided' | LimitKind

/** The proof that there is no end of states: messages pile up in flight, round by round. */
export interface Divergence {
  /**
   * The run to the loop and once round it. Its steps from `loopsTo` on can be taken again and again: the
   * last state is that before them, with more messages in flight.
   */
  readonly trace: Trace
  /** What each round leaves in flight besides what was there, and how often. */
  readonly growth: readonly (Envelope & { readonly count: number })[]
}

/** A place in a source file. */
export interface Source {
  /** The path of the file, from the working folder, with `/` between folders. */
  readonly file: string
  /** The line, from 1. */
  readonly line: number
}

/** Where a role, or a machine, and its handlers are in the source. */
export interface RoleSource {
  /** What nodes run it, by the ids that the model gives them; of a machine none. */
  readonly nodes: readonly string[]
  /** Where it begins. */
  readonly source: Source
  /** Where each of its handlers is, by the path to it: `receive`, `timeout.retry`, `internal.press.do`. */
  readonly handlers: Readonly<Record<string, Source>>
}

/** What became of one property. */
export interface PropertyReport {
  /** The name that the model gives it. */
  readonly name: string
  /** What kind of property it is: the combinator that made it. */
  readonly kind: Property['kind']
  /** What came out. */
  readonly verdict: Verdict
  /** What the model expects. */
  readonly expected: 'holds' | 'violated'
  /** What the verdict rests on: network, faults, timers, bounds, reductions, fairness. */
  readonly assumptions: readonly Assumption[]
  /**
   * The shortest run that breaks the property; of `reachable` the shortest run to a witness. Null
   * where there is none.
   */
  readonly trace: Trace | null
  /** Where the model states it; absent where that is not known: in a browser, or of code that was generated. */
  readonly source?: Source
}

/** A graph that was searched for some of the properties of a check. */
export interface GraphReport {
  /** The reductions that were in force, by name. */
  readonly reductions: readonly Reduction['name'][]
  /** The properties whose verdicts come from it, by name. */
  readonly properties: readonly string[]
  /** How much was explored, as in {@link Report.states}. */
  readonly states: Omit<Report['states'], 'bytesPerState'>
  /** Why the search ended. */
  readonly ended: Ended
}

/** The plain, serialisable result of a check. */
export interface Report {
  /** The version of this shape. */
  readonly schemaVersion: typeof schemaVersion
  /** The name of the model. */
  readonly model: string
  /** The parameters that it was made with. */
  readonly parameters: Parameters
  /** `violated` if any property is, else `incomplete` if any is, else `holds`. */
  readonly verdict: Verdict
  /** Whether every property came out as its model expects. */
  readonly asExpected: boolean
  /** What became of each property, in the order in which the model lists them. */
  readonly properties: readonly PropertyReport[]
  /** The names of the properties that were not judged, as others were asked for; only where there are any. */
  readonly leftOut?: readonly string[]
  /** How much was explored; where properties were judged in several graphs, of the largest of them. */
  readonly states: {
    /** Reachable states, initial ones included. */
    readonly distinct: number
    /** Initial states plus every successor produced, duplicates and self-loops included. */
    readonly generated: number
    /** States on the longest of the shortest paths; an initial state counts as 1. */
    readonly depth: number
    /** Bytes that the search's tables took, by distinct state. */
    readonly bytesPerState: number
  }
  /**
   * The graphs that were searched, those with most reductions first; only where there was more than one, since
   * a reduction that is sound for some properties is not for others.
   */
  readonly graphs?: readonly GraphReport[]
  /** How often user code ran. */
  readonly steps: {
    /** Distinct (node state, event) pairs. */
    readonly evaluated: number
    /**
     * Of how many answers of user code (results of steps, guards, predicates and so on) how many were asked
     * for once more; null where each was, or where a limit ended that.
     */
    readonly sampled: { readonly asked: number; readonly of: number } | null
  }
  /** The reductions that there are, and which of them were in force. */
  readonly reductions: readonly Reduction[]
  /** Why the search ended. */
  readonly ended: Ended
  /** Why properties were left open, or runs untold; null where none was. */
  readonly incomplete: {
    /** A limit, the user, a bound of the model, or a violation that was to end the search. */
    readonly kind: LimitKind
    /** The same in words. */
    readonly reason: string
    /** The components that were still growing, fastest first. */
    readonly growth: readonly Growth[]
    /** Why no search could see everything, where that was proved; else null. */
    readonly divergence: Divergence | null
  } | null
  /** Worth a look, but no verdict: handlers that never ran, messages that never had an effect. */
  readonly notes: readonly string[]
  /** How long the check took, in seconds. */
  readonly seconds: number
  /** How many threads searched: 1. */
  readonly workers: number
  /** The most memory that was in use at a time, in bytes: what the engine holds, or by `memoryInUse`. */
  readonly peakMemoryBytes: number
  /** Where the states come from, and where time and memory went; only where it was asked for. */
  readonly profile?: Profile
  /** What of the model's source was run; only where it was asked for, on the command line. */
  readonly coverage?: Coverage
  /** Where the roles of the model are, and their handlers; only where that is known. */
  readonly roles?: readonly RoleSource[]
  /** How a simulation walked, and what it came by; only of `simulate`. */
  readonly walks?: Walks
}

/** What became of a property when an assumption was changed. */
export interface FlipVerdict {
  /** The name of the property. */
  readonly property: string
  /** The verdict under the change. */
  readonly verdict: Verdict
  /** How long the run is that shows the verdict, and where it loops; null where there is none. */
  readonly run: { readonly steps: number; readonly loopsTo: number | null } | null
  /** Whether the verdict differs from that of the system as it stands; null where one is open. */
  readonly isChanged: boolean | null
}

/** What became of all properties when one assumption was changed. */
export interface FlipOutcome {
  /** The change in a few words: `heals: eventually → maybe`. */
  readonly change: string
  /** What is assumed about: `heals`. */
  readonly assumption: string
  /** What the system assumes. */
  readonly was: string
  /** What is assumed instead. */
  readonly becomes: string
  /** In the order of the system's properties. */
  readonly verdicts: readonly FlipVerdict[]
  /** Why some verdict is open, or null: a limit, as in a report, a mistake of the model, or its turn has not come. */
  readonly incomplete: {
    readonly kind: LimitKind | 'mistake' | 'not-tried'
    readonly reason: string
  } | null
}

/** The report on a system as it stands, and what became of it with one assumption changed at a time. */
export interface FlipReport extends Report {
  /** What became of each change, in the order in which they were tried. */
  readonly flips: readonly FlipOutcome[]
}

/** How many states a search will have found when everything is seen. */
export interface Estimate {
  /** About so many. */
  readonly states: number
  /** In nine cases of ten there are no fewer than that, and no more than `high`. */
  readonly low: number
  /** In nine cases of ten there are no more than that, and no fewer than `low`. */
  readonly high: number
}

/** How far a running check has come. */
export interface Progress {
  /** Distinct states found so far. */
  readonly states: number
  /** Successors produced so far, duplicates and self-loops included. */
  readonly transitions: number
  /** The depth that the search has come to; an initial state counts as 1. */
  readonly depth: number
  /** What the check is at. */
  readonly phase: Phase
  /** States found and not yet expanded. */
  readonly queue: number
  /** The memory in use, in bytes. */
  readonly bytes: number
  /** Seconds since the check began. */
  readonly seconds: number
  /** Why the search will never see everything, once that is proved, in words; else null. */
  readonly divergence: string | null
  /** How many states there will be; only while the search goes on, and where that means something. */
  readonly estimate?: Estimate
}

/** What `check` may be told. */
export interface CheckOptions {
  /** The name to report. Default: the system's own. */
  readonly model?: string
  /** The parameters to report. */
  readonly parameters?: Parameters
  /** Stop after so many distinct states: `incomplete`. Default: no limit. */
  readonly maxStates?: number
  /**
   * Go on although there is known to be no end of states; if false, for a million states. Default: whether
   * `maxStates` or `maxSeconds` is given; of `flipCheck` whether `maxStates` is.
   */
  readonly keepGoing?: boolean
  /** Stop as soon as one property is decided against its expectation or violated. */
  readonly stopAtFirst?: boolean
  /** Go on after every property is decided, until every state is seen. */
  readonly exhaustive?: boolean
  /**
   * Report where the states come from, too: takes more time and memory, as the search keeps all states
   * in one table. Default: false.
   */
  readonly profile?: boolean
  /** Reductions to leave out, by name: `ignored-deliveries`, `stale-messages`, `symmetry`. */
  readonly noReduction?: readonly string[]
  /** Ends the check in good order: what is known so far, `incomplete`. */
  readonly signal?: AbortSignal
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void
  /**
   * Makes the same system once more, from code that has answered nothing yet: calls the function that
   * made it, or better, loads its module afresh. Such instances are asked once more what the report
   * rests on, in another order: that finds handlers that talk through a variable which was set for good
   * before it was read. Called at most eight times for each graph that is searched, when that is done.
   */
  readonly again?: () => System | Promise<System>
  /**
   * Ends the check in good order after so many seconds: what is known so far, `incomplete`. Default: no
   * limit.
   */
  readonly maxSeconds?: number
  /** Ends the check in good order before `memoryInUse` exceeds so many bytes. Default: no limit. */
  readonly maxMemoryBytes?: number
  /** The process's memory in use, in bytes. Default: what the engine itself holds. */
  readonly memoryInUse?: () => number
  /** Called when memory seems short, before that ends the check: `memoryInUse` may count garbage. */
  readonly collectGarbage?: () => void
}
