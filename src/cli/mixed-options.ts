import { resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import type { Check } from './check-all.ts'
import type { CheckFlags } from './check-flags.ts'
import { wantedBy } from './check-files.ts'
import { refuseWithEngine } from './engine-options.ts'
import { asWritten } from './files.ts'
import { givenOf } from './given-of.ts'
import { reportersOf } from './wanted-reporters.ts'

/* Options of `netsplit check` that do not go together, each with the way out. */

/** What is kept of one check would be overwritten by the next. */
export const refuseOfSeveral = (checks: readonly Check[], flags: CheckFlags): void => {
  const { disk, resume } = flags
  const [option] = [...filesIn(flags), ...givenOf({ '--disk': disk, '--resume': resume })]
  if (checks.length < 2 || option === undefined) return
  throw new ModelError('bad-option', {
    what: `${option} is for one check, and there are ${checks.length}`,
    where: checks.map(({ model }) => model),
    fix: `leave ${option} out, or check one model at a time`,
  })
}

/** What is written in the end must not be written over what is checked, or over each other. */
export const refuseOverwriting = (
  checks: readonly Check[],
  flags: CheckFlags,
  cwd: string,
): void => {
  const known = new Map(checks.map(({ model }) => [resolve(cwd, model), `the model ${model}`]))
  const wanted = [
    ...wantedBy(flags),
    ...flags.reporter.flatMap(({ name, file }) =>
      file === null ? [] : [{ option: `--reporter ${name}`, file }],
    ),
  ]
  for (const { option, file } of wanted) {
    const place = resolve(cwd, file)
    const other = known.get(place)
    if (other !== undefined) {
      throw new ModelError('bad-option', {
        what: `${option} would write over ${other}`,
        where: [asWritten({ option, file })],
        fix: 'give another file',
      })
    }
    known.set(place, `what ${option} writes`)
  }
}

/** Tools are told of properties, not of changed assumptions or of where states come from. The page tells of coverage, too. */
export const refuseUntold = ({
  flip,
  profile,
  coverage,
  reporter,
  json,
  watch,
  test,
  html,
}: CheckFlags): void => {
  const untold = html === undefined ? coverage : undefined
  const [option] = givenOf({ '--flip': flip, '--profile': profile, '--coverage': untold })
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

/** Those of the options for files that were given. */
const filesIn = (flags: CheckFlags): readonly string[] =>
  wantedBy(flags).map(({ option }) => option)

/** With assumptions changed all properties are asked for, and no runs are told. */
export const refuseMixed = (model: string, flags: CheckFlags): void => {
  const {
    flip,
    stopAtFirst,
    witnesses,
    unfold,
    exhaustive,
    disk,
    resume,
    profile,
    workers,
    coverage,
  } = flags
  if (stopAtFirst && exhaustive) {
    throw new ModelError('bad-option', {
      what: '--stop-at-first and --exhaustive do not go together',
      where: [`netsplit check ${model} --stop-at-first --exhaustive`],
      fix: 'leave one of them out: to stop at the first violation, or to see everything',
    })
  }
  refuseCountedOnDisk(model, flags)
  refuseWithEngine(model, flags)
  const alone = {
    '--coverage': coverage,
    '--flip': flip,
    '--profile': profile,
    '--disk': disk,
    '--resume': resume,
  }
  const [single] = givenOf(alone)
  if ((workers ?? 1) > 1 && single !== undefined) {
    throw new ModelError('bad-option', {
      what: `--workers and ${single} do not go together`,
      where: [`netsplit check ${model} --workers ${workers} ${single}`],
      fix: 'leave one of them out: such a check is the work of one thread',
    })
  }
  const told = {
    '--stop-at-first': stopAtFirst,
    '--witnesses': witnesses,
    '--unfold': unfold,
  }
  const kept = { '--disk': disk, '--resume': resume, '--profile': profile, '--coverage': coverage }
  const [other] = [...givenOf(told), ...filesIn(flags), ...givenOf(kept)]
  if (!flip || other === undefined) return
  throw new ModelError('bad-option', {
    what: `--flip and ${other} do not go together`,
    where: [`netsplit check ${model} --flip ${other}`],
    fix: stopAtFirst
      ? 'leave one of them out: --flip compares the verdicts on all properties'
      : 'leave one of them out: --flip compares verdicts and tells no runs',
  })
}

/** What counts on the way knows nothing of what was before a checkpoint, nor of other threads. */
const refuseCountedOnDisk = (
  model: string,
  { disk, resume, profile, coverage, workers }: CheckFlags,
): void => {
  const option = disk === undefined ? (resume === undefined ? '--workers' : '--resume') : '--disk'
  if (profile && ((disk ?? resume) !== undefined || (workers ?? 1) > 1)) {
    throw new ModelError('bad-option', {
      what: `--profile and ${option} do not go together`,
      where: [`netsplit check ${model} --profile ${option}`],
      fix: 'leave one of them out: a profile counts the states of a search in one table',
    })
  }
  if (coverage && (disk ?? resume) !== undefined) {
    throw new ModelError('bad-option', {
      what: `--coverage and ${option} do not go together`,
      where: [`netsplit check ${model} --coverage ${option}`],
      fix: 'leave one of them out: what was run before a checkpoint is not known any more',
    })
  }
}
