import type { Job, Outline } from './engine-job.ts'
import type { Progress, Report } from '../report.ts'
import type { Trace } from '../trace/trace.ts'
import { ModelErrorInRun } from '../check.ts'
import { ModelError, type ErrorCode } from '../value/model-error.ts'

/** What the command line tells the engine process. */
export type Order = { readonly kind: 'run'; readonly job: Job } | { readonly kind: 'stop' }

/** What the engine process tells the command line. */
export type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outline'; readonly outline: Outline }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: Report }
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

/** An error of a job as a message. */
export const failure = (error: unknown): Message => {
  if (error instanceof ModelError) {
    const { code, what, where, fix } = error
    const trace = error instanceof ModelErrorInRun ? error.trace : null
    return { kind: 'mistake', mistake: { code, what, where, fix, trace } }
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  // What typed arrays throw when the system has no more memory to give.
  const isMemory = /Array buffer allocation failed/.test(stack)
  return isMemory ? { kind: 'out-of-memory' } : { kind: 'bug', stack }
}

/** The error that a mistake was. */
export const revive = ({ trace, ...mistake }: Mistake): ModelError => {
  const error = new ModelError(mistake.code, mistake)
  return trace === null ? error : new ModelErrorInRun(error, trace)
}
