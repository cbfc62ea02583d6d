import type { Parameters } from '../model/parameters.ts'
import { Line, type Hearer, type Started } from '../worker/line.ts'
import type { Progress, Report } from '../report.ts'

/** A worker, as browsers have it. */
export interface WorkerLike {
  /** Sends it a message. */
  postMessage(message: unknown): void
  /** Listens to it. */
  addEventListener(
    kind: 'message' | 'error',
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void
  /** Ends it. */
  terminate(): void
}

/** What {@link checkInWorker} may be told. */
export interface WorkerCheckOptions {
  /** The model: one of the names that the worker gave to {@link answerChecks}. */
  readonly model: string
  /** The parameters that differ from the defaults. */
  readonly parameters?: Parameters
  /** Stop after so many distinct states: `incomplete`. */
  readonly maxStates?: number
  /** Ends the check in good order after so many seconds: what is known so far, `incomplete`. */
  readonly maxSeconds?: number
  /** Go on after every property is decided, until every state is seen. */
  readonly exhaustive?: boolean
  /**
   * Ends the check: with what is known so far, `incomplete`; or with a {@link WorkerFailure}, where the
   * worker does not answer within a second.
   */
  readonly signal?: AbortSignal
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void
}

/** `mistake`: in the model or in what was asked; `lost`: the worker died, or some code in it does not return. */
export type WorkerFailureReason = 'mistake' | 'aborted' | 'lost' | 'no-workers'

/** Why there is no report: a mistake in the model or in what was asked, or a worker that does not answer. */
export class WorkerFailure extends Error {
  /** What kind of failure it is. */
  readonly reason: WorkerFailureReason
  /** Where: node, event, path in a value; the widest place first. May be empty. */
  readonly where: readonly string[]
  /** The way out, in a few words. */
  readonly fix: string

  constructor(what: string, story: Readonly<Pick<WorkerFailure, 'reason' | 'where' | 'fix'>>) {
    const { reason, where, fix } = story
    super([what, ...where.map((each) => `  where: ${each}`), `  mend:  ${fix}`].join('\n'))
    this.name = 'WorkerFailure'
    this.reason = reason
    this.where = where
    this.fix = fix
  }
}

/**
 * Checks a model in a worker, so that the page stays quick. The worker is ended after it; one that does
 * not answer for five seconds, as some code in it does not return, is ended, too.
 *
 * @example
 * const report = await checkInWorker(
 *   () => new Worker(new URL('./lamp.worker.ts', import.meta.url), { type: 'module' }),
 *   { model: 'lamp', maxSeconds: 10, onProgress: ({ states }) => show(states) },
 * )
 *
 * @param start starts a worker that calls {@link answerChecks}
 * @returns the report that `check` gives
 * @throws WorkerFailure when there is no report
 */
export const checkInWorker = async (
  start: () => WorkerLike,
  options: WorkerCheckOptions,
): Promise<Report> => {
  const { model, parameters = {}, maxStates, maxSeconds, exhaustive, ...asking } = options
  const line = new Line(
    { unsealing: null, start: async (hearer) => startWith(start(), hearer) },
    { silence: 5000, stopping: 1000 },
  )
  const answer = await line.ask(
    {
      kind: 'check',
      ask: {
        model: { kind: 'bundled', name: model },
        parameters: Object.fromEntries(
          Object.entries(parameters).map(([name, value]) => [name, String(value)]),
        ),
        limits: {
          ...(maxStates === undefined ? {} : { states: maxStates }),
          ...(maxSeconds === undefined ? {} : { seconds: maxSeconds }),
          ...(exhaustive === undefined ? {} : { isExhaustive: exhaustive }),
        },
      },
    },
    asking,
  )
  line.end()
  if (answer.kind === 'failed') {
    const { message, cause: reason, where, wayOut: fix } = answer
    throw new WorkerFailure(message, { reason, where, fix })
  }
  return answer.found as Report
}

const startWith = (worker: WorkerLike, { hear, fail }: Hearer): Started => {
  worker.addEventListener('message', ({ data }) => hear(data))
  worker.addEventListener('error', ({ message }) => fail(message ?? 'it does not start'))
  return {
    post: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
  }
}
