import { ModelError } from '../value/model-error.ts'
import type { CheckFlags } from './check-flags.ts'
import { isOnThisMachine, isUrl } from './engine-names.ts'
import { givenOf } from './given-of.ts'

/* Options of `netsplit check` that do not go together with a database, each with the way out. */

/** A database keeps the states of one search, and knows of nothing but these. */
export const refuseWithEngine = (model: string, flags: CheckFlags): void => {
  const { engine, workers = 1, flip, profile, coverage } = flags
  refuseElsewhere(model, flags)
  refuseKeptElsewhere(model, flags)
  if (engine === undefined) return
  const [other] = givenOf({
    '--workers': workers > 1 ? workers : undefined,
    '--flip': flip,
    '--profile': profile,
    '--coverage': coverage,
  })
  if (other === undefined) return
  throw new ModelError('bad-option', {
    what: `--engine and ${other} do not go together`,
    where: [`netsplit check ${model} --engine ${engine} ${other}`],
    fix: `leave one of them out: ${wayOf[other] ?? 'such a check is searched in one table'}`,
  })
}

const wayOf: Readonly<Record<string, string>> = {
  '--workers': 'a database has threads of its own',
  '--flip': 'each change of an assumption is a search of its own',
}

/** Checkpoints are left where all who write states reach, and where netsplit itself does. */
const refuseKeptElsewhere = (model: string, flags: CheckFlags): void => {
  const { engine, disk, resume, master = 'local', remote } = flags
  const folder = disk ?? resume
  if (folder === undefined) return
  const option = disk === undefined ? '--resume' : '--disk'
  const refuse = (what: string, given: string, fix: string): ModelError =>
    new ModelError('bad-option', {
      what,
      where: [`netsplit check ${model} ${given}${option} ${folder}`],
      fix,
    })
  if (engine !== 'spark') {
    if (!isUrl(folder)) return
    const given = engine === undefined ? '' : `--engine ${engine} `
    const fix = 'name a folder of this machine, or search in Spark: --engine spark'
    throw refuse(`'${folder}' is not on this machine: only Spark writes there`, given, fix)
  }
  if (remote !== undefined) {
    const fix = 'leave one of them out: such a search begins anew where it was ended'
    throw refuse(
      `--remote and ${option} do not go together: only a server writes where it is`,
      `--engine spark --remote ${remote} `,
      fix,
    )
  }
  if (isOnThisMachine(master) || isUrl(folder)) return
  throw refuse(
    `'${folder}' is a folder of this machine, which those of a cluster do not reach`,
    `--engine spark --master ${master} `,
    `give a URL: ${option} hdfs://HOST/FOLDER, s3a://BUCKET/FOLDER, or file:///MOUNTED/FOLDER`,
  )
}

/** Where Spark is, and where all of its machines find its tables. */
const refuseElsewhere = (model: string, flags: CheckFlags): void => {
  const { engine, master = 'local', remote, scratch } = flags
  const [option] = givenOf({
    '--master': flags.master,
    '--remote': remote,
    '--scratch': scratch,
  })
  if (option === undefined) return
  const refuse = (what: string, where: string, fix: string): ModelError =>
    new ModelError('bad-option', { what, where: [`netsplit check ${model} ${where}`], fix })
  if (engine !== 'spark')
    throw refuse(
      `${option} is for Spark`,
      `${engine === undefined ? '' : `--engine ${engine} `}${option}`,
      `leave it out, or search in Spark: --engine spark`,
    )
  if (flags.master !== undefined && remote !== undefined)
    throw refuse(
      '--master and --remote do not go together',
      `--master ${master} --remote ${remote}`,
      'leave one of them out: Spark is begun here, or there is a server of it',
    )
  const elsewhere = remote ?? (isOnThisMachine(master) ? null : master)
  if (elsewhere === null || (scratch === undefined && remote !== undefined)) return
  if (scratch !== undefined && isUrl(scratch)) return
  const place = `--${remote === undefined ? 'master' : 'remote'} ${elsewhere}`
  throw scratch === undefined
    ? refuse(
        'The machines of a cluster need a place for tables that all of them reach',
        place,
        'give its URL: --scratch hdfs://HOST/FOLDER, s3a://BUCKET/FOLDER, or file:///MOUNTED/FOLDER',
      )
    : refuse(
        `'${scratch}' is a folder of this machine, which those of a cluster do not reach`,
        `${place} --scratch ${scratch}`,
        'give a URL: --scratch hdfs://HOST/FOLDER, s3a://BUCKET/FOLDER, or file:///MOUNTED/FOLDER',
      )
}
