import type { Situation } from '../cap/cells.ts'
import type { Parameters } from '../model/parameters.ts'
import type { Property } from '../model/property.ts'
import type { Progress, Report } from '../report.ts'
import type { Finished } from '../walk/finish.ts'
import type { Trace } from '../trace/trace.ts'
import type { Retraced } from '../walk/retrace.ts'
import type { Path, Stage } from '../walk/stage.ts'

/** A model: one that comes with netsplit, or the text of a model file (TypeScript). */
export type ModelRef =
  | { readonly kind: 'bundled'; readonly name: string }
  | { readonly kind: 'source'; readonly text: string }

/** A system that something is asked about. */
export interface Ask {
  readonly model: ModelRef
  /** Parameters as people write them (`clients: '3'`); what is left out has its default. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Changed assumptions, one after the other, by the `id` of a {@link FlipEntry}. */
  readonly flips?: readonly string[]
  readonly limits?: {
    /** The most distinct states. */
    readonly states?: number
    readonly seconds?: number
    /** Go on when every property is decided, until every state is seen. Default: false. */
    readonly isExhaustive?: boolean
  }
}

/** A mistake: what, where, way out. */
export interface Failed {
  readonly kind: 'failed'
  /** `aborted`: by the signal; `lost`: the worker did not answer or died; else the model's or the question's. */
  readonly cause: 'mistake' | 'aborted' | 'lost' | 'no-workers'
  /** What is wrong, in a sentence. */
  readonly message: string
  /** Node, event, path in a value; the widest place first. */
  readonly where: readonly string[]
  /** The way out; empty where there is none. */
  readonly wayOut: string
  /** Where in the source that was given, from 1; null where that is not known. */
  readonly at: { readonly line: number; readonly column: number } | null
}

/** An answer, or why there is none. A promise of the engine is rejected only by a bug in the page. */
export type Answer<Found> = { readonly kind: 'found'; readonly found: Found } | Failed

/** A bundled model, in a list. */
export interface ModelEntry {
  readonly name: string
  /** One line. */
  readonly about: string
  /** Whether it is one of the CAP models. */
  readonly isCap: boolean
}

/** An assumption with another value. */
export interface FlipEntry {
  /** `heals: maybe`: what stands in {@link Ask}'s `flips` and in links. */
  readonly id: string
  /** What is assumed about: `heals`. */
  readonly assumption: string
  /** What is assumed now. */
  readonly was: string
  /** What would be assumed instead. */
  readonly becomes: string
}

/** A system, without checking it. */
export interface Described {
  readonly name: string
  readonly about: string
  readonly isMachine: boolean
  /** The ids of the nodes, in the order of the system. */
  readonly nodes: readonly string[]
  /** The parameters with the values that are in force. */
  readonly parameters: Parameters
  /** The parameters with the defaults of the model. */
  readonly defaults: Parameters
  readonly properties: readonly {
    readonly name: string
    readonly kind: Property['kind']
    readonly expected: 'holds' | 'violated'
  }[]
  /** What may be assumed instead of what is assumed now; those of {@link Ask}'s `flips` are in force. */
  readonly flips: readonly FlipEntry[]
}

/** What a walk is to end in. */
export interface Finish {
  /** The property's name; of several the one with the shortest run is taken. Default: all. */
  readonly property?: string
}

export type { Situation } from '../cap/cells.ts'
export type { Finished } from '../walk/finish.ts'
export type { Retraced } from '../walk/retrace.ts'
export type { Path, Stage } from '../walk/stage.ts'

/** What every question may be given. */
export interface AskOptions {
  /** Ends it; the answer is `failed` with the cause `aborted`, or of a check what was found by then. */
  readonly signal?: AbortSignal
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void
}

/**
 * The engine, as a page sees it. Reports, traces and stages are what the library hands out: Maps, Sets
 * and bigints as they are; nothing is to be decoded. What comes from a source that was given was checked to be
 * of that shape.
 */
export interface PageEngine {
  models(): readonly ModelEntry[]
  describe(ask: Ask, options?: AskOptions): Promise<Answer<Described>>
  check(ask: Ask, options?: AskOptions): Promise<Answer<Report>>
  /** All systems of `netsplit cap`, row by row, by the code of the command. */
  table(
    options?: AskOptions & { readonly onSituation?: (situation: Situation) => void },
  ): Promise<Answer<readonly Situation[]>>
  /** Where a path leads, what can happen next, what cannot and why. */
  stage(ask: Ask, path: Path, options?: AskOptions): Promise<Answer<Stage>>
  /** The path of a run that a check of the same system told, and what each property says on it. */
  retrace(ask: Ask, trace: Trace, options?: AskOptions): Promise<Answer<Retraced>>
  /** The shortest violation from there. */
  finish(ask: Ask, path: Path, options?: AskOptions & Finish): Promise<Answer<Finished>>
  /** Ends what is running. */
  dispose(): void
}
