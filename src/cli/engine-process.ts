import { ModelError } from '../value/model-error.ts'
import { ModelErrorInRun } from '../check.ts'
import type { Job } from './engine-contract.ts'
import { runJob } from './engine-job.ts'
import { tuneForChecks } from './engine-tuning.ts'
import { thrownBy } from './load-errors.ts'
import type { Message, Order } from './engine-messages.ts'

/*
 * The engine's own process: runs one job and tells its parent. It never ends by itself on Ctrl-C,
 * which a terminal sends to parent and child alike: the parent decides.
 */

const controller = new AbortController()

const tell = (message: Message): void => {
  process.send?.(message)
}

/** An error of a job as a message. */
const failure = (error: unknown): Message => {
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

const run = async (job: Job): Promise<void> => {
  // Netsplit awaits all that it starts: what nobody awaits is the model's.
  const blame = (error: unknown): void => tell(failure(thrownBy(error, job.model)))
  process.on('uncaughtException', blame)
  process.on('unhandledRejection', blame)
  // If nothing is left to do before there is a result, the model awaits what never comes.
  process.channel?.unref()
  process.once('beforeExit', () => {
    const what = 'The model never finishes loading: it awaits something that never comes'
    const fix = 'a model only describes a system: leave out what waits'
    tell(failure(new ModelError('bad-model-file', { what, where: [job.model], fix })))
  })
  try {
    const report = await runJob(job, {
      signal: controller.signal,
      onOutline: (outline) => tell({ kind: 'outline', outline }),
      onResult: (report) => tell({ kind: 'so-far', report }),
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    })
    tell({ kind: 'report', report })
  } catch (error) {
    tell(failure(error))
  }
}

tuneForChecks()
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
// Without a parent nobody waits for the result.
process.on('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  if (order.kind === 'stop') controller.abort()
  else void run(order.job)
})
tell({ kind: 'ready' })
