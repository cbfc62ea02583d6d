import type { EngineName, SparkPlace } from './engine-names.ts'
import type { Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'
import type { SimulateOptions } from '../simulate.ts'
import {
  schemaVersion,
  type FlipReport,
  type Progress,
  type PropertyReport,
  type Report,
} from '../report.ts'

/** One check, as the command line asks for it: plain data, so that it can go to another process. */
export interface Job {
  /** A bundled name or a path. */
  readonly model: string
  readonly settings: readonly (readonly [name: string, text: string])[]
  /** The only properties to be judged, by name; empty for all. */
  readonly only: readonly string[]
  readonly maxStates: number | null
  readonly maxSeconds: number | null
  readonly maxMemoryBytes: number
  readonly noReduction: readonly string[]
  readonly stopAtFirst: boolean
  readonly keepGoing: boolean
  readonly exhaustive: boolean
  /** Whether to report where the states come from. */
  readonly profile: boolean
  /** Whether to report what of the model's source was run: the model is loaded from its source, then. */
  readonly coverage: boolean
  /** Whether to check it again with one assumption changed at a time: the report has `flips`, then. */
  readonly flip: boolean
  /** The folder to keep states in, and whether a check that was ended goes on there; null for memory. */
  readonly disk: { readonly folder: string; readonly isResumed: boolean } | null
  /** The database that a large search goes on in; null for none. */
  readonly engine: EngineName | null
  /** Where that is, if it is Spark. */
  readonly spark: SparkPlace
  /** In how many threads a large search goes on. */
  readonly workers: number
  /** Whether to draw the state graph, too. */
  readonly draw: boolean
  /** Whether to report where roles and properties are written, also where all came out as expected. */
  readonly sources: boolean
  /** How to walk, where that is to be done instead of checking; else null. */
  readonly simulation: Simulation | null
}

/** What a simulation is asked for; what is undefined is left to it. */
export type Simulation = {
  readonly [Name in 'strategy' | 'seed' | 'runs' | 'run' | 'maxSteps' | 'seconds']?:
    | SimulateOptions[Name]
    | undefined
}

/** What is known of a check before it has found anything. */
export interface Outline {
  readonly model: string
  readonly parameters: Parameters
  readonly properties: readonly Pick<PropertyReport, 'name' | 'kind' | 'expected'>[]
}

/** The state graph for Graphviz, or why there is none. */
export type Drawn = { readonly dot: string } | { readonly why: string }

/** What a check tells while it runs, and how it is stopped. */
export interface JobHooks {
  readonly signal: AbortSignal
  readonly onOutline: (outline: Outline) => void
  /** Of a job with changed assumptions: all that is known so far. */
  readonly onResult: (soFar: FlipReport) => void
  readonly onProgress: (progress: Progress) => void
  /** Of a job that draws. */
  readonly onGraph: (graph: Drawn) => void
  /** Does what loads the model once more. */
  readonly whileLoading: (load: () => Promise<System>) => Promise<System>
  /** The check is over: what is still to be done is for the report alone. */
  readonly onSearched: () => void
  /** Adds where roles and properties are written to a report, where that can be found out. */
  readonly locate: <Given extends Report>(report: Given, system: System) => Promise<Given>
  /** What the model's own code prints. */
  readonly onOutput: (text: string) => void
}

/** The hooks that are left to whoever asks for a job. */
export type EngineHooks = Omit<JobHooks, 'onResult' | 'whileLoading' | 'onSearched' | 'locate'>

/** Runs a job somewhere: here, or in a process of its own. */
export type Engine = (job: Job, hooks: EngineHooks) => Promise<Report | FlipReport>

/** Why a check ended early. */
export type Cause = Pick<NonNullable<Report['incomplete']>, 'kind' | 'reason'>

/** The proof that there is no end of states is gone with the engine; in words it was told before. */
const withDivergence = (reason: string, last: Progress | null): string => {
  const divergence = last?.divergence ?? null
  return divergence === null ? reason : `${reason}; there is no end of states: ${divergence}`
}

/** The report of a check that ended without one: what was asked, and how far it had come. */
export const cutShort = (
  outline: Outline,
  last: Progress | null,
  { kind, reason }: Cause,
): Report => ({
  schemaVersion,
  ...outline,
  verdict: 'incomplete',
  asExpected: false,
  properties: outline.properties.map((property) => ({
    ...property,
    verdict: 'incomplete',
    assumptions: [],
    trace: null,
  })),
  states: {
    distinct: last?.states ?? 0,
    generated: last?.transitions ?? 0,
    depth: last?.depth ?? 0,
    bytesPerState: 0,
  },
  steps: { evaluated: 0, sampled: null },
  reductions: [],
  ended: kind,
  incomplete: { kind, reason: withDivergence(reason, last), growth: [], divergence: null },
  notes: [],
  seconds: last?.seconds ?? 0,
  workers: 1,
  peakMemoryBytes: last?.bytes ?? 0,
})

/** The report of a job with changed assumptions that ended before all of them were tried. */
export const flipsCutShort = (soFar: FlipReport, cause: Cause): FlipReport => ({
  ...soFar,
  flips: soFar.flips.map((flip) =>
    flip.incomplete?.kind === 'not-tried' ? { ...flip, incomplete: cause } : flip,
  ),
})
