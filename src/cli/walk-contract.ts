import type { Slice, SliceResult } from '../simulate/batches.ts'
import type { Plan } from '../simulate/plan.ts'
import type { Job } from './engine-contract.ts'
import type { Failure } from './failure.ts'

/** What of a job says through what one walks. */
export type WalkedJob = Pick<Job, 'model' | 'settings' | 'only'>

/** What a thread that walks is given when it is started. */
export interface WalkGiven {
  readonly job: WalkedJob
  readonly plan: Plan
}

export const walkGiven = (given: WalkGiven): WalkGiven => given

/** What it is told to do. */
export type WalkOrder =
  | { readonly kind: 'walk'; readonly slice: Slice }
  | { readonly kind: 'confirm' }

/** What it says when that is done. */
export type WalkAnswer =
  | { readonly kind: 'walked'; readonly result: SliceResult }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'failed'; readonly failure: Failure }
