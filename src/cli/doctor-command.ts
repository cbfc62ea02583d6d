import { readFileSync, statSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { ModelError } from '../value/model-error.ts'
import { describeThrown } from '../value/thrown.ts'
import { changedSources } from './changed-sources.ts'
import { ailing, well, type Diagnosis } from './diagnosis.ts'
import {
  freeMemory,
  memoryIs,
  nodeIs,
  optionsAre,
  processorsAre,
  temporaryIs,
} from './doctor-machine.ts'
import { importIs, manifestIs, netsplitIs, vitestIs } from './doctor-project.ts'
import { Exit, type Io } from './io.ts'
import { plainJob } from './plain-job.ts'
import { defaultMemoryLimit } from './memory.ts'
import { isBundled } from './plain-model.ts'
import { processorQuota } from './processors.ts'
import { templateModel } from './template.ts'
import { packageRoot } from './version.ts'

/**
 * `netsplit doctor [MODEL]`: looks at all that a check and its surroundings need, and says of each that it is well, or what
 * to do.
 *
 * @param model the file whose imports are looked at; those of the working folder without it
 * @returns 0 where all is well, else 1
 * @throws ModelError 'bad-model-file' when there is no such file
 */
export const doctorCommand = async (model: string | undefined, io: Io): Promise<number> => {
  const file = model === undefined ? null : resolve(io.cwd, model)
  if (file !== null) expectFile(file, model ?? '')
  const folder = file === null ? io.cwd : dirname(file)
  const all = await diagnoses(folder, io)
  io.stdout.write(told(all))
  return all.every(({ toDo }) => toDo === null) ? Exit.asExpected : Exit.unexpected
}

const expectFile = (file: string, asked: string): void => {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() ?? false) return
  throw new ModelError('bad-model-file', {
    what: `There is no file '${asked}'`,
    where: [`netsplit doctor ${asked}`],
    fix: isBundled(asked)
      ? 'bundled models import what netsplit itself does: leave it out, or name a file of your own'
      : 'name the file of a model, or leave it out to look at this folder',
  })
}

const diagnoses = async (folder: string, io: Io): Promise<readonly Diagnosis[]> => {
  const { engines, peerDependencies } = JSON.parse(
    readFileSync(new URL('package.json', packageRoot), 'utf8'),
  ) as Readonly<Record<'engines' | 'peerDependencies', Readonly<Record<string, string>>>>
  const container = process.constrainedMemory() ?? 0
  const hasLimit = container > 0 && container < totalmem()
  const manifest = await manifestIs(folder, io.cwd)
  // Before the check, which may make the folder.
  const temporary = temporaryIs()
  return [
    nodeIs(process.versions.node, (engines['node'] ?? '').replace(/^>=/, '')),
    netsplitIs(await changedSources(), io.cwd),
    await checkIs(io),
    processorsAre(availableParallelism(), processorQuota()),
    memoryIs({
      machine: totalmem(),
      container: hasLimit ? container : null,
      free: freeMemory(),
      limit: defaultMemoryLimit(),
    }),
    optionsAre([process.env['NODE_OPTIONS'] ?? '', ...process.execArgv].join(' ').trim()),
    temporary,
    ...(manifest === null ? [] : [manifest]),
    importIs(folder, io.cwd),
    vitestIs(folder, peerDependencies['vitest'] ?? '', io.cwd),
  ]
}

const sick = (why: string, toDo: string): Diagnosis =>
  ailing('check', `a small model cannot be checked: ${why}`, toDo)

/** Whether a model in TypeScript can be loaded and checked as any other is: in a process of its own. */
const checkIs = async (io: Io): Promise<Diagnosis> => {
  const again = 'install netsplit again; if that does not help, report it with this line'
  try {
    const { verdict } = await io.engine(plainJob(templateModel), {
      onOutline: () => undefined,
      onProgress: () => undefined,
      onGraph: () => undefined,
      onOutput: () => undefined,
      signal: new AbortController().signal,
    })
    return verdict === 'holds'
      ? well('check', 'a model in TypeScript was loaded and checked')
      : sick(`it came out as ${verdict}`, again)
  } catch (error) {
    return error instanceof ModelError
      ? sick(error.what, error.fix)
      : sick(describeThrown(error), again)
  }
}

const told = (all: readonly Diagnosis[]): string => {
  const width = Math.max(...all.map(({ about }) => about.length))
  const lines = all.flatMap(({ about, found, toDo }) => [
    `${toDo === null ? 'ok' : 'do'}  ${about.padEnd(width)}  ${found}`,
    ...(toDo === null ? [] : [`    ${' '.repeat(width)}  → ${toDo}`]),
  ])
  const count = all.filter(({ toDo }) => toDo !== null).length
  const last = count === 0 ? 'All is well.' : `${count} of ${all.length} to be mended.`
  return `${[...lines, '', last].join('\n')}\n`
}
