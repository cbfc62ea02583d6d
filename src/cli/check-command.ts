import { ModelError } from '../value/model-error.ts'
import { expectFiles, writeFiles, type FileFlags } from './check-files.ts'
import type { Drawn, Job } from './engine-contract.ts'
import { Exit, type Io } from './io.ts'
import { defaultMemoryLimit } from './memory.ts'
import type { Setting } from './options.ts'
import { reportJson, reportText } from './rendering.ts'
import type { FlipReport, Report } from '../report.ts'
import { outcomeOf } from '../tell.ts'
import { underWay } from './under-way.ts'

/** The options of `netsplit check`, parsed. */
export interface CheckFlags extends FileFlags {
  readonly set: readonly Setting[]
  readonly maxStates?: number
  readonly maxSeconds?: number
  readonly maxMemory?: number
  readonly reduction: readonly string[]
  readonly stopAtFirst?: true
  readonly keepGoing?: true
  readonly disk?: string
  readonly resume?: string
  readonly exhaustive?: true
  readonly profile?: true
  readonly witnesses?: true
  readonly unfold?: true
  readonly flip?: true
  readonly workers?: number
  readonly json?: true
}

/** `netsplit check`: checks a model, prints the report and returns the exit status. */
export const checkCommand = async (model: string, flags: CheckFlags, io: Io): Promise<number> => {
  refuseMixed(model, flags)
  await expectFiles(flags, io)
  const job = {
    model,
    settings: flags.set,
    maxStates: flags.maxStates ?? null,
    maxSeconds: flags.maxSeconds ?? null,
    maxMemoryBytes: flags.maxMemory ?? defaultMemoryLimit(),
    noReduction: flags.reduction,
    stopAtFirst: flags.stopAtFirst ?? false,
    keepGoing: flags.keepGoing ?? false,
    exhaustive: flags.exhaustive ?? false,
    profile: flags.profile ?? false,
    flip: flags.flip ?? false,
    disk: diskOf(model, flags),
    workers: flags.workers ?? 1,
    draw: flags.dot !== undefined,
    simulation: null,
  }
  let graph: Drawn | null = null
  const report = await underWay(io, job, (drawn) => {
    graph = drawn
  })
  io.stdout.write(flags.json ? reportJson(report) : reportText(report, io.stdout, flags))
  await writeFiles(flags, { report, graph, model, settings: flags.set }, io)
  return statusOf(report)
}

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

/** Those of some options that were given. */
const givenOf = (options: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(options).flatMap(([option, given]) => (given === undefined ? [] : [option]))

/** With assumptions changed all properties are asked for, and no runs are told. */
const refuseMixed = (model: string, flags: CheckFlags): void => {
  const {
    flip,
    stopAtFirst,
    witnesses,
    unfold,
    svg,
    dot,
    html,
    exhaustive,
    disk,
    resume,
    profile,
    workers,
  } = flags
  if (stopAtFirst && exhaustive) {
    throw new ModelError('bad-option', {
      what: '--stop-at-first and --exhaustive do not go together',
      where: [`netsplit check ${model} --stop-at-first --exhaustive`],
      fix: 'leave one of them out: to stop at the first violation, or to see everything',
    })
  }
  const option = disk === undefined ? (resume === undefined ? '--workers' : '--resume') : '--disk'
  if (profile && ((disk ?? resume) !== undefined || (workers ?? 1) > 1)) {
    throw new ModelError('bad-option', {
      what: `--profile and ${option} do not go together`,
      where: [`netsplit check ${model} --profile ${option}`],
      fix: 'leave one of them out: a profile counts the states of a search in one table',
    })
  }
  const alone = { '--flip': flip, '--profile': profile, '--disk': disk, '--resume': resume }
  const [single] = givenOf(alone)
  if ((workers ?? 1) > 1 && single !== undefined) {
    throw new ModelError('bad-option', {
      what: `--workers and ${single} do not go together`,
      where: [`netsplit check ${model} --workers ${workers} ${single}`],
      fix: 'leave one of them out: such a check is the work of one thread',
    })
  }
  const others = {
    '--stop-at-first': stopAtFirst,
    '--witnesses': witnesses,
    '--unfold': unfold,
    '--svg': svg,
    '--dot': dot,
    '--html': html,
    '--disk': disk,
    '--resume': resume,
    '--profile': profile,
  }
  const [other] = givenOf(others)
  if (!flip || other === undefined) return
  throw new ModelError('bad-option', {
    what: `--flip and ${other} do not go together`,
    where: [`netsplit check ${model} --flip ${other}`],
    fix: stopAtFirst
      ? 'leave one of them out: --flip compares the verdicts on all properties'
      : 'leave one of them out: --flip compares verdicts and tells no runs',
  })
}

/** The exit status: of the model as it stands, and incomplete where some change had not its turn. */
export const statusOf = (report: Report | FlipReport): number => {
  const outcome = outcomeOf(report)
  if (outcome === 'unexpected') return Exit.unexpected
  const isCutShort =
    'flips' in report && report.flips.some(({ incomplete }) => isOver(incomplete?.kind))
  return outcome === 'open' || isCutShort ? Exit.incomplete : Exit.asExpected
}

/** Whether something ended all checks, and not one of them only. */
const isOver = (kind: NonNullable<FlipReport['flips'][number]['incomplete']>['kind'] | undefined) =>
  kind === 'interrupted' || kind === 'seconds' || kind === 'not-tried'
