import { ModelError } from '../value/model-error.ts'
import type { Job } from './engine-contract.ts'
import { runJob } from './engine-job.ts'
import { tuneForChecks } from './engine-tuning.ts'
import { failure } from './failure.ts'
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

/** How many timers of JavaScript's are under way: none of them is netsplit's between two turns. */
const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length

const leftTimer = ({ model }: Job): ModelError =>
  new ModelError('handler-async', {
    what: 'A handler called setTimeout or setInterval: what happens after it has returned is not explored',
    where: [model],
    fix: "use the context's setTimer, and a handler in `timeout`",
  })

/** Does something whose output nobody wants: it was printed before. */
const mutely = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const streams = [process.stdout, process.stderr]
  const writes = streams.map((stream) => stream.write.bind(stream))
  for (const stream of streams) stream.write = () => true
  try {
    return await work()
  } finally {
    streams.forEach((stream, index) => Object.assign(stream, { write: writes[index] }))
  }
}

const run = async (job: Job): Promise<void> => {
  let timersOfModel = 0
  // Netsplit awaits all that it starts: what nobody awaits is the model's.
  const blame = (error: unknown): void => tell(failure(thrownBy(error, job.model), job.model))
  process.on('uncaughtException', blame)
  process.on('unhandledRejection', blame)
  // If nothing is left to do before there is a result, the model awaits what never comes.
  process.channel?.unref()
  process.once('beforeExit', () => {
    const what = 'The model never finishes loading: it awaits something that never comes'
    const fix = 'a model only describes a system: leave out what waits'
    tell(failure(new ModelError('bad-model-file', { what, where: [job.model], fix }), job.model))
  })
  try {
    const covered = job.coverage ? await import('./covered-job.ts') : null
    const coverage = await covered?.beginCoverage(job)
    const report = await runJob(coverage?.job ?? job, {
      signal: controller.signal,
      onOutline: (outline) => {
        timersOfModel = timers()
        tell({ kind: 'outline', outline })
      },
      whileLoading: async (load) => {
        const before = timers()
        const system = await mutely(load)
        timersOfModel += timers() - before
        return system
      },
      // To draw runs the model, too; and another session of the inspector that ends has V8 forget what it counts in detail.
      onSearched: () => coverage?.end(),
      locate: async (report, system) => {
        const { withSources } = await import('./sources.ts')
        return withSources(report, system)
      },
      onResult: (report) => tell({ kind: 'so-far', report }),
      onProgress: (progress) => tell({ kind: 'progress', progress }),
      onGraph: (graph) => tell({ kind: 'graph', graph }),
    })
    // What a handler left behind, a promise or a timer that is due, fails before the report is told.
    await new Promise(setImmediate)
    if (timers() > timersOfModel) throw leftTimer(job)
    tell({ kind: 'report', report: coverage === undefined ? report : coverage.added(report) })
  } catch (error) {
    tell(failure(error, job.model))
  }
}

tuneForChecks()
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
// Without a parent nobody waits for the result.
process.on('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  if (order.kind === 'run') return void run(order.job)
  tell({ kind: 'stopping' })
  controller.abort()
})
tell({ kind: 'ready' })
