import type { Report } from '../report.ts'
import type { Job } from './engine-contract.ts'
import type { Failure } from './failure.ts'

/** What a process that checks mutants is asked: one mutant after the other. */
export interface MutantOrder {
  readonly job: Job
  /** The texts of the model's files, as JavaScript, by their URLs. */
  readonly files: Readonly<Record<string, string>>
  /** The URL of that which was changed. */
  readonly changed: string
}

/** What it answers. */
export type MutantAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly report: Report; readonly isFit: boolean }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly isFit: boolean }
  /** The model was loaded, but the file that was changed was not. */
  | { readonly kind: 'not-loaded' }
