import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith } from '../support/cli.ts'
import {
  documents,
  examplesOf,
  isInstalling,
  readDocument,
  shows,
  type Example,
} from '../support/documents.ts'

/*
 * The package as a user gets it: packed, installed into an empty folder, run, imported, type-checked.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

const model = `
import { match } from 'ts-pattern'
import { replicas, role, system, unordered } from 'netsplit'

type Message = { type: 'ping'; count: number } | { type: 'pong' }
interface State { heard: number }

const node = role<State, Message>({
  initial: () => ({ heard: 0 }),
  start: (_, { self, send }) => {
    if (self === 'node1') send('node2', { type: 'ping', count: 1 })
  },
  receive: (state, message, { from, send }) =>
    match(message)
      .with({ type: 'ping' }, ({ count }) => {
        state.heard += count
        send(from, { type: 'pong' })
      })
      .with({ type: 'pong' }, () => {})
      .exhaustive(),
})

export const parameters = { nodes: 2 }

export default ({ nodes }: typeof parameters) =>
  system({
    name: 'ping',
    nodes: { node: replicas(nodes, node) },
    network: unordered({ loss: 1 }),
    properties: ({ always, reachable }) => ({
      'one ping': always(({ nodes }) => nodes.node.every(({ heard }) => heard <= 1)),
      'it is heard': reachable(({ nodes }) => nodes.node.some(({ heard }) => heard === 1)),
    }),
  })
`

const script = `
import { check, machine } from 'netsplit'
import * as twoPhaseCommit from 'netsplit/models/two-phase-commit'

const lamp = machine({
  name: 'lamp',
  initial: () => ({ on: false }),
  actions: { flip: (state) => { state.on = !state.on } },
  properties: ({ reachable }) => ({ 'it can be on': reachable(({ on }) => on) }),
})
const commit = twoPhaseCommit.default(twoPhaseCommit.parameters)
for (const system of [lamp, commit]) {
  const { model, verdict, states } = await check(system)
  console.log(model, verdict, states.distinct)
}
`

const settings = (isExact: boolean): string =>
  JSON.stringify({
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: isExact,
      noEmit: true,
      types: [],
    },
    files: ['ping.ts'],
  })

let folder = ''
let tarball = ''

/** Runs a program in the folder, and returns what it prints. */
const run = (command: string, ...args: readonly string[]): string => {
  try {
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}

beforeAll(() => {
  folder = folderWith({
    'package.json': '{ "private": true }',
    'ping.ts': model,
    'script.mjs': script,
    'exact.json': settings(true),
    'inexact.json': settings(false),
  })
  // The build is there already; packing again must not take it away from under other tests.
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const packed = execFileSync('npm', args, { cwd: root, encoding: 'utf8' })
  const [first] = JSON.parse(packed) as { filename: string }[]
  tarball = join(folder, first?.filename ?? '')
  run('npm', 'install', '--no-audit', '--no-fund', tarball)
})

describe('the packed package, installed into an empty folder', () => {
  test('lists its models', () => {
    const models = JSON.parse(run('npx', 'netsplit', 'models', '--json')) as { name: string }[]
    expect(models.map(({ name }) => name)).toContain('two-phase-commit')
  })

  test('checks a bundled model', () => {
    const report: unknown = JSON.parse(
      run('npx', 'netsplit', 'check', 'two-phase-commit', '--json'),
    )
    expect(report).toMatchObject({ verdict: 'holds', states: { distinct: 288, generated: 1146 } })
  })

  test('checks a model written there', () => {
    const report: unknown = JSON.parse(run('npx', 'netsplit', 'check', 'ping.ts', '--json'))
    expect(report).toMatchObject({ model: 'ping', verdict: 'holds', asExpected: true })
  })

  test('is a library', () => {
    expect(run('node', 'script.mjs')).toBe('lamp holds 2\ntwo-phase-commit holds 288\n')
  })

  test.each(['exact.json', 'inexact.json'])('has types that fit a model: %s', (project) => {
    expect(run(process.execPath, compiler, '--project', project)).toBe('')
  })

  test('has types that refuse a wrong model', () => {
    const wrong = model.replace("send(from, { type: 'pong' })", "send(from, { type: 'pang' })")
    writeFileSync(join(folder, 'ping.ts'), wrong)
    expect(() => run(process.execPath, compiler, '--project', 'exact.json')).toThrow(/pang/)
    writeFileSync(join(folder, 'ping.ts'), model)
  })
})

/** The versions of vitest that run here. */
const vitests = ['3.2', '4', ...(Number(process.versions.node.split('.')[0]) < 22 ? [] : ['5'])]

describe.each(
  documents
    .map((name) => ({ name, examples: examplesOf(readDocument(name)) }))
    .filter(({ examples }) =>
      examples.some((it) => it.kind === 'command' && isInstalling(it.command)),
    )
    .flatMap((page) => vitests.map((version) => ({ ...page, version }))),
)('the project of $name, with vitest $version', ({ examples, version }) => {
  const project = join(folderWith({}), 'project')

  beforeAll(() => {
    mkdirSync(project)
    mkdirSync(join(project, '../netsplit'))
    copyFileSync(tarball, join(project, '../netsplit', basename(tarball)))
  })

  test.each(examples.map((example) => [titleOf(example), example] as const))('%s', (_, example) => {
    expect(follow(example, project, version)).toBe(outputOf(example))
  })

  test('is well typed', () => {
    const files = examples.flatMap((it) => (it.kind === 'file' ? [it.name] : []))
    const compilerOptions = {
      target: 'es2023',
      module: 'nodenext',
      moduleDetection: 'force',
      allowImportingTsExtensions: true,
      strict: true,
      noEmit: true,
      // Vitest's own types ask for more than a project has.
      skipLibCheck: true,
      types: [],
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const { stdout } = spawnSync(process.execPath, [compiler, '--project', project], {
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
  })
})

/** Does what an example says. @returns what is printed, as the document should show it */
function follow(example: Example, cwd: string, version: string): string {
  if (example.kind === 'change') throw new Error('no project has files that change')
  if (example.kind === 'file') {
    writeFileSync(join(cwd, example.name), example.content)
    return ''
  }
  const command = `${example.command.replace('vitest@4', `vitest@${version}`)} 2>&1`
  const { NODE_OPTIONS: _, FORCE_COLOR: __, VITEST: ___, ...env } = process.env
  const options = { cwd, env: { ...env, NO_COLOR: '1' }, encoding: 'utf8' } as const
  const { stdout } = spawnSync(command, { ...options, shell: true })
  return shows(example.output, stdout) ? example.output : stdout
}

function outputOf(example: Example): string {
  return example.kind === 'command' ? example.output : ''
}

function titleOf(example: Example): string {
  return example.kind === 'command' ? example.command : `writes ${example.name}`
}
