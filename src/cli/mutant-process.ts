import { damageDone } from '../value/builtins.ts'
import { runLoaded } from './engine-job.ts'
import { tuneForChecks } from './engine-tuning.ts'
import { failure } from './failure.ts'
import { prepareImports } from './import-model.ts'
import { loadAfresh } from './load-model.ts'
import { thrownBy } from './load-errors.ts'
import type { MutantAnswer, MutantOrder } from './mutant-messages.ts'
import { ReplacedSources } from './replaced-sources.ts'

/*
 * A process that checks one mutant of a model after the other. To start a process takes many times as long as to
 * check a small model. Its parent ends it when a mutant does not come back, and when it says that it is not
 * fit for another one.
 */

const sources = new ReplacedSources()

const tell = (answer: MutantAnswer): void => {
  process.send?.(answer)
}

/** What nobody awaits is the model's. */
let blame: (error: unknown) => void = () => undefined

/** Whether nothing of a mutant is left that another one could meet. */
const isFit = (): boolean =>
  damageDone() === null && !process.getActiveResourcesInfo().includes('Timeout')

const check = async ({ job, files, changed }: MutantOrder): Promise<MutantAnswer> => {
  const failed = new Promise<never>((_, reject) => {
    blame = reject
  })
  const work = async (): Promise<MutantAnswer> => {
    await sources.replace(files)
    const model = await loadAfresh(job.model)
    const handedOut = await sources.replace(files)
    if (!handedOut.includes(changed)) return { kind: 'not-loaded' }
    const report = await runLoaded(job, model, {
      signal: new AbortController().signal,
      onOutline: () => undefined,
      onProgress: () => undefined,
      onGraph: () => undefined,
      onResult: () => undefined,
      whileLoading: (load) => load(),
      onSearched: () => undefined,
      locate: (it) => Promise.resolve(it),
    })
    // What a handler left behind fails before the report is told.
    await new Promise(setImmediate)
    return { kind: 'report', report, isFit: isFit() }
  }
  try {
    return await Promise.race([work(), failed])
  } catch (error) {
    return { kind: 'failure', failure: failure(error, job.model), isFit: isFit() }
  }
}

tuneForChecks()
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => blame(thrownBy(error, 'the model')))
}
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit(0))
await prepareImports(sources.theirs)
process.on('message', (order: MutantOrder) => void check(order).then(tell))
tell({ kind: 'ready' })
