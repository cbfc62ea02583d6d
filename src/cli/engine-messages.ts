import type { Drawn, Job, Outline } from './engine-contract.ts'
import type { FlipReport, Progress, Report } from '../report.ts'
import type { Trace } from '../trace/trace.ts'
import { ModelError, type ErrorCode } from '../value/model-error.ts'

/** What the command line tells the engine process. */
export type Order = { readonly kind: 'run'; readonly job: Job } | { readonly kind: 'stop' }

/** What the engine process tells the command line. */
export type Message =
  | { readonly kind: 'ready' }
  /** The order to stop has been heard. */
  | { readonly kind: 'stopping' }
  | { readonly kind: 'outline'; readonly outline: Outline }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'so-far'; readonly report: FlipReport }
  | { readonly kind: 'graph'; readonly graph: Drawn }
  | { readonly kind: 'report'; readonly report: Report | FlipReport }
  | { readonly kind: 'mistake'; readonly mistake: Mistake }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'bug'; readonly stack: string }

/** A ModelError as plain data. */
interface Mistake {
  readonly code: ErrorCode
  readonly what: string
  readonly where: readonly string[]
  readonly fix: string
  readonly trace: Trace | null
}

/** A failure that is netsplit's own fault; its stack is for the bug report. */
export class InternalError extends Error {
  constructor(stack: string) {
    super('internal error')
    this.stack = stack
  }
}

/** A mistake in a model, with the run that leads to it. */
class MistakeInRun extends ModelError {
  readonly trace: Trace

  constructor(mistake: Mistake, trace: Trace) {
    super(mistake.code, mistake)
    this.trace = trace
  }
}

/** The error that a mistake was. */
export const revive = (mistake: Mistake): ModelError =>
  mistake.trace === null
    ? new ModelError(mistake.code, mistake)
    : new MistakeInRun(mistake, mistake.trace)
