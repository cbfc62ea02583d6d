import {
  cpSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'vitest'
import { folderWith, netsplit } from '../../support/cli.ts'
import { root } from '../../support/documents.ts'

/*
 * In a clone, what was edited is what is run, whether it was built again or not.
 */

/** What the program reads: a machine that is busy takes its time with small files. */
const isRead = (file: string): boolean => !/\.(d\.ts|map)$/.test(file)

/** A clone that was built: `edit` changes a file of it by a replacement that must be there. */
const clone = (
  without: readonly string[] = [],
): { program: string; edit: (file: string, before: string, after: string) => void } => {
  const folder = folderWith({})
  for (const part of ['package.json', 'src', 'models', 'dist'].filter(
    (it) => !without.includes(it),
  ))
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: isRead })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const edit = (file: string, before: string, after: string): void => {
    const text = readFileSync(join(folder, file), 'utf8')
    if (!text.includes(before)) throw new Error(`${file} does not hold: ${before}`)
    writeFileSync(
      join(folder, file),
      text.replace(before, () => after),
    )
  }
  return { program: join(folder, 'dist/src/cli/main.js'), edit }
}

/** Makes the build of a clone one of its own files, as if it had been built there. */
const asBuiltHere = (folder: string): void => {
  const file = join(folder, 'dist/built-from.json')
  const built = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
  const now = Object.entries(built).map(([path, each]) => [
    path,
    { ...each, changed: statSync(join(folder, path)).ctimeMs },
  ])
  writeFileSync(file, JSON.stringify(Object.fromEntries(now)))
}

/** The source file that holds a text. */
const sourceWith = (text: string): string => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const holds = (file: string): boolean =>
    file.endsWith('.ts') && readFileSync(join(root, 'src', file), 'utf8').includes(text)
  return join('src', files.find(holds) ?? '')
}

/** How the program says that it runs from what was edited. */
const said = (...files: readonly string[]): string =>
  `netsplit: running from the sources, changed since the build: ${files.join(', ')}\n`

const refusal = "send(from, { type: 'consent', wish })"

describe('in a clone', () => {
  test.concurrent('what was built is run as long as nothing was edited', async ({ expect }) => {
    const { program, edit } = clone()
    edit('package.json', '0.1.0', '0.1.0-clone')
    const ended = await netsplit(['check', 'die-hard'], { program })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
  })

  test.concurrent('an edited model is what is checked, by its name and in the table', async ({
    expect,
  }) => {
    const { program, edit } = clone()
    edit('models/cap/cp.ts', refusal, '')
    const check = await netsplit(['check', 'cap-cp', '--set', 'partition=heals', '--json'], {
      program,
    })
    expect(check).toMatchObject({ status: 1, stderr: said('models/cap/cp.ts') })
    expect(JSON.parse(check.stdout)).toMatchObject({ model: 'cap-cp', verdict: 'violated' })
    const cap = await netsplit(['cap'], { program })
    expect(cap).toMatchObject({ status: 1, stderr: said('models/cap/cp.ts') })
  })

  test.concurrent('an edit is seen that leaves the size and the time of the file as they were', async ({
    expect,
  }) => {
    const { program, edit } = clone()
    const folder = dirname(program).replace(/\/dist\/.*/, '')
    const model = join(folder, 'models/die-hard.ts')
    asBuiltHere(folder)
    const { atime, mtime } = statSync(model)
    edit('models/die-hard.ts', 'actions: {', 'actoins: {')
    utimesSync(model, atime, mtime)
    const ended = await netsplit(['check', 'die-hard'], { program })
    expect(ended.stderr).toContain(said('models/die-hard.ts'))
  })

  test.concurrent('so is a file that a model imports, and netsplit itself', async ({ expect }) => {
    const { program, edit } = clone()
    edit('models/cap/partition.ts', 'times: 2', 'times: 1')
    edit(sourceWith('messages may overtake'), 'messages may overtake', 'messages do overtake')
    const { stdout } = await netsplit(['check', 'cap-ap'], { program })
    expect(stdout).toContain('1 split at most')
    expect(stdout).toContain('messages do overtake')
  })

  test.concurrent('a mistake in an edited model is told as in any model', async ({ expect }) => {
    const { program, edit } = clone()
    edit('models/die-hard.ts', 'actions: {', 'actoins: {')
    const wrong = await netsplit(['check', 'die-hard'], { program })
    expect(wrong.status).toBe(2)
    expect(wrong.stderr).toContain("error: There is no setting 'actoins'")
    edit('models/die-hard.ts', 'actoins: {', 'actions: {{')
    const broken = await netsplit(['check', 'die-hard'], { program })
    expect(broken.status).toBe(2)
    expect(broken.stderr).toContain('error: The model file does not parse')
  })

  test.concurrent('sources that cannot be loaded give an error, not the build', async ({
    expect,
  }) => {
    const { program, edit } = clone()
    edit('src/cli/run.ts', 'export const run', 'export const run run')
    const ended = await netsplit(['models'], { program })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(
      /^error: The changed sources of netsplit cannot be loaded: [^]*run\.ts:\d/m,
    )
  })
})

test.concurrent.for([
  ['as it starts', 'src/cli/engine-job.ts', 'export const runJob', 'die-hard'],
  ['later', 'src/check-liveness.ts', 'export const checkLiveness', 'cap-cp'],
] as const)(
  'a source that the engine cannot load %s is not the fault of the model',
  async ([, file, code, model], { expect }) => {
    const { program, edit } = clone()
    edit(file, code, `${code} const`)
    const ended = await netsplit(['check', model], { program })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain('this is a bug in netsplit, not in your model')
    expect(ended.stderr).toContain(file.replace('src/', ''))
  },
)

test.concurrent('a package without its sources runs what was built', async ({ expect }) => {
  const { program, edit } = clone(['src'])
  edit('models/die-hard.ts', 'actions: {', 'actoins: {')
  const ended = await netsplit(['check', 'die-hard'], { program })
  expect(ended).toMatchObject({ status: 0, stderr: '' })
})
