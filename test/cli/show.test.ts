import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'
import { check, flipCheck, type FlipReport, type Report, type System } from '../../src/index.ts'
import { blocks } from '../support/blocks.ts'
import { folderWith } from '../support/cli.ts'
import * as storybook from '../support/storybook.ts'

const folder = folderWith({ 'half.json': '{"schemaVersion": 1, "mod', 'other.json': '[1, 2]' })

/** What the command line prints, with a check that gives this report. */
const netsplit = async (
  args: readonly string[],
  report: Report | FlipReport | null = null,
): Promise<{ status: number; text: string; error: string }> => {
  let [text, error] = ['', '']
  const status = await run(args, {
    stdout: { write: (more) => (text += more) },
    stderr: { write: (more) => (error += more) },
    cwd: folder,
    engine: () =>
      report === null ? Promise.reject(new Error('nothing is checked')) : Promise.resolve(report),
    onInterrupt: () => () => undefined,
  })
  return { status, text, error }
}

const save = async (report: Report | FlipReport): Promise<string> => {
  const { text } = await netsplit(['check', 'paxos', '--json'], report)
  writeFileSync(join(folder, 'report.json'), text)
  return 'report.json'
}

describe('netsplit show', () => {
  test.each(Object.entries<System>({ ...storybook, blocks }))(
    'prints a saved report as the check did: %s',
    async (_, system) => {
      const report = await check(system)
      const file = await save(report)
      for (const options of [[], ['--witnesses', '--unfold']]) {
        const direct = await netsplit(['check', 'paxos', ...options], report)
        const shown = await netsplit(['show', file, ...options])
        expect(shown).toEqual({ status: 0, text: direct.text, error: '' })
      }
    },
  )

  test('prints one property with its run, a witness as well', async () => {
    const report = await check(storybook.healing)
    const name = 'both can be told that it is confirmed'
    const { text } = await netsplit(['show', await save(report), '--property', name])
    expect(text.startsWith(`✓ holds       ${name}\n`)).toBe(true)
    expect(text).toContain('A shortest run to such a state:')
    expect(text).not.toContain('Explored')
  })

  test.each([
    ['svg', '<svg xmlns='],
    ['mermaid', 'sequenceDiagram\n'],
    ['shiviz', 'rahim {"rahim":1}\n'],
    ['itf', '{\n  "#meta"'],
  ])('draws the run of a property as %s', async (as, beginning) => {
    const name = 'both can be told that it is confirmed'
    const file = await save(await check(storybook.healing))
    const { text } = await netsplit(['show', file, '--property', name, '--as', as])
    expect(text).toContain(beginning)
    expect(text).not.toContain('Explored')
  })

  test('asks which run to draw where there are several', async () => {
    const file = await save(await check(storybook.healing))
    const { status, error } = await netsplit(['show', file, '--as', 'svg'])
    expect(status).toBe(2)
    expect(error).toContain('name one with --property: ')
  })

  test.each([
    [
      'a property that is not there',
      ['report.json', '--property', 'rahim and mita agree'],
      'no property',
    ],
    ['a file that is not there', ['nowhere.json'], 'no such file'],
    ['half a document', ['half.json'], 'not the whole of one'],
    ['another document', ['other.json'], 'it has no `schemaVersion`'],
  ])('refuses %s, and says what to do', async (_, args, words) => {
    await save(await check(storybook.relay))
    const { status, text, error } = await netsplit(['show', ...args])
    expect([status, text]).toEqual([2, ''])
    expect(error).toContain(words)
    expect(error).toContain('mend:')
  })

  test('refuses to look for runs where verdicts are compared', async () => {
    const file = await save(await flipCheck(storybook.loss))
    expect((await netsplit(['show', file])).status).toBe(0)
    expect((await netsplit(['show', file, '--witnesses'])).error).toContain('--flip')
  })
})

describe('netsplit check --svg', () => {
  test('draws the run that is not as expected, as it is drawn from a saved report', async () => {
    const report = await check(storybook.healing)
    const told = report.properties.filter(({ trace }) => trace !== null)
    const { name } = told.find((it) => it.verdict !== it.expected) ?? told[0] ?? { name: '' }
    const direct = await netsplit(['check', 'paxos', '--svg', 'run.svg'], report)
    expect(direct.error).toBe(`--svg: the run of “${name}” is in run.svg\n`)
    const shown = await netsplit(['show', await save(report), '--property', name, '--as', 'svg'])
    expect(readFileSync(join(folder, 'run.svg'), 'utf8')).toBe(shown.text)
  })

  test('says so where no property has a run, and writes nothing', async () => {
    const report = await check(storybook.jugs, { maxStates: 1 })
    const { status, error } = await netsplit(['check', 'paxos', '--svg', 'none.svg'], report)
    expect(status).toBe(3)
    expect(error).toBe('--svg: no property has a run to draw; none.svg was not written\n')
    expect(existsSync(join(folder, 'none.svg'))).toBe(false)
  })

  test('and --dot leave two files, and --dot none of too many states', async () => {
    const files = ['--svg', 'run.svg', '--dot', 'graph.dot']
    const check = async (model: string): Promise<string> => {
      let error = ''
      await run(['check', model, ...files], {
        stdout: { write: () => undefined },
        stderr: { write: (more) => (error += more) },
        cwd: folder,
        engine: engineHere,
        onInterrupt: () => () => undefined,
      })
      return error
    }
    expect(await check('two-phase-commit')).toContain('--dot: too many states for a picture')
    expect(existsSync(join(folder, 'graph.dot'))).toBe(false)
    expect(await check('two-generals')).toContain(
      '--dot: the graph of all states is in graph.dot\n',
    )
    expect(readFileSync(join(folder, 'graph.dot'), 'utf8')).toMatch(/^digraph "two-generals" \{\n/)
  })

  test('keeps a report although a graph cannot be drawn of what the check did not look at', async () => {
    writeFileSync(
      join(folder, 'late.ts'),
      `import { machine } from 'netsplit'
export default machine({
  name: 'late',
  initial: () => 0,
  actions: {
    up: (n) => {
      if (n === 5) throw new Error('too far')
      return n + 1
    },
  },
  properties: ({ reachable }) => ({ 'gets to 1': reachable((n) => n === 1) }),
})
`,
    )
    let [text, error] = ['', '']
    const status = await run(['check', join(folder, 'late.ts'), '--dot', 'late.dot'], {
      stdout: { write: (more) => (text += more) },
      stderr: { write: (more) => (error += more) },
      cwd: folder,
      engine: engineHere,
      onInterrupt: () => () => undefined,
    })
    expect(status).toBe(0)
    expect(text).toContain('✓ holds       gets to 1')
    expect(error).toMatch(/^--dot: .*too far.*; late\.dot was not written\n$/)
  })

  test.each([
    ['missing/run.svg', 'its folder does not exist'],
    ['.', 'it is a folder'],
  ])('is refused before anything is checked: %s', async (file, reason) => {
    const { status, error } = await netsplit(['check', 'paxos', '--svg', file])
    expect(status).toBe(2)
    expect(error).toContain(`The file cannot be written: ${reason}\n  where: --svg ${file}\n`)
  })
})
