import { ModelError } from '../value/model-error.ts'
import { checkAll, type Check } from './check-all.ts'
import type { CheckFlags } from './check-flags.ts'
import { expectFiles, writeFiles } from './check-files.ts'
import type { Asked } from './config.ts'
import { configFilesIn } from './config-file.ts'
import type { Drawn, Job } from './engine-contract.ts'
import type { Io } from './io.ts'
import { defaultMemoryLimit } from './memory.ts'
import { refuseMixed, refuseOfSeveral, refuseOverwriting, refuseUntold } from './mixed-options.ts'
import { isPlain } from './plain-model.ts'
import { statusOfAll } from './status.ts'
import { combinationsOf, shardOf } from './sweep.ts'
import { tellersOf } from './tellers.ts'

/** What is to be checked, and how. */
export interface Asking extends Asked {
  /** Names the configuration in an error about what it says. */
  readonly blame: (error: unknown) => unknown
}

/**
 * `netsplit check`: checks models, prints the reports and returns the exit status.
 *
 * @param ask says what is asked for: the configuration may be another one later
 */
export const checkCommand = async (ask: () => Promise<Asking>, io: Io): Promise<number> => {
  let asked = await ask()
  const round = (): ReturnType<typeof checkRound> => blamedRound(asked, io)
  if (asked.flags.watch !== true) return (await round()).status
  const [{ watched }, { sourcesOf }] = await Promise.all([
    import('./watch.ts'),
    import('./which-models.ts'),
  ])
  const models = await which(asked.models, io)
  let isFirst = true
  const again: typeof round = async () => {
    if (!isFirst) asked = await ask()
    isFirst = false
    return round()
  }
  const list = async (): Promise<readonly string[]> => [
    ...(await sourcesOf(asked.models, io.cwd)),
    ...configFilesIn(io.cwd),
  ]
  return watched(again, models, list, io)
}

/** As {@link checkRound}; what is wrong with what the configuration says is blamed on it. */
const blamedRound = async (asked: Asking, io: Io): ReturnType<typeof checkRound> => {
  try {
    return await checkRound(asked, io)
  } catch (error) {
    throw asked.blame(error)
  }
}

/** Does all checks once. */
const checkRound = async (
  { models, flags, blame }: Asking,
  io: Io,
): Promise<{ readonly status: number; readonly models: readonly string[] }> => {
  refuseMixed(models.join(' '), flags)
  refuseUntold(flags)
  await expectFiles(flags, io)
  const { checks, isOne } = await checksOf(models, flags, io)
  if (checks.length === 0) io.stderr.write('netsplit: there is no check in this shard\n')
  refuseOfSeveral(checks, flags)
  refuseOverwriting(checks, flags, io.cwd)
  const tellers = await tellersOf({ ...flags, isOne }, io)
  let graph: Drawn | null = null
  const all = await checkAll(
    checks,
    {
      jobOf: (check) => jobOf(check, flags),
      blame,
      onChecked: (checked, before) => {
        for (const teller of tellers) teller.each(checked, before)
      },
      onGraph: (drawn) => {
        graph = drawn
      },
    },
    io,
  )
  // One that cannot write keeps none of the others from it.
  const ends = await Promise.allSettled(tellers.map((teller) => teller.end(all)))
  for (const { came, asked: model, settings } of all) {
    if (came.kind !== 'report') continue
    await writeFiles(flags, { report: came.report, graph, model, settings }, io)
  }
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { status: statusOfAll(all), models: [...new Set(checks.map(({ model }) => model))] }
}

/** The models that are asked for. Most often it is one, by its name or its path. */
const which = async (asked: readonly string[], io: Io): Promise<readonly string[]> => {
  const [first] = asked
  if (asked.length === 1 && first !== undefined && isPlain(first, io.cwd)) return asked
  const { modelsOf } = await import('./which-models.ts')
  return modelsOf(asked, io)
}

/**
 * Every model with every combination of parameters, or the part of them that this command is to do; and whether there
 * is one alone, without parts.
 */
const checksOf = async (
  asked: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<{ readonly checks: readonly Check[]; readonly isOne: boolean }> => {
  const models = await which(asked, io)
  const sets = combinationsOf(flags.set)
  const all = models.flatMap((model) => sets.map((settings) => ({ model, settings })))
  const checks = flags.shard === undefined ? all : shardOf(all, flags.shard)
  return { checks, isOne: all.length === 1 }
}

const jobOf = ({ model, settings }: Check, flags: CheckFlags): Job => ({
  model,
  settings,
  only: flags.property,
  maxStates: flags.maxStates ?? null,
  maxSeconds: flags.maxSeconds ?? null,
  maxMemoryBytes: flags.maxMemory ?? defaultMemoryLimit(),
  noReduction: flags.reduction,
  stopAtFirst: flags.stopAtFirst ?? false,
  keepGoing: flags.keepGoing ?? false,
  exhaustive: flags.exhaustive ?? false,
  profile: flags.profile ?? false,
  coverage: flags.coverage ?? false,
  flip: flags.flip ?? false,
  disk: diskOf(model, flags),
  engine: flags.engine ?? null,
  spark: sparkOf(flags),
  workers: flags.workers ?? 1,
  draw: flags.dot !== undefined,
  sources: flags.json === true || flags.reporter.some(({ name }) => name !== 'text'),
  simulation: null,
})

/** Where Spark is. */
const sparkOf = ({ master, remote, scratch }: CheckFlags): Job['spark'] => ({
  ...(master === undefined ? {} : { master }),
  ...(remote === undefined ? {} : { remote }),
  ...(scratch === undefined ? {} : { scratch }),
})

/** Where states are kept. */
const diskOf = (model: string, { disk, resume }: CheckFlags): Job['disk'] => {
  if (disk !== undefined && resume !== undefined) {
    throw new ModelError('bad-option', {
      what: '--disk and --resume do not go together',
      where: [`netsplit check ${model} --disk ${disk} --resume ${resume}`],
      fix: 'leave one of them out: to check afresh, or to go on with a check that was ended',
    })
  }
  if (resume !== undefined) return { folder: resume, isResumed: true }
  return disk === undefined ? null : { folder: disk, isResumed: false }
}
