import { describe, expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import { engineHere } from '../../src/cli/engine-job.ts'
import type { Engine } from '../../src/cli/engine-contract.ts'
import { InternalError } from '../../src/cli/engine-messages.ts'
import { run } from '../../src/cli/run.ts'
import { transcript, type Ended } from '../support/cli.ts'

/** Runs the command line in this process. */
const netsplit = async (args: readonly string[], engine: Engine = engineHere): Promise<Ended> => {
  let stdout = ''
  let stderr = ''
  const status = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd: process.cwd(),
    engine,
    onInterrupt: () => () => undefined,
  })
  return { status, stdout, stderr }
}

const never: Engine = () => {
  throw new Error('nothing is to be checked')
}

const wrong: Readonly<Record<string, readonly string[]>> = {
  'no-command': [],
  'unknown-command': ['chekc', 'paxos'],
  'model-instead-of-command': ['two-phase-commit'],
  'no-model': ['check'],
  'two-models': ['simulate', 'paxos', 'cap-ap'],
  'unknown-option': ['check', 'paxos', '--max-state', '5'],
  'unknown-global-option': ['--verbose'],
  'option-without-value': ['check', 'paxos', '--max-states'],
  'set-without-equals': ['check', 'paxos', '--set', 'servers', '3'],
  'set-without-name': ['check', 'paxos', '--set', '=3'],
  'bad-max-states': ['check', 'paxos', '--max-states', 'many'],
  'zero-max-states': ['check', 'paxos', '--max-states', '0'],
  'bad-max-memory': ['check', 'paxos', '--max-memory', '4 horses'],
  'tiny-max-memory': ['check', 'paxos', '--max-memory', '12k'],
  'bad-max-seconds': ['check', 'paxos', '--max-seconds', 'soon'],
  'zero-max-seconds': ['check', 'paxos', '--max-seconds', '0'],
  'exhaustive-and-first': ['check', 'paxos', '--exhaustive', '--stop-at-first'],
  'profile-and-disk': ['check', 'paxos', '--profile', '--disk', 'states'],
  'profile-and-workers': ['check', 'paxos', '--profile', '--workers', '2'],
  'profile-and-flip': ['check', 'paxos', '--profile', '--flip'],
  'workers-and-disk': ['check', 'paxos', '--workers', '2', '--disk', 'states'],
  'unknown-engine': ['check', 'paxos', '--engine', 'postgres'],
  'url-and-duckdb': ['check', 'paxos', '--engine', 'duckdb', '--disk', 'hdfs://host/states'],
  'url-without-spark': ['check', 'paxos', '--resume', 'hdfs://host/states'],
  'engine-and-workers': ['check', 'paxos', '--engine', 'duckdb', '--workers', '2'],
  'bad-master': ['check', 'paxos', '--engine', 'spark', '--master', 'localhost:7077'],
  'bad-remote': ['check', 'paxos', '--engine', 'spark', '--remote', 'spark://host:7077'],
  'master-without-spark': ['check', 'paxos', '--master', 'local[2]'],
  'scratch-and-duckdb': ['check', 'paxos', '--engine', 'duckdb', '--scratch', 'tables'],
  'master-and-remote': [
    'check',
    'paxos',
    '--engine',
    'spark',
    '--master',
    'yarn',
    '--remote',
    'sc://host',
  ],
  'remote-and-disk': [
    'check',
    'paxos',
    '--engine',
    'spark',
    '--remote',
    'sc://host',
    '--disk',
    'hdfs://host/states',
  ],
  'cluster-and-disk': [
    'check',
    'paxos',
    '--engine',
    'spark',
    '--master',
    'yarn',
    '--scratch',
    'hdfs://host/tmp',
    '--disk',
    'states',
  ],
  'cluster-without-scratch': ['check', 'paxos', '--engine', 'spark', '--master', 'yarn'],
  'cluster-and-folder': [
    'check',
    'paxos',
    '--engine',
    'spark',
    '--remote',
    'sc://host',
    '--scratch',
    'tables',
  ],
  'bad-workers': ['check', 'paxos', '--workers', 'all'],
  'unknown-task': ['impossible', 'perpetual-motion'],
  'no-such-models': ['models', 'blockchain'],
  'unknown-cell': ['cap', '--show', 'cp/forever/served'],
}

describe('a wrong command line is told with its way out, and the status is 2', () => {
  test.each(Object.entries(wrong))('%s', async (name, args) => {
    const ended = await netsplit(args, never)
    expect(ended.status).toBe(2)
    expect(ended.stdout).toBe('')
    await expect(transcript(args, ended, process.cwd())).toMatchFileSnapshot(
      `../golden/cli/${name}.txt`,
    )
  })
})

const wrongOfModel: Readonly<Record<string, readonly string[]>> = {
  'unknown-model': ['check', 'two-phase-comit'],
  'unknown-parameter': ['check', 'two-phase-commit', '--set', 'participant=4'],
  'parameter-of-none': ['check', 'die-hard', '--set', 'jugs=2'],
  'wrong-parameter-type': ['check', 'two-phase-commit', '--set', 'participants=few'],
  'impossible-parameter': ['check', 'two-phase-commit', '--set', 'participants=0'],
  'unknown-reduction': ['check', 'paxos', '--no-reduction', 'partial-order'],
}

describe('so is what is wrong with a bundled model', () => {
  test.each(Object.entries(wrongOfModel))('%s', async (name, args) => {
    const ended = await netsplit(args)
    expect(ended.status).toBe(2)
    expect(ended.stdout).toBe('')
    await expect(transcript(args, ended, process.cwd())).toMatchFileSnapshot(
      `../golden/cli/${name}.txt`,
    )
  })
})

test('with --json a mistake is a document on standard output, and still told to people', async () => {
  const ended = await netsplit(['check', 'two-phase-commit', '--json', '--set', 'participant=4'])
  expect(ended.status).toBe(2)
  expect(JSON.parse(ended.stdout)).toEqual({
    error: {
      code: 'unknown-parameter',
      what: "The model has no parameter 'participant'",
      where: ['--set participant=…'],
      fix: expect.stringContaining("did you mean 'participants'?"),
    },
  })
  expect(ended.stderr).toContain("error: The model has no parameter 'participant'")
})

test('a failure of netsplit itself says so, with its stack', async () => {
  const ended = await netsplit(['check', 'paxos'], () => Promise.reject(new TypeError('oh no')))
  expect(ended.status).toBe(2)
  expect(ended.stderr).toContain('this is a bug in netsplit')
  expect(ended.stderr).toMatch(/TypeError: oh no\n\s+at /)
  const apart = await netsplit(['check', 'paxos', '--json'], () =>
    Promise.reject(new InternalError('the stack of another process')),
  )
  expect(JSON.parse(apart.stdout)).toMatchObject({ error: { code: 'bug' } })
  expect(apart.stderr).toContain('the stack of another process')
})

describe('help', () => {
  test.each([
    { name: 'help', args: ['--help'] },
    { name: 'help-check', args: ['check', '--help'] },
    { name: 'help-cap', args: ['cap', '--help'] },
  ])('$name', async ({ name, args }) => {
    const ended = await netsplit(args, never)
    expect(ended.status).toBe(0)
    expect(ended.stderr).toBe('')
    await expect(transcript(args, ended, process.cwd())).toMatchFileSnapshot(
      `../golden/cli/${name}.txt`,
    )
  })

  test('the version is that of the package', async () => {
    const ended = await netsplit(['--version'], never)
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})

/** The names of the models that a word fits. */
const found = async (...words: readonly string[]): Promise<readonly unknown[]> => {
  const { stdout } = await netsplit(['models', ...words, '--json'], never)
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)
}

describe('models', () => {
  test('are listed with a line each, in the order of the catalogue', async () => {
    const ended = await netsplit(['models'], never)
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const lines = ended.stdout.split('\n').filter((line) => /^ {2}\S/.test(line))
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual(
      bundledModels.map(({ name, about }) => [name, about]),
    )
    expect(ended.stdout).toContain('--set servers=3 --set clients=2')
  })

  test('and as JSON: name, about, group, parameters, and what these may be', async () => {
    const ended = await netsplit(['models', '--json'], never)
    const models = JSON.parse(ended.stdout) as Record<string, unknown>[]
    expect(models.map((model) => Object.keys(model))).toEqual(
      models.map(() => ['name', 'about', 'group', 'parameters', 'choices']),
    )
    expect(models).toContainEqual({
      name: 'two-phase-commit',
      about: expect.any(String),
      group: 'commit',
      parameters: { participants: 3 },
      choices: {},
    })
    expect(models.find(({ name }) => name === 'byzantine-broadcast')).toMatchObject({
      choices: { sender: { options: ['node', 'traitor'] }, traitors: { least: 1 } },
    })
  })

  test('that fit a word: by name, by line, by group, whatever its case', async () => {
    const all = bundledModels.map(({ name }) => name)
    expect(await found('CAP')).toEqual(all.filter((name) => name.startsWith('cap-')))
    expect(await found('fischer')).toEqual(['fischer'])
    expect(await found('forks')).toEqual(['dining-philosophers'])
    expect(await found('no-write-back')).toEqual(['abd-register'])
    expect(await found('database', 'CACHE')).toEqual(['cache-invalidation'])
    expect(await found('database cache')).toEqual(['cache-invalidation'])
    expect(await found('Consensus')).toContain('paxos')
    expect(await found('')).toEqual(all)
  })
})
