import type { Report } from '../report.ts'
import type { Judged } from './mutate-run.ts'

/** A model that was mutated, and what became of its mutants. */
export interface Mutation {
  readonly model: string
  readonly original: Report
  /** How far the check of each mutant might go. */
  readonly budget: { readonly maxStates: number; readonly maxSeconds: number }
  readonly judged: readonly Judged[]
  /** Files that were left as they are. */
  readonly others: readonly string[]
  /** Files with systems in them that the model does not use, which were left as they are. */
  readonly apart: readonly string[]
  /** The place that was asked for; null: all. */
  readonly only: string | null
}
