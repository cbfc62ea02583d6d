import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { mainHelp } from '../../../src/cli/help.ts'
import { folderWith, netsplit } from '../../support/cli.ts'

const typed = `
import { machine, type System } from 'netsplit'
import { match } from 'ts-pattern'
import { produce } from 'immer'
import { limit } from './limit.ts'

enum Colour { red, green }
export const parameters = { steps: 2 }

export default ({ steps }: typeof parameters): System =>
  machine({
    name: 'lamp',
    initial: () => produce({ colour: Colour.red, changes: 0 }, () => {}),
    actions: {
      change: {
        when: ({ changes }) => changes < Math.min(steps, limit),
        do: (state) => {
          state.changes += 1
          state.colour = match(state.colour).with(Colour.red, () => Colour.green).otherwise(() => Colour.red)
        },
      },
    },
    properties: ({ always, reachable }) => ({
      'it gets green': reachable(({ colour }) => colour === Colour.green),
      'it stops': always(({ changes }) => changes <= limit),
    }),
  })
`
const limit = 'export const limit: number = 9\n'

const plain = `
import { machine } from 'netsplit'
export default machine({
  name: 'plain',
  initial: () => 0,
  actions: { step: { when: (n) => n < 3, do: (n) => n + 1 } },
  properties: ({ reachable }) => ({ 'three': reachable((n) => n === 3) }),
})
`

/** Without what differs from run to run. */
const stable = (text: string): string =>
  text.replaceAll(/"(seconds|peakMemoryBytes)": [\d.]+/g, '"$1": 0')

describe('a model file is loaded as it is', () => {
  test.concurrent.for([
    { about: 'outside any package', manifest: null },
    { about: 'in a CommonJS package', manifest: '{ "type": "commonjs" }' },
    { about: 'in an ESM package', manifest: '{ "type": "module" }' },
  ])('$about: TypeScript and JavaScript', async ({ manifest }, { expect }) => {
    const folder = folderWith({
      ...(manifest === null ? {} : { 'package.json': manifest }),
      'limit.ts': limit,
      'model.ts': typed,
      'model.mts': typed,
      'plain.js': plain,
      'plain.mjs': plain,
    })
    for (const file of ['model.ts', 'model.mts', 'plain.js', 'plain.mjs']) {
      // One after the other: the machine is small.
      // oxlint-disable-next-line no-await-in-loop
      const ended = await netsplit(['check', file], { cwd: folder })
      expect(ended).toMatchObject({ status: 0, stderr: '' })
    }
  })

  test.concurrent('the parameters are set, and what the model prints is no part of the report', async ({
    expect,
  }) => {
    const folder = folderWith({ 'limit.ts': limit, 'model.ts': `${typed}\nconsole.log('hello')\n` })
    const ended = await netsplit(['check', 'model.ts', '--set', 'steps=5', '--json'], {
      cwd: folder,
    })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      model: 'lamp',
      parameters: { steps: 5 },
      states: { distinct: 6 },
    })
    expect(ended.stderr).toBe('hello\n')
  })

  test.concurrent('a library of its own in the folder comes first', async ({ expect }) => {
    const folder = folderWith({ 'model.ts': typed, 'limit.ts': limit })
    const library = join(folder, 'node_modules', 'ts-pattern')
    mkdirSync(library, { recursive: true })
    writeFileSync(join(library, 'package.json'), '{ "type": "module", "exports": "./own.js" }')
    writeFileSync(join(library, 'own.js'), 'export {}\n')
    const ended = await netsplit(['check', 'model.ts'], { cwd: folder })
    expect(ended.stderr).toContain("'ts-pattern' does not provide an export named 'match'")
  })

  test.concurrent('the first model of the help works', async ({ expect }) => {
    const [model = ''] = /^ {2}import \{[^]*^ {2}\}\)$/m.exec(mainHelp) ?? []
    const folder = folderWith({ 'ping.ts': model })
    const ended = await netsplit(['check', 'ping.ts'], { cwd: folder })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    expect(ended.stdout).toContain('holds       the client gets its answer')
  })

  test.concurrent('a model that does not come out as expected gives 1', async ({ expect }) => {
    const folder = folderWith({ 'model.js': plain.replace('n === 3', 'n === 4') })
    expect((await netsplit(['check', 'model.js'], { cwd: folder })).status).toBe(1)
  })
})

test.concurrent('two runs of the program print the same, apart from time and memory', async ({
  expect,
}) => {
  const [first, second] = await Promise.all([
    netsplit(['check', 'cap-ap', '--json']),
    netsplit(['check', 'cap-ap', '--json']),
  ])
  expect(stable(first.stdout)).toBe(stable(second.stdout))
  expect(first).toMatchObject({ status: 0, stderr: '' })
})
