import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderWith } from '../support/cli.ts'
import { root } from '../support/documents.ts'
import { registryWith, type Registry } from '../support/registry.ts'

/*
 * A new user's first minute: an empty folder, `npm create netsplit`, a verdict, a failing test. Both packages come
 * packed, from a registry.
 */

const folder = folderWith({})
const project = join(folder, 'project')
let registry: Registry

beforeAll(async () => {
  mkdirSync(project)
  // What npm has downloaded before, but not what it has installed for commands.
  mkdirSync(join(folder, 'cache'))
  const usual = process.env['npm_config_cache'] ?? join(homedir(), '.npm')
  symlinkSync(join(usual, '_cacache'), join(folder, 'cache/_cacache'))
  registry = await registryWith([root, join(root, 'src/create')], folder)
})
afterAll(() => registry.close())

interface Ended {
  readonly status: number | null
  readonly printed: string
}

/** Runs a command in the project. */
const run = (command: string): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, FORCE_COLOR: __, VITEST: ___, ...env } = process.env
    const npm = { npm_config_registry: registry.url, npm_config_cache: join(folder, 'cache') }
    const counted = `${command} 2>&1; status=$?; times >> '${join(folder, 'times')}'; exit $status`
    const child = spawn('sh', ['-c', counted], {
      cwd: project,
      env: { ...env, ...npm, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString()
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, printed }))
  })

/** The processor time of all commands so far, in seconds: it hardly depends on what else a machine does. */
const processorSeconds = (): number =>
  [...readFileSync(join(folder, 'times'), 'utf8').matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, each) => sum + each, 0)

test('from an empty folder to a verdict and a failing test, in a minute', async ({ annotate }) => {
  const began = performance.now()
  const created = await run('npm create --yes netsplit -- --editor vscode')
  expect(created.printed).toContain('Next:\n  npm install\n  npm run models:check')
  expect(created.status).toBe(0)
  expect(await run('npm install --no-audit --no-fund')).toMatchObject({ status: 0 })

  const checked = await run('npm run models:check')
  expect(checked.printed).toContain('✓ holds       no order is charged twice')
  expect(checked.status).toBe(0)

  const tested = await run('npm test')
  expect(tested.printed).toContain('✓ a shop that remembers charges no order twice')
  expect(tested.printed).toContain('× a shop that forgets charges no order twice')
  expect(tested.printed).toContain('shop.charged = [1, 1]')
  expect(tested.status).toBe(1)
  const spent = processorSeconds()
  const waited = (performance.now() - began) / 1000
  await annotate(`${spent.toFixed(1)} s of processor time, ${waited.toFixed(1)} s in all`)
  expect(spent).toBeGreaterThan(0.1)
  expect(spent).toBeLessThan(60)

  const { printed } = await run('npx netsplit doctor models/shop.ts')
  for (const about of ['node', 'netsplit', 'check', 'import', 'vitest']) {
    expect(printed).toMatch(new RegExp(`^ok  ${about} `, 'm'))
  }
  expect(printed).toMatch(/^ok {2}import .* in node_modules\/netsplit$/m)

  expect(await run('npm run models:types')).toMatchObject({ status: 0 })
  const model = join(project, 'models/shop.ts')
  writeFileSync(
    model,
    readFileSync(model, 'utf8').replace("type: 'receipt', id:", "type: 'recipe', id:"),
  )
  const wrong = await run('npm run models:types')
  expect(wrong.printed).toContain('models/shop.ts')
  expect(wrong.status).not.toBe(0)
})

test('a second time nothing is overwritten', async () => {
  const ended = await run('npm create --yes netsplit')
  expect(ended.printed).toContain('nothing is overwritten\n  where: models/shop.ts\n')
  expect(ended.status).toBe(2)
})
