import type { Parameters, ParameterSpecs, System } from 'netsplit'

/** What a model file exports. */
export interface ModelModule {
  readonly default: System | ((parameters: never) => System)
  readonly parameters?: ParameterSpecs
}

/** What must come out for one property: the verdict, and how short the run is that decides it. */
export interface Outcome {
  readonly verdict: 'holds' | 'violated'
  /**
   * Steps of the shortest counterexample, or of the shortest witness of a `reachable` property; null
   * where there is no run to show, and for properties of infinite runs.
   */
  readonly length: number | null
}

/** How many states there are. */
export interface Counts {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
}

/** A model with its parameters set, and what must come out. */
export interface Configuration extends Counts {
  /** The parameters that differ from the defaults. */
  readonly parameters: Parameters
  /** The same where all reductions are in force, if that is tested. */
  readonly reduced?: Counts
  /** By the property's name. */
  readonly properties: Readonly<Record<string, Outcome>>
  /** The reductions that are applied: the counts depend on them. */
  readonly reductions: readonly string[]
  /** Where the numbers come from; those that it does not name are our own count. */
  readonly source: string
  /** Too large for the reference explorer. */
  readonly slow?: boolean
}

/** A model that comes with the program, and what must come out. */
export interface BundledModel {
  readonly name: string
  /** One line. */
  readonly about: string
  readonly load: () => Promise<ModelModule>
  /** The defaults first. */
  readonly configurations: readonly Configuration[]
}

export const holds: Outcome = { verdict: 'holds', length: null }
/** Of `reachable`: it is, in so many steps. */
export const shownIn = (length: number): Outcome => ({ verdict: 'holds', length })
/** A counterexample of so many steps. */
export const brokenIn = (length: number): Outcome => ({ verdict: 'violated', length })
/** Of `reachable`: it is not; of a property of infinite runs: it is broken. */
export const broken: Outcome = { verdict: 'violated', length: null }
