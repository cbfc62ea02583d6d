import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { modelsOf } from '../../src/cli/which-models.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { folderWith } from '../support/cli.ts'
import { netsplitHere, timeless } from '../support/command.ts'

/** What a command is told of the models that its arguments stand for. */
const found = async (
  cwd: string,
  ...asked: readonly string[]
): Promise<{ models: readonly string[]; told: string }> => {
  let told = ''
  const models = await modelsOf(asked, { cwd, stderr: { write: (text) => (told += text) } })
  return { models, told }
}

const model = 'export default system({})'

const folder = folderWith({
  'lamp.ts': model,
  'bell.mjs': 'const a = 1; export { a as default }',
  'helper.ts': '// no export default\nexport const n = 3',
  'vitest.config.ts': 'export default {}',
  'types.d.ts': 'export default function f(): void',
  'notes.md': 'export default',
  'a[1].ts': model,
})
for (const inner of ['deep', 'deep/node_modules', 'empty']) mkdirSync(join(folder, inner))
writeFileSync(join(folder, 'deep/door.ts'), `const n = 1; /* more */ ${model}`)
writeFileSync(join(folder, 'deep/node_modules/gate.ts'), model)
writeFileSync(join(folder, 'empty/helper.js'), 'exports.a = 1')

describe('which models there are', () => {
  test('a name and a path stand for themselves, whether they exist or not', async () => {
    const asked = ['paxos', 'lamp.ts', 'helper.ts', 'missing.ts', 'a[1].ts']
    expect(await found(folder, ...asked)).toEqual({ models: asked, told: '' })
  })

  test('a folder stands for the files in it that have a default export', async () => {
    const { models, told } = await found(folder, '.')
    expect(models).toEqual(['a[1].ts', 'bell.mjs', 'deep/door.ts', 'lamp.ts'])
    expect(told).toBe(
      'netsplit: passed over: empty/helper.js, helper.ts, types.d.ts, vitest.config.ts (no default export, or a configuration)\n',
    )
    expect((await found(folder, 'deep/')).models).toEqual(['deep/door.ts'])
  })

  test('so does a glob, and nothing comes twice', async () => {
    expect((await found(folder, '*.ts')).models).toEqual(['a[1].ts', 'lamp.ts'])
    expect((await found(folder, './lamp.ts', '**/*.ts', 'paxos', 'paxos')).models).toEqual([
      './lamp.ts',
      'a[1].ts',
      'deep/door.ts',
      'paxos',
    ])
    expect((await found(folder, 'deep/../*.{mjs,js}')).models).toHaveLength(1)
  })

  test.each(['*.tsx', 'empty', 'empty/*.js', 'empty/**'])('%s: none', async (asked) => {
    const ended = await netsplitHere(['check', asked], { cwd: folder })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain(`'${asked}'\n  where: ${asked}\n`)
    expect(ended.stderr).toContain('with a default export')
  })
})

/** An engine that says of some models that they are wrong. */
const wrongOf =
  (wrong: string): Engine =>
  (job, hooks) =>
    job.model === wrong
      ? Promise.reject(new ModelError('bad-model-file', { what: 'It is bad', fix: 'mend it' }))
      : engineHere(job, hooks)

describe('several models', () => {
  test('are checked one after another, and a table sums up', async () => {
    const ended = await netsplitHere(['check', 'die-hard', 'two-phase-commit'])
    expect(ended.status).toBe(0)
    await expect(timeless(ended.stdout)).toMatchFileSnapshot('../golden/cli/several.txt')
  })

  test('what is wrong with one does not lose the others, and the status is the worst', async () => {
    const models = ['die-hard', 'paxos', 'two-phase-commit']
    const ended = await netsplitHere(['check', ...models, '--max-states', '50'], {
      engine: wrongOf('paxos'),
    })
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain('error: It is bad')
    const table = ended.stdout.slice(ended.stdout.lastIndexOf('Checks\n'))
    await expect(timeless(table)).toMatchFileSnapshot('../golden/cli/several-mistake.txt')
    const open = await netsplitHere(['check', 'die-hard', 'two-phase-commit', '--max-states', '50'])
    expect(open.status).toBe(3)
  })

  test('as JSON are a list: of each the report, or the mistake', async () => {
    const ended = await netsplitHere(['check', 'die-hard', 'paxos', '--json'], {
      engine: wrongOf('paxos'),
    })
    expect(JSON.parse(ended.stdout)).toEqual({
      schemaVersion: 1,
      checks: [
        {
          asked: 'die-hard',
          set: {},
          outcome: 'as expected',
          report: expect.objectContaining({ model: 'die-hard', verdict: 'violated' }),
        },
        {
          asked: 'paxos',
          set: {},
          outcome: 'mistake',
          error: { code: 'bad-model-file', what: 'It is bad', where: [], fix: 'mend it' },
        },
      ],
    })
  })

  test('of one name are refused: the second is not checked', async () => {
    let reports = 0
    const engine: Engine = async (job, hooks) => {
      hooks.onOutline({ model: 'lamp', parameters: {}, properties: [] })
      if (hooks.signal.aborted) return engineHere({ ...job, model: 'die-hard' }, hooks)
      reports += 1
      return engineHere({ ...job, model: 'die-hard' }, { ...hooks, onOutline: () => undefined })
    }
    const ended = await netsplitHere(['check', 'a.ts', 'b.ts'], { engine })
    expect(reports).toBe(1)
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain("Two models have the name 'lamp'\n  where: a.ts\n  where: b.ts")
  })

  test('that were not begun when Ctrl-C came are named', async () => {
    const listeners: (() => void)[] = []
    const ended = await netsplitHere(['check', 'die-hard', 'two-phase-commit'], {
      engine: (job, hooks) => {
        for (const listener of listeners) listener()
        return engineHere(job, hooks)
      },
      onInterrupt: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    })
    expect(ended.status).toBe(3)
    expect(ended.stdout).toMatch(/two-phase-commit +not begun: the command was interrupted/)
  })

  test.each(['--svg', '--dot', '--disk', '--resume'])('%s is of one check', async (option) => {
    const ended = await netsplitHere(['check', 'die-hard', 'paxos', option, 'some'], {
      cwd: folder,
      engine: () => Promise.reject(new Error('nothing is to be checked')),
    })
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain(`${option} is for one check, and there are 2`)
  })
})

test('a reporter that can no longer write keeps none of the others from it', async () => {
  const cwd = folderWith({ 'lamp.ts': model })
  mkdirSync(join(cwd, 'out'))
  const engine: Engine = (job, hooks) => {
    rmSync(join(cwd, 'out'), { recursive: true })
    return engineHere({ ...job, model: 'die-hard' }, hooks)
  }
  const reporters = ['--reporter', 'junit=out/it.xml', '--reporter', 'markdown=it.md']
  const { status, stderr } = await netsplitHere(['check', 'lamp.ts', ...reporters], { cwd, engine })
  expect(status).toBe(2)
  expect(stderr).toContain('its folder does not exist')
  expect(readFileSync(join(cwd, 'it.md'), 'utf8')).toContain('die-hard')
})
