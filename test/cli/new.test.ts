import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundled } from '../../models/bundled.ts'
import { writeNew } from '../../src/cli/new-files.ts'
import { check } from '../../src/index.ts'
import { make } from '../../src/subject.ts'
import { folderWith } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'
import { root } from '../support/documents.ts'

/** Every file in a folder, with its text. */
const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') || name.endsWith('.json'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )

/** What a model is made of: what it asks, who takes part, what may happen to it. */
const outlineOf = (module: unknown): object => {
  const { system, parameters } = make(module)
  const plain: unknown = JSON.parse(JSON.stringify(system))
  return { plain, parameters, code: Object.values(codeIn(system, new Set())) }
}

/** The text of every function in a value. */
const codeIn = (value: unknown, seen: Set<unknown>): readonly string[] => {
  if (typeof value === 'function') return [String(value)]
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.values(value).flatMap((it) => codeIn(it, seen))
}

/** The beginning of the check of a model. */
const foundIn = async (module: unknown): Promise<object> => {
  const { system, parameters } = make(module)
  const report = await check(system, { maxStates: 300, parameters })
  const { seconds: _, peakMemoryBytes: __, ...found } = report
  return found
}

describe('a copy of a bundled model', () => {
  const folder = folderWith({})
  /** With files beside them, with libraries, and with neither. */
  const checked: readonly string[] = ['cap-ap', 'abd-register', 'two-generals']
  // A user's project: the libraries that models import are there.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

  test.each(bundled)('$name checks as the model does', async ({ name, load }) => {
    const ended = await netsplitHere(['new', `copy-${name}`, '--from', name], { cwd: folder })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const copy: unknown = await import(/* @vite-ignore */ join(folder, `copy-${name}.ts`))
    const original = await load()
    const outline = outlineOf(original) as { plain: object }
    const named = { ...outline, plain: { ...outline.plain, name: `copy-${name}` } }
    expect(outlineOf(copy)).toEqual(named)
    if (!checked.includes(name)) return
    expect(await foundIn(copy)).toEqual({ ...(await foundIn(original)), model: `copy-${name}` })
  })

  test('shares no file with another, in the folder that is asked for', async () => {
    const cwd = folderWith({})
    const first = await netsplitHere(['new', 'models/a.ts', '--from', 'cap-ap'], { cwd })
    const second = await netsplitHere(['new', 'models/b', '--from', 'cap-cp'], { cwd })
    expect([first.status, second.status]).toEqual([0, 0])
    const files = ['a-partition.ts', 'a.ts', 'b-partition.ts', 'b.ts']
    expect(readdirSync(join(cwd, 'models'))).toEqual(files)
    expect(first.stdout).toContain('  models/a.ts\n  models/a-partition.ts\n')
    expect(first.stdout).toContain('npx netsplit check models/a.ts\n')
    expect(first.stdout).toContain('npm install netsplit ts-pattern\n')
  })

  test('has the parts that the model is taken apart into beside it, under names of its own', async () => {
    const cwd = folderWith({})
    await netsplitHere(['new', 'mine', '--from', 'raft'], { cwd })
    expect(readdirSync(cwd)).toEqual(['mine-properties.ts', 'mine-state.ts', 'mine.ts'])
    const imported = [
      ...Object.values(contentOf(cwd))
        .join()
        .matchAll(/from '(\.[^']*)'/g),
    ].map(([, it]) => it)
    const [properties, state] = ['./mine-properties.ts', './mine-state.ts']
    expect(imported).toEqual([state, properties, state])
  })
})

describe('nothing is overwritten, and nothing half written', () => {
  test.each([
    { there: ['a.ts'] },
    { there: ['a-partition.ts'] },
    { there: ['a.ts', 'a-partition.ts'] },
  ])('where there is $there', async ({ there }) => {
    const cwd = folderWith(Object.fromEntries(there.map((name) => [name, 'mine'])))
    const before = contentOf(cwd)
    const ended = await netsplitHere(['new', 'a', '--from', 'cap-ap'], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    for (const name of there) expect(ended.stderr).toContain(`  where: ${name}\n`)
    expect(ended.stderr).toContain('netsplit new NAME --from cap-ap')
    expect(contentOf(cwd)).toEqual(before)
  })

  test('a link that leads nowhere is there, too', async () => {
    const cwd = folderWith({})
    symlinkSync(join(cwd, 'elsewhere.ts'), join(cwd, 'a.ts'))
    const ended = await netsplitHere(['new', 'a', '--from', 'raft'], { cwd })
    expect(ended.status).toBe(2)
    expect(readdirSync(cwd)).toEqual(['a.ts'])
  })

  test('what was written is taken back when the rest cannot be', async () => {
    const cwd = folderWith({ 'package.json': '{}', wall: '' })
    const files = ['deep/er/a.ts', 'b.ts', 'wall/c.ts'].map((path) => ({ path, text: 'new' }))
    const writing = writeNew({ files, wayOut: 'leave it' }, cwd)
    await expect(writing).rejects.toThrow(/nothing was\n {2}where: wall\/c\.ts/)
    expect(readdirSync(cwd)).toEqual(['package.json', 'wall'])
  })

  test('nor is a file changed that was meanwhile changed by somebody else', async () => {
    const cwd = folderWith({ 'package.json': '{ "theirs": 1 }' })
    const changed = { path: 'package.json', before: '{}', text: '{ "ours": 1 }' }
    const files = [{ path: 'a.ts', text: 'new' }]
    const writing = writeNew({ files, changed, wayOut: 'leave it' }, cwd)
    await expect(writing).rejects.toThrow(/changed meanwhile/)
    expect(contentOf(cwd)).toEqual({ 'package.json': '{ "theirs": 1 }' })
    await writeNew({ files, changed: { ...changed, before: '{ "theirs": 1 }' }, wayOut: '' }, cwd)
    expect(contentOf(cwd)).toEqual({ 'a.ts': 'new', 'package.json': '{ "ours": 1 }' })
  })
})

test('a file that is changed stays a link, and as open as it was', async () => {
  const cwd = folderWith({ 'theirs.json': '{}' })
  chmodSync(join(cwd, 'theirs.json'), 0o640)
  symlinkSync('theirs.json', join(cwd, 'package.json'))
  const changed = { path: 'package.json', before: '{}', text: '{ "ours": 1 }' }
  await writeNew({ files: [], changed, wayOut: '' }, cwd)
  expect(lstatSync(join(cwd, 'package.json')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(cwd, 'theirs.json'), 'utf8')).toBe('{ "ours": 1 }')
  expect(lstatSync(join(cwd, 'theirs.json')).mode & 0o777).toBe(0o640)
  expect(readdirSync(cwd)).toEqual(['package.json', 'theirs.json'])
})

describe('what is asked for in vain', () => {
  test.each([
    { args: ['a', '--from', 'rafd'], told: /no bundled model 'rafd'.*did you mean 'raft'\?/s },
    { args: ['a', '--from', './a.ts'], told: /no bundled model '\.\/a\.ts'.*with cp/s },
    { args: ['a'], told: /Required option '--from <bundled>' not specified/ },
    { args: ['--from', 'raft'], told: /missing required argument 'name'/i },
    { args: ['raft', '--from', 'raft'], told: /would check that one.*my-raft/s },
    { args: ['paxos.ts', '--from', 'raft'], told: /would check that one.*my-paxos/s },
    { args: ['a.js', '--from', 'raft'], told: /is TypeScript, and 'a\.js' is not/ },
    { args: ['a*', '--from', 'raft'], told: /'a\*' is no name for a model/ },
    { args: ['models/', '--from', 'cap-ap'], told: /'models\/' is a folder.*models\/my-cap-ap/s },
    { args: ['', '--from', 'raft'], told: /'' is no name for a model/ },
  ])('$args', async ({ args, told }) => {
    const cwd = folderWith({})
    mkdirSync(join(cwd, 'models'))
    writeFileSync(join(cwd, 'models/models.ts'), '')
    const ended = await netsplitHere(['new', ...args], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(told)
    expect(readdirSync(cwd)).toEqual(['models'])
  })
})
