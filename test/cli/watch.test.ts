import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Engine, Job } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import type { Io } from '../../src/cli/io.ts'
import { watched } from '../../src/cli/watch.ts'
import { sourcesOf } from '../../src/cli/which-models.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { folderWith } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'

const model = "import { n } from './kit.ts'\nimport 'node:fs'\nexport default n\n"

/** Watches `lamp.ts` and does something before each round; ends in the last of them. */
const watching = async (
  rounds: readonly ((folder: string) => void)[],
  {
    more = [],
    onJob,
  }: { readonly more?: readonly string[]; readonly onJob?: (job: Job) => void } = {},
): Promise<{ status: number | null; stderr: string; checked: readonly string[] }> => {
  const folder = folderWith({ 'lamp.ts': model, 'kit.ts': 'export const n = 1', 'bell.ts': '' })
  const listeners: (() => void)[] = []
  const checked: string[] = []
  const engine: Engine = (job, hooks) => {
    checked.push(job.model)
    onJob?.(job)
    rounds[checked.length - 1]?.(folder)
    if (checked.length === rounds.length) for (const listener of listeners) listener()
    return engineHere({ ...job, model: 'die-hard' }, hooks)
  }
  const { status, stderr } = await netsplitHere(['check', 'lamp.ts', '--watch', ...more], {
    engine,
    cwd: folder,
    onInterrupt: (listener) => {
      listeners.push(listener)
      return () => undefined
    },
  })
  return { status, stderr, checked }
}

const later = (work: () => void): void => void setTimeout(work, 600)

test('what a model imports is watched, too, and what is saved during a check is not missed', async () => {
  const { status, stderr, checked } = await watching([
    (folder) => later(() => writeFileSync(join(folder, 'lamp.ts'), `${model}// more\n`)),
    (folder) => writeFileSync(join(folder, 'kit.ts'), 'export const n = 23'),
    () => undefined,
  ])
  expect(checked).toEqual(['lamp.ts', 'lamp.ts', 'lamp.ts'])
  expect(stderr).toBe(
    [
      'netsplit: watching 2 files; Ctrl-C ends',
      'netsplit: lamp.ts was saved',
      'netsplit: watching 2 files; Ctrl-C ends',
      'netsplit: kit.ts was saved',
      '',
    ].join('\n'),
  )
  // The last check was interrupted as soon as it was begun.
  expect(status).toBe(3)
})

test('the configuration is watched, too, and read again', async () => {
  const file = 'netsplit.config.ts'
  const limits: (number | null)[] = []
  const write = (folder: string, text: string): void =>
    later(() => writeFileSync(join(folder, file), `export default { ${text} }`))
  const { stderr, status } = await watching(
    [
      (folder) => write(folder, 'maxStates: 1000'),
      (folder) => {
        write(folder, 'maxState: 1000')
        setTimeout(() => write(folder, 'maxStates: 23'), 3000)
      },
      () => undefined,
    ],
    { onJob: ({ maxStates }) => limits.push(maxStates) },
  )
  expect(limits).toEqual([null, 1000, 23])
  expect(stderr).toContain(`netsplit: ${file} is new\n`)
  expect(stderr).toContain(
    `netsplit: ${file} was saved\nerror: The configuration has a key 'maxState'`,
  )
  expect(status).toBe(3)
})

test('a file that no longer parses is watched until it does', async () => {
  const { checked, stderr } = await watching([
    (folder) => later(() => writeFileSync(join(folder, 'lamp.ts'), 'export default {')),
    (folder) => later(() => writeFileSync(join(folder, 'lamp.ts'), model)),
    () => undefined,
  ])
  expect(checked).toHaveLength(3)
  expect(stderr.match(/watching 2 files/g)).toHaveLength(2)
})

test('so is a helper that no longer parses', async () => {
  const { checked } = await watching([
    (folder) => later(() => writeFileSync(join(folder, 'kit.ts'), 'export const n = = 5')),
    (folder) => later(() => writeFileSync(join(folder, 'kit.ts'), 'export const n = 5')),
    () => undefined,
  ])
  expect(checked).toHaveLength(3)
})

test('a test that was written is not written over in the next round', async () => {
  const { status, stderr, checked } = await watching([() => undefined], {
    more: ['--test', 'it.test.ts'],
  })
  expect(checked).toEqual([])
  expect(status).toBe(2)
  expect(stderr).toContain('--watch and --test do not go together')
})

/** The surroundings of a command, with what is told and how it is interrupted. */
const surroundings = (cwd: string) => {
  const heard = { told: '', end: (): void => undefined }
  const io = {
    cwd,
    stderr: { write: (text: string) => (heard.told += text) },
    onInterrupt: (listener: () => void) => {
      heard.end = listener
      return () => undefined
    },
  } as unknown as Io
  return { io, heard }
}

/** Nothing but models is named. */
const none = (): Promise<readonly string[]> => Promise.resolve([])

const mistake = new ModelError('bad-option', { what: 'It is gone', fix: 'put it back' })

test('what is wrong with a later round is told, and the files are watched on', async () => {
  const cwd = folderWith({ 'lamp.ts': 'export default 1' })
  const { io, heard } = surroundings(cwd)
  let rounds = 0
  const round = async (): Promise<{ status: number; models: readonly string[] }> => {
    rounds += 1
    if (rounds === 3) heard.end()
    else later(() => writeFileSync(join(cwd, 'lamp.ts'), 'export default 1'.repeat(rounds + 1)))
    if (rounds === 2) throw mistake
    return { status: 0, models: ['lamp.ts'] }
  }
  expect(await watched(round, ['lamp.ts'], none, io)).toBe(0)
  expect(rounds).toBe(3)
  expect(heard.told).toContain('error: It is gone')
})

test('what is wrong with the first round ends the command', async () => {
  const { io } = surroundings(folderWith({ 'lamp.ts': 'export default 1' }))
  const ended = watched(() => Promise.reject(mistake), ['lamp.ts'], none, io)
  await expect(ended).rejects.toThrow(mistake)
})

test('a file that is new in a folder, or gone from it, is seen', async () => {
  const cwd = folderWith({ 'lamp.ts': 'export default 1', 'notes.md': '' })
  const { io, heard } = surroundings(cwd)
  const bell = join(cwd, 'bell.ts')
  const rounds = [
    () => writeFileSync(bell, 'export default 1'),
    () => rmSync(bell),
    () => heard.end(),
  ]
  let done = 0
  const round = (): Promise<{ status: number; models: readonly string[] }> => {
    const next = rounds[done++]
    if (next !== undefined) setTimeout(next, 300)
    return Promise.resolve({ status: 0, models: ['lamp.ts'] })
  }
  const list = (): Promise<readonly string[]> => sourcesOf(['.'], cwd)
  expect(await watched(round, ['lamp.ts'], list, io)).toBe(0)
  expect(heard.told.match(/(?<=netsplit: ).*(?:new|gone|saved)/g)).toEqual([
    'bell.ts is new',
    'bell.ts is gone',
  ])
})

test('bundled models are nothing to watch', async () => {
  const ended = await netsplitHere(['check', 'paxos', '--watch'], {
    engine: () => Promise.reject(new Error('nothing is to be checked')),
  })
  expect(ended).toMatchObject({ status: 2, stdout: '' })
  expect(ended.stderr).toContain('bundled models do not change')
})
