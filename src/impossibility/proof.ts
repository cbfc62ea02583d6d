import type { Run } from './run.ts'

/**
 * Why no protocol exists: a few runs, and an argument that learns what nodes must do from one run
 * after the other, carrying it over wherever a node's view is the same, until a run has no way
 * out. Plain data; a proof can be kept as JSON and checked later, see `checker.ts`.
 */
export interface Proof {
  /** The runs that the argument goes through; it names them by their index. */
  readonly runs: readonly Run[]
  /** What is concluded from them, one after the other. */
  readonly argument: Argument
}

/** Steps in order. Either the last one is a contradiction, or every one of the cases ends in one. */
export interface Argument {
  /** What is concluded, in order; each step may use those before it. */
  readonly steps: readonly ProofStep[]
  /** How the argument ends where no step is a contradiction; else null. */
  readonly cases: CaseSplit | null
}

/** What one run teaches. */
export interface ProofStep {
  /** Its name; {@link Link.step} refers to it. */
  readonly id: number
  /** Index into {@link Proof.runs}. */
  readonly run: number
  /** The names of the conditions that this step needs. */
  readonly conditions: readonly string[]
  /** What is carried over from earlier steps. */
  readonly links: readonly Link[]
  /** What follows; `null`: a contradiction. */
  readonly concludes: Conclusion | null
}

/**
 * A link of the chain: after `at` of its steps in this run, the node has the same view as the one
 * that step `step` concluded about, so it has the same value here.
 */
export interface Link {
  /** The {@link ProofStep.id} of the step that concluded, or the id of an assumed case. */
  readonly step: number
  /** The node whose view is the same. */
  readonly node: string
  /** How many of its own steps in this run the node has taken. */
  readonly at: number
}

/** After `at` of its steps, the node has decided one of these values (`null`: has not decided). */
export interface Conclusion {
  /** The node that it is about. */
  readonly node: string
  /** How many of its own steps in the run the node has taken. */
  readonly at: number
  /** The decisions that are left to it; `null` is "none yet". */
  readonly values: readonly (string | null)[]
}

/** One case for each value that a view may have and that no link rules out. */
export interface CaseSplit {
  /** Index into {@link Proof.runs}. */
  readonly run: number
  /** The node whose decision is tried. */
  readonly node: string
  /** How many of its own steps in the run the node has taken. */
  readonly at: number
  /** What rules decisions out, so that they need no case. */
  readonly links: readonly Link[]
  /** A case for each decision that is left, each ending in a contradiction. */
  readonly cases: readonly {
    /** The name of the assumption, for links. */
    readonly id: number
    readonly value: string | null
    readonly argument: Argument
  }[]
}

/** Every step of an argument, those of its cases included, in the order of reading. */
export function stepsOf({ steps, cases }: Argument): ProofStep[] {
  return [...steps, ...(cases?.cases ?? []).flatMap(({ argument }) => stepsOf(argument))]
}
