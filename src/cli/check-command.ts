import { resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { checkAll, type Check } from './check-all.ts'
import { expectFiles, writeFiles, type FileFlags } from './check-files.ts'
import type { Drawn, Job } from './engine-contract.ts'
import type { Io } from './io.ts'
import { defaultMemoryLimit } from './memory.ts'
import type { Setting } from './options.ts'
import { isPlain } from './plain-model.ts'
import type { WantedReporter } from './reporter-names.ts'
import { statusOfAll } from './status.ts'
import { combinationsOf, shardOf, type Shard } from './sweep.ts'
import { tellersOf } from './tellers.ts'
import { reportersOf } from './wanted-reporters.ts'

/** The options of `netsplit check`, parsed. */
export interface CheckFlags extends FileFlags {
  readonly set: readonly Setting[]
  /** The only properties to be judged; empty for all. */
  readonly property: readonly string[]
  readonly shard?: Shard
  readonly watch?: true
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
  readonly reporter: readonly WantedReporter[]
}

/** `netsplit check`: checks models, prints the reports and returns the exit status. */
export const checkCommand = async (
  asked: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<number> => {
  refuseMixed(asked.join(' '), flags)
  refuseUntold(flags)
  await expectFiles(flags, io)
  if (flags.watch !== true) return (await checkRound(asked, flags, io)).status
  const { watched } = await import('./watch.ts')
  const models = await which(asked, io)
  return watched(() => checkRound(asked, flags, io), models, io)
}

/** Does all checks once. */
const checkRound = async (
  asked: readonly string[],
  flags: CheckFlags,
  io: Io,
): Promise<{ readonly status: number; readonly models: readonly string[] }> => {
  const { checks, isOne } = await checksOf(asked, flags, io)
  if (checks.length === 0) io.stderr.write('netsplit: there is no check in this shard\n')
  refuseOfSeveral(checks, flags)
  refuseOverwriting(checks, flags, io.cwd)
  const tellers = await tellersOf({ ...flags, isOne }, io)
  let graph: Drawn | null = null
  const all = await checkAll(
    checks,
    {
      jobOf: (check) => jobOf(check, flags),
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
  flip: flags.flip ?? false,
  disk: diskOf(model, flags),
  workers: flags.workers ?? 1,
  draw: flags.dot !== undefined,
  sources: flags.json === true || flags.reporter.some(({ name }) => name !== 'text'),
  simulation: null,
})

/** What is kept of one check would be overwritten by the next. */
const refuseOfSeveral = (checks: readonly Check[], flags: CheckFlags): void => {
  const { svg, dot, html, test, disk, resume } = flags
  const [option] = givenOf({
    '--svg': svg,
    '--dot': dot,
    '--html': html,
    '--test': test,
    '--disk': disk,
    '--resume': resume,
  })
  if (checks.length < 2 || option === undefined) return
  throw new ModelError('bad-option', {
    what: `${option} is for one check, and there are ${checks.length}`,
    where: checks.map(({ model }) => model),
    fix: `leave ${option} out, or check one model at a time`,
  })
}

/** What is written in the end must not be written over what is checked, or over each other. */
const refuseOverwriting = (checks: readonly Check[], flags: CheckFlags, cwd: string): void => {
  const { svg, dot, html, test, reporter } = flags
  const known = new Map(checks.map(({ model }) => [resolve(cwd, model), `the model ${model}`]))
  const wanted = [
    ...Object.entries({ '--svg': svg, '--dot': dot, '--html': html, '--test': test }),
    ...reporter.map(({ name, file }) => [`--reporter ${name}`, file ?? undefined] as const),
  ]
  for (const [option, file] of wanted) {
    if (file === undefined) continue
    const place = resolve(cwd, file)
    const other = known.get(place)
    if (other !== undefined) {
      throw new ModelError('bad-option', {
        what: `${option} would write over ${other}`,
        where: [`${option} ${file}`],
        fix: 'give another file',
      })
    }
    known.set(place, `what ${option} writes`)
  }
}

/** Tools are told of properties, not of changed assumptions or of where states come from. */
const refuseUntold = ({ flip, profile, reporter, json, watch, test }: CheckFlags): void => {
  const [option] = givenOf({ '--flip': flip, '--profile': profile })
  const tells = reportersOf(reporter, json ?? false).map(({ name }) => name)
  if (option !== undefined && !tells.some((name) => name === 'text' || name === 'json')) {
    throw new ModelError('bad-option', {
      what: `Nothing that is asked for tells of ${option}`,
      where: [option, ...tells.map((name) => `--reporter ${name}`)],
      fix: 'add --reporter text, or give the others files: --reporter junit=report.xml',
    })
  }
  if (watch === true && test !== undefined) {
    throw new ModelError('bad-option', {
      what: '--watch and --test do not go together',
      where: [`--watch --test ${test}`],
      fix: 'leave one of them out: a test that is there is not written over',
    })
  }
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
    test,
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
    '--test': test,
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
