import { describe, expect, test } from 'vitest'
import type { Engine, Job } from '../../src/cli/engine-contract.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { folderWith, type Ended } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'

interface Round extends Ended {
  readonly jobs: readonly Job[]
}

/** Checks in a folder with these files; what is checked is a small model, whatever is asked for. */
const checking = async (
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Round> => {
  const jobs: Job[] = []
  const engine: Engine = (job, hooks) => {
    jobs.push(job)
    return engineHere(
      { ...job, model: 'die-hard', settings: [], only: [] },
      { ...hooks, onOutline: () => undefined },
    )
  }
  const ended = await netsplitHere(['check', ...args], { engine, cwd: folderWith(files) })
  return { ...ended, jobs }
}

const config = {
  models: ['a.ts', 'b.ts'],
  set: { servers: '1..2', bug: 'none' },
  maxStates: 1000,
  maxMemory: '1g',
  noReduction: ['symmetry'],
  properties: ['no jug overflows'],
  exhaustive: true,
  stopAtFirst: false,
}
const files = { 'netsplit.config.json': JSON.stringify(config) }

describe('a configuration', () => {
  test('says what to check, and how', async () => {
    const { jobs, status } = await checking(files)
    expect(status).toBe(0)
    expect(jobs.map(({ model, settings }) => [model, settings[0]?.[1]])).toEqual([
      ['a.ts', '1'],
      ['a.ts', '2'],
      ['b.ts', '1'],
      ['b.ts', '2'],
    ])
    expect(jobs[0]).toMatchObject({
      settings: [
        ['servers', '1'],
        ['bug', 'none'],
      ],
      maxStates: 1000,
      maxMemoryBytes: 2 ** 30,
      noReduction: ['symmetry'],
      only: ['no jug overflows'],
      exhaustive: true,
      stopAtFirst: false,
    })
  })

  test('gives way to the command line, parameter by parameter', async () => {
    const args = ['c.ts', '--set', 'servers=5', '--max-states', '7', '--property', 'p', '--json']
    const { jobs, stdout } = await checking(
      { 'netsplit.config.json': JSON.stringify({ ...config, reporters: ['junit'] }) },
      ...args,
    )
    expect(jobs).toHaveLength(1)
    expect(jobs[0]).toMatchObject({
      model: 'c.ts',
      settings: [
        ['servers', '5'],
        ['bug', 'none'],
      ],
      maxStates: 7,
      only: ['p'],
      exhaustive: true,
    })
    expect(JSON.parse(stdout)).toMatchObject({ model: 'die-hard' })
  })

  test('may be a module', async () => {
    const { jobs } = await checking({
      'netsplit.config.mjs': "export default { models: ['a.ts'], maxSeconds: 60 }",
    })
    expect(jobs[0]).toMatchObject({ model: 'a.ts', maxSeconds: 60 })
  })

  test('without models needs one on the command line', async () => {
    const { jobs, status, stderr } = await checking({ 'netsplit.config.json': '{}' })
    expect({ jobs, status }).toEqual({ jobs: [], status: 2 })
    expect(stderr).toContain('error: The model is missing')
  })
})

describe('what is wrong with it is told with the way out', () => {
  const wrong: Readonly<Record<string, readonly [content: string, told: string]>> = {
    'a misspelt key': ['{"maxState": 3}', "did you mean 'maxStates'?"],
    'a key of all objects': ['{"toString": 3}', "a key 'toString', which means nothing"],
    'a text for a number': ['{"maxStates": "many"}', 'give a number'],
    'a number that makes no sense': ['{"maxStates": -1}', "'-1' is no number of states"],
    'a text for a list': ['{"models": "a.ts"}', 'give a list of names'],
    'a list for parameters': ['{"set": ["a"]}', 'give the parameters with their values'],
    'an object for a parameter': ['{"set": {"a": {}}}', 'give the parameters with their values'],
    'a misspelt reporter': ['{"reporters": ["markdwn"]}', "did you mean 'markdown'?"],
    'no JSON': ['{', 'The configuration cannot be read'],
    'no object': ['[]', 'write an object such as'],
  }
  test.each(Object.entries(wrong))('%s', async (_, [content, told]) => {
    const { jobs, status, stderr, stdout } = await checking(
      { 'netsplit.config.json': content },
      'a.ts',
    )
    expect({ jobs, status, stdout }).toEqual({ jobs: [], status: 2, stdout: '' })
    expect(stderr).toContain(told)
    expect(stderr).toContain('  where: netsplit.config.json\n')
  })

  test('two of them', async () => {
    const { status, stderr } = await checking({ ...files, 'netsplit.config.js': '' }, 'a.ts')
    expect(status).toBe(2)
    expect(stderr).toContain('There are two configurations')
  })
})

test.each([
  [{ coverage: true }, ['--workers', '2'], ['netsplit check die-hard --workers 2', 'coverage']],
  [{ coverage: true, reporters: ['github'] }, [], ['coverage', 'reporters']],
  [
    { workers: 2, profile: true },
    ['--set', 'a=b'],
    ['netsplit check die-hard', 'workers', 'profile'],
  ],
  [{ set: { jug: '9..1' } }, ['--set', 'big=1'], ['set: jug=9..1']],
])('what it says is not blamed on the command line: %j %j', async (said, args, where) => {
  const { status, stderr } = await checking(
    { 'netsplit.config.json': JSON.stringify(said) },
    'die-hard',
    ...args,
  )
  expect(status).toBe(2)
  const places = where.map((it) => (it.includes('netsplit') ? it : `netsplit.config.json: ${it}`))
  expect(stderr.match(/(?<=where: ).*/g)).toEqual(places)
})

test('a property that it names, and the model has not, is not blamed on the command line', async () => {
  const cwd = folderWith({
    'netsplit.config.json': JSON.stringify({ properties: ['no jug overflow'] }),
  })
  const run = async (...args: readonly string[]): Promise<Ended> =>
    netsplitHere(['check', 'die-hard', ...args], { engine: engineHere, cwd })
  const { status, stderr } = await run()
  expect(status).toBe(2)
  expect(stderr).toContain('  where: netsplit.config.json: properties: no jug overflow\n')
  const own = await run('--property', 'no jugs')
  expect(own.stderr).toContain('  where: --property no jugs\n')
})

test.each([
  ["throw new Error('boo')", 'The configuration threw Error: boo'],
  ["import './nothing.ts'", "The configuration imports a file that cannot be found: 'nothing.ts'"],
])('is spoken of by its name: %s', async (text, told) => {
  const { status, stderr } = await checking({ 'netsplit.config.ts': text }, 'a.ts')
  expect(status).toBe(2)
  expect(stderr).toContain(`error: ${told}`)
})

test.each(['check', 'simulate', 'mutate'])(
  'a parameter that it sets, and the model has not, is not blamed on the command line: %s',
  async (command) => {
    const cwd = folderWith({
      'netsplit.config.json': JSON.stringify({ set: { jug: 1 } }),
    })
    const more = command === 'simulate' ? ['--workers', '1'] : []
    const run = async (...args: readonly string[]): Promise<Ended> =>
      netsplitHere([command, 'die-hard', ...more, ...args], { engine: engineHere, cwd })
    const { status, stderr } = await run()
    expect(status).toBe(2)
    expect(stderr).toContain("no parameter 'jug'\n  where: netsplit.config.json: set: jug=1\n")
    const own = await run('--set', 'jug=2')
    expect(own.stderr).toContain("no parameter 'jug'\n  where: --set jug=…\n")
  },
)

test.each(['mutate', 'simulate'])(
  '%s sets parameters as it does, to one value each',
  async (name) => {
    const settings: unknown[] = []
    const engine: Engine = (job) => {
      settings.push(job.settings)
      return Promise.reject(
        new ModelError('bad-option', { what: 'enough', where: [], fix: 'none' }),
      )
    }
    const cwd = folderWith({
      'netsplit.config.json': JSON.stringify({ set: { many: '1..2', one: 3 }, coverage: true }),
    })
    const refused = await netsplitHere([name, 'die-hard'], { engine, cwd })
    expect(refused.stderr).toContain(`sets 'many' to several values, and \`netsplit ${name}\``)
    await netsplitHere([name, 'die-hard', '--set', 'many=2'], { engine, cwd })
    expect(settings).toEqual([
      [
        ['one', '3'],
        ['many', '2'],
      ],
    ])
  },
)
