import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { version } from '../../src/cli/version.ts'
import { folderWith } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'

/** Every file in a folder, with its text. */
const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )

const written = [
  '.github/workflows/netsplit.yml',
  '.gitignore',
  'models/shop.test.ts',
  'models/shop.ts',
  'models/tsconfig.json',
  'package.json',
]

/** Entries of an object as JSON, a line each. */
const linesOf = (named: object = {}, others: readonly string[]): string =>
  Object.entries(named)
    .filter(([name]) => !others.includes(name))
    .map(([name, it]) => `${JSON.stringify(name)}: ${JSON.stringify(it)}`)
    .join(',\n')

describe('in an empty folder', () => {
  test('there are a model, tests, types, CI and scripts', async () => {
    const cwd = folderWith({})
    const ended = await netsplitHere(['init'], { cwd })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const content = contentOf(cwd)
    expect(Object.keys(content).toSorted()).toEqual(written)
    for (const name of written) expect(ended.stdout).toContain(`  ${name} `)
    expect(JSON.parse(content['package.json'] ?? '')).toMatchObject({
      type: 'module',
      scripts: { test: 'vitest run', 'models:check': 'netsplit check models' },
      devDependencies: { netsplit: `^${version}`, vitest: expect.stringMatching(/^\^\d/) },
    })
  })

  test('or in one that is made for it, with models elsewhere, and tasks for VS Code', async () => {
    const cwd = folderWith({})
    const args = ['init', 'deep/project', '--models', './design/all/', '--editor', 'vscode']
    const ended = await netsplitHere([...args, '--no-ci'], { cwd })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const content = contentOf(join(cwd, 'deep/project'))
    expect(Object.keys(content).toSorted()).toEqual([
      '.gitignore',
      '.vscode/tasks.json',
      'design/all/shop.test.ts',
      'design/all/shop.ts',
      'design/all/tsconfig.json',
      'package.json',
    ])
    expect(Object.values(content).join('')).not.toContain('{models}')
    expect(content['package.json']).toContain('"netsplit check design/all"')
    expect(content['.vscode/tasks.json']).toContain('netsplit check design/all --watch')
    expect(ended.stdout).toContain('  cd deep/project\n')
    expect(ended.stdout).not.toContain('CI')
  })
})

describe('in a project', () => {
  const theirs = {
    name: 'theirs',
    scripts: { test: 'jest', 'models:types': 'tsc -p models' },
    dependencies: { vitest: '^3.2.0' },
    other: [1, { a: null }],
  }

  test('package.json keeps what it has, and how it is written', async () => {
    const text = JSON.stringify(theirs, null, '\t').replaceAll('\n', '\r\n')
    const cwd = folderWith({ 'package.json': text, 'tsconfig.json': '{}', 'index.ts': '' })
    const ended = await netsplitHere(['init'], { cwd })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const { 'package.json': after = '', ...others } = contentOf(cwd)
    expect(JSON.parse(after)).toEqual({
      ...theirs,
      scripts: {
        ...theirs.scripts,
        'models:check': 'netsplit check models',
        'models:test': 'vitest run models',
      },
      devDependencies: { netsplit: `^${version}`, typescript: expect.any(String) },
    })
    expect(after).toMatch(/^\{\r\n\t"name"/)
    expect(Object.keys(others)).not.toContain('.gitignore')
    expect(ended.stdout).toContain('+ models:check, models:test, netsplit, typescript\n')
    expect(ended.stdout).toContain('If tsconfig.json includes models, exclude it')
  })

  test.each([
    [
      '{\n    "name": "a", "files": ["b", "c"],\n    "scripts": { "lint": "l" },\n\n    "version": "1.0.0"\n}',
      (scripts: string, packages: string) =>
        `{\n    "name": "a", "files": ["b", "c"],\n    "scripts": {\n        "lint": "l",\n        ${scripts.replaceAll('\n', '\n        ')}\n    },\n\n    "version": "1.0.0",\n    "devDependencies": {\n        ${packages.replaceAll('\n', '\n        ')}\n    }\n}`,
    ],
    [
      '{\n\t"scripts": {},\n\t"devDependencies": {\n\t\t"jest": "1"\n\t}\n}\n\n',
      (scripts: string, packages: string) =>
        `{\n\t"scripts": {\n\t\t${scripts.replaceAll('\n', '\n\t\t')}\n\t},\n\t"devDependencies": {\n\t\t"jest": "1",\n\t\t${packages.replaceAll('\n', '\n\t\t')}\n\t}\n}\n\n`,
    ],
    [
      '{}',
      (scripts: string, packages: string) =>
        `{\n  "scripts": {\n    ${scripts.replaceAll('\n', '\n    ')}\n  },\n  "devDependencies": {\n    ${packages.replaceAll('\n', '\n    ')}\n  }\n}`,
    ],
  ])(
    'package.json is changed where it gets more lines, whatever a command that was killed left: %j',
    async (text, after) => {
      const cwd = folderWith({ 'package.json': text, 'package.json.netsplit': 'half' })
      expect(await netsplitHere(['init'], { cwd })).toMatchObject({ status: 0, stderr: '' })
      const content = contentOf(cwd)
      const made = content['package.json'] ?? ''
      const { scripts, devDependencies } = JSON.parse(made) as Record<string, object>
      expect(made).toBe(after(linesOf(scripts, ['lint']), linesOf(devDependencies, ['jest'])))
      expect(Object.keys(content).filter((name) => name.endsWith('.netsplit'))).toEqual([
        'package.json.netsplit',
      ])
    },
  )

  test.each([
    { there: { 'models/shop.ts': '' } },
    { there: { '.github/workflows/netsplit.yml': '', '.vscode/tasks.json': '{}' } },
    { there: { 'models/user.ts': 'export default class User {}', 'models/shop.test.ts': '' } },
    { there: { 'package.json': '{ "scripts": { "models:test": "jest models" } }' } },
  ])('nothing is overwritten: $there', async ({ there }) => {
    const cwd = folderWith({ 'package.json': '{}' })
    for (const name of ['models', '.github/workflows', '.vscode']) {
      mkdirSync(join(cwd, name), { recursive: true })
    }
    for (const [name, text] of Object.entries(there)) writeFileSync(join(cwd, name), text)
    const before = contentOf(cwd)
    const ended = await netsplitHere(['init', '--editor', 'vscode'], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    const places = [...ended.stderr.matchAll(/^ {2}where: (.*)$/gm)].map(([, place]) => place)
    const named = Object.keys(there).map((name) =>
      name === 'package.json' ? 'package.json: the script models:test' : name,
    )
    expect(new Set(places)).toEqual(new Set(named))
    expect(ended.stderr).toMatch(/mend: .*--models FOLDER.*--no-ci.*--editor/)
    expect(contentOf(cwd)).toEqual(before)
  })

  test('a second time, every file is there', async () => {
    const cwd = folderWith({})
    await netsplitHere(['init'], { cwd })
    const before = contentOf(cwd)
    const ended = await netsplitHere(['init'], { cwd })
    expect(ended.status).toBe(2)
    expect(ended.stderr.match(/where:/g)).toHaveLength(4)
    const beside = await netsplitHere(['init', '--models', 'more', '--no-ci'], { cwd })
    expect(beside.status).toBe(2)
    expect(beside.stderr).toContain('package.json: the script models:check')
    expect(contentOf(cwd)).toEqual(before)
  })

  test('in another folder, files are told of by their way there', async () => {
    const cwd = folderWith({})
    mkdirSync(join(cwd, 'inner/models'), { recursive: true })
    writeFileSync(join(cwd, 'inner/models/shop.ts'), '')
    const taken = await netsplitHere(['init', 'inner'], { cwd })
    expect(taken.stderr).toContain('  where: inner/models/shop.ts\n')
    writeFileSync(join(cwd, 'inner/package.json'), '[]')
    const broken = await netsplitHere(['init', 'inner'], { cwd })
    expect(broken.stderr).toContain('  where: inner/package.json\n')
    expect(Object.keys(contentOf(cwd))).toHaveLength(2)
  })

  test.each([
    { text: '{ "scripts": ', told: /package\.json cannot be read/ },
    { text: '[]', told: /it is no object/ },
    { text: '{ "scripts": ["test"] }', told: /its "scripts" is no object/ },
  ])('with a broken package.json nothing is written: $text', async ({ text, told }) => {
    const cwd = folderWith({ 'package.json': text })
    const ended = await netsplitHere(['init'], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(told)
    expect(contentOf(cwd)).toEqual({ 'package.json': text })
  })

  test.each([
    { repository: '', lock: null, project: '.', why: null },
    { repository: '', lock: null, project: 'inner', why: /in the root of the repository/ },
    { repository: 'inner', lock: null, project: 'inner', why: null },
    { repository: '', lock: 'pnpm-lock.yaml', project: '.', why: /for npm.* has pnpm/ },
  ])('CI is where it is run: $project, $repository, $lock', async ({ why, ...given }) => {
    const cwd = folderWith(given.lock === null ? {} : { [given.lock]: '' })
    mkdirSync(join(cwd, given.repository, '.git'), { recursive: true })
    const ended = await netsplitHere(['init', given.project], { cwd })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const names = Object.keys(contentOf(join(cwd, given.project)))
    expect(names.includes('.github/workflows/netsplit.yml')).toBe(why === null)
    expect(ended.stdout).toMatch(why ?? /netsplit\.yml/)
    expect(ended.stdout).toContain(`  ${given.lock === null ? 'npm' : 'pnpm'} install\n`)
  })
})

describe('what is asked for in vain', () => {
  test.each([
    ['--models', '../models'],
    ['--models', '/models'],
    ['--models', '.'],
    ['--models', 'node_modules/models'],
    ['--models', 'raft'],
    ['--editor', 'emacs'],
    ['a.txt'],
    ['one', 'two'],
  ])('%s %s', async (...args) => {
    const cwd = folderWith({ 'a.txt': '' })
    const ended = await netsplitHere(['init', ...args.filter((it) => it !== undefined)], { cwd })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(/^error: .*\n( {2}where: .*\n)+ {2}mend: {2}.*\n$/)
    expect(readdirSync(cwd)).toEqual(['a.txt'])
  })
})
