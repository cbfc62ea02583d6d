import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { check, reportFromJson, role, system } from '../../src/index.ts'
import type { Engine } from '../../src/cli/engine-contract.ts'
import { reporterNames } from '../../src/cli/reporter-names.ts'
import { checksSchema } from '../../src/render/checks-codec.ts'
import { findingsOf } from '../../src/render/findings.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { folderWith, type Ended } from '../support/cli.ts'
import { netsplitHere } from '../support/command.ts'
import sarifSchema from '../support/schemas/sarif-2.1.0.json' with { type: 'json' }

const lamp = role<{ on: boolean; presses: number }>({
  initial: () => ({ on: false, presses: 0 }),
  internal: {
    press: {
      when: ({ presses }) => presses < 2,
      do: (state) => {
        state.on = !state.on
        state.presses += 1
      },
    },
  },
})

/** Names that would end whatever a format puts them into. */
const odd = 'a | b, <c> & "d": 100% `e`\n::error::]]> \u0007\ud800'

const lamps = system({
  name: 'lamp',
  nodes: { lamp },
  properties: ({ always, never, reachable, eventually }) => ({
    'it can be lit': reachable(({ nodes }) => nodes.lamp.on),
    'it is dark': always(({ nodes }) => !nodes.lamp.on),
    'it stays dark, as is known': always(({ nodes }) => !nodes.lamp.on, { expected: 'violated' }),
    'it counts presses': never(({ nodes }) => nodes.lamp.presses < 0, { expected: 'violated' }),
    'it is lit three times': reachable(({ nodes }) => nodes.lamp.presses > 2),
    'it is lit in the end': eventually(({ nodes }) => nodes.lamp.presses === 1),
    [odd]: never(({ nodes }) => nodes.lamp.presses === 2),
  }),
})

/** Three models: one with findings, one that a limit ends, one that is wrong. */
const engine: Engine = async ({ model }) => {
  if (model === 'wrong.ts') {
    throw new ModelError('bad-model-file', {
      what: 'The model file does not parse: expected ";"',
      where: ['models/wrong.ts:3:14', '3 | let a b'],
      fix: 'mend the syntax there',
    })
  }
  const isShort = model === 'short.ts'
  const report = await check(lamps, {
    model: isShort ? 'short' : 'lamp',
    parameters: { lamps: 1 },
    ...(isShort ? { maxStates: 2 } : {}),
  })
  const properties = report.properties.map((property, at) => ({
    ...property,
    source: { file: 'models/a lamp.ts', line: 10 + at },
  }))
  return { ...report, properties, seconds: 0.25, peakMemoryBytes: 0 }
}

const models = ['lamp.ts', 'short.ts', 'wrong.ts']

const tell = (...args: readonly string[]): Promise<Ended> => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5), toFake: ['Date'] })
  return netsplitHere(['check', ...models, ...args], { engine })
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('each reporter tells the same in its own way', () => {
  test.each(reporterNames)('%s', async (name) => {
    const ended = await tell('--reporter', name)
    expect(ended.status).toBe(2)
    // Halves of surrogate pairs do not outlast a stream.
    const written = Buffer.from(ended.stdout).toString()
    await expect(written.replaceAll(/^ {2}(memory|time) .*$/gm, '  $1')).toMatchFileSnapshot(
      `../golden/cli/reporter-${name}.txt`,
    )
  })
})

describe('sarif', () => {
  test('is valid by the published schema', async () => {
    const { $schema: _, id: __, ...schema } = sarifSchema
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    const document = JSON.parse((await tell('--reporter', 'sarif')).stdout) as {
      runs: { results: object[] }[]
    }
    isValid(document)
    expect(isValid.errors).toBeNull()
    expect(isValid({ ...document, runs: [{ results: 'none' }] })).toBe(false)
    expect(document.runs[0]?.results[0]).toMatchObject({
      ruleId: 'violated',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'models/a%20lamp.ts' },
            region: { startLine: 11 },
          },
        },
      ],
    })
  })
})

test('what has no line of its own is at the first of its model', () => {
  const checked = {
    asked: 'models/a.ts',
    settings: [],
    began: 0,
    came: { kind: 'not-begun' },
  } as const
  expect(findingsOf(checked).map(({ source }) => source)).toEqual([
    { file: 'models/a.ts', line: 1 },
  ])
  expect(findingsOf({ ...checked, asked: 'raft' }).map(({ source }) => source)).toEqual([null])
})

describe('github', () => {
  test('names files as they are in the repository, and adds to the summary of the step', async () => {
    const folder = folderWith({ summary: 'before\n' })
    mkdirSync(join(folder, 'inner'))
    vi.stubEnv('GITHUB_WORKSPACE', folder)
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary'))
    const ended = await netsplitHere(['check', 'lamp.ts', '--reporter', 'github'], {
      engine,
      cwd: join(folder, 'inner'),
    })
    expect(ended.stdout).toMatch(
      /^::error file=inner\/models\/a lamp\.ts,line=11,title=lamp lamps=1%3A it is dark::violated: 1 step%0A/,
    )
    const summary = readFileSync(join(folder, 'summary'), 'utf8')
    expect(summary).toMatch(/^before\n\| \| check /)
    expect(summary).toContain('<details><summary>it is dark: violated: 1 step</summary>')
  })

  test('no name or text begins a command of its own', async () => {
    const { stdout } = await tell('--reporter', 'github')
    const lines = stdout.trimEnd().split('\n')
    expect(lines.every((line) => /^::(error|warning) [^:]*::/.test(line))).toBe(true)
    // Five of the lamp, those that a limit left open, and the mistake.
    expect(lines.length).toBeGreaterThan(8)
  })
})

describe('where text goes', () => {
  test('into files, and then text to standard output, too', async () => {
    const folder = folderWith({})
    const args = ['check', 'lamp.ts', '--reporter', 'junit=a.xml', '--reporter', 'json=a.json']
    const ended = await netsplitHere(args, { engine, cwd: folder })
    expect(ended.stdout).toMatch(/^lamp {2}lamps=1\n/)
    expect(readFileSync(join(folder, 'a.xml'), 'utf8')).toContain('<testsuites>')
    const json: unknown = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))
    expect(reportFromJson(json).model).toBe('lamp')
  })

  test('text and annotations may share it', async () => {
    const ended = await tell('--reporter', 'text', '--reporter', 'github')
    expect(ended.stdout).toMatch(/^lamp {2}lamps=1\n/)
    expect(ended.stdout).toContain('\n::error ')
  })

  test.each([
    ['--reporter', 'xml'],
    ['--reporter', 'juint'],
    ['--reporter', 'junit='],
    ['--reporter', 'junit=missing/report.xml'],
    ['--reporter', 'junit', '--reporter', 'text'],
    ['--json', '--reporter', 'sarif'],
    ['--reporter', 'junit=a', '--reporter', 'sarif=a'],
  ])('%s %s %s %s', async (...args) => {
    const given = args.filter((it) => it !== undefined)
    const ended = await netsplitHere(['check', 'paxos', ...given], {
      engine: () => Promise.reject(new Error('nothing is to be checked')),
    })
    expect(ended.status).toBe(2)
    expect(ended.stderr).toMatch(/^error: .*\n( {2}where: .*\n)+ {2}mend: {2}.*\n$/)
  })
})

test.each([
  ['missing/report.xml', 'its folder does not exist'],
  ['lamp.ts', 'would write over the model lamp.ts'],
])(
  'a file that cannot be written is named with its reporter as one writes them: %s',
  async (file, told) => {
    const ended = await tell('--reporter', `junit=${file}`)
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain(told)
    expect(ended.stderr).toContain(`  where: --reporter junit=${file}\n`)
  },
)

describe('several checks as JSON', () => {
  const isValid = new Ajv2020({ allowUnionTypes: true }).compile(checksSchema)

  test('are what the schema says that the package has', async () => {
    const { stdout } = await tell('--json')
    const document = JSON.parse(stdout) as { checks: readonly Record<string, unknown>[] }
    expect(document.checks.map(({ outcome }) => outcome)).toEqual([
      'unexpected',
      'unexpected',
      'mistake',
    ])
    expect([isValid(document), isValid.errors]).toEqual([true, null])
    for (const [first = {}, ...others] of [document.checks, document.checks.toReversed()]) {
      for (const name of ['asked', 'set', 'outcome']) {
        const { [name]: _, ...rest } = first
        expect(isValid({ ...document, checks: [rest, ...others] })).toBe(false)
      }
    }
    await expect(`${JSON.stringify(checksSchema, null, 2)}\n`).toMatchFileSnapshot(
      '../../docs/checks.schema.json',
    )
  })
})
