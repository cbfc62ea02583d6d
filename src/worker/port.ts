import type { Progress } from '../report.ts'
import type { Trace } from '../trace/trace.ts'
import type { Answer, Ask, Finish, Path, Situation } from './contract.ts'

/** What can be asked of a worker. */
export type Question =
  | { readonly kind: 'describe' | 'check'; readonly ask: Ask }
  | { readonly kind: 'table' }
  | { readonly kind: 'stage'; readonly ask: Ask; readonly path: Path }
  | { readonly kind: 'retrace'; readonly ask: Ask; readonly trace: Trace }
  | ({ readonly kind: 'finish'; readonly ask: Ask; readonly path: Path } & Finish)

/** What a page says to a worker. `id` names the question. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'abort'; readonly id: number }

/** What a worker says to a page. */
export type FromWorker =
  /** From here on the worker is at work, and silent only if user code does not return. */
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'situation'; readonly id: number; readonly situation: Situation }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer<unknown> }

/** One end of a line between a page and a worker. */
export interface Port {
  readonly post: (message: unknown) => void
  /** The one who listens. */
  readonly listen: (hear: (message: unknown) => void) => void
}
