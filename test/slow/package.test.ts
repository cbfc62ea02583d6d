import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith } from '../support/cli.ts'

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
  run('npm', 'install', '--no-audit', '--no-fund', `./${first?.filename}`)
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
