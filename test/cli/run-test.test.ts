import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineHere } from '../../src/cli/engine-job.ts'
import { run } from '../../src/cli/run.ts'
import { runTest } from '../../src/cli/run-test.ts'
import { check, machine } from '../../src/index.ts'
import { folderWith } from '../support/cli.ts'
import { vitestIn } from '../support/vitest-in.ts'

/*
 * Tests that a check writes of the runs that break properties: they fail until the model is mended.
 */

/** Two lamps and a button; the messages overtake each other, unless it is mended. */
const model = (network: string, name = 'press'): string => `
import { fifo, role, system, unordered } from 'netsplit'

type Message = { type: 'set'; on: boolean }

const button = role<{ on: boolean; presses: number }, Message>({
  initial: () => ({ on: false, presses: 0 }),
  internal: {
    ${name}: {
      when: ({ presses }) => presses < 2,
      do: (state, { send }) => {
        state.on = !state.on
        state.presses += 1
        send('lamp', { type: 'set', on: state.on })
      },
    },
  },
})

const lamp = role<{ on: boolean }, Message>({
  initial: () => ({ on: false }),
  receive: (state, message) => {
    state.on = message.on
  },
})

export const parameters = { network: '${network}', 'odd name': 1 }

export default ({ network }: typeof parameters) =>
  system({
    name: 'lamp',
    nodes: { button, lamp },
    network: network === 'fifo' ? fifo() : unordered(),
    properties: ({ never, eventuallyAlways }) => ({
      "in the end it's as \\\\ the button \`says\`": eventuallyAlways(
        ({ nodes }) => nodes.lamp.on === nodes.button.on,
      ),
      'the lamp is never on after two presses': never(
        ({ nodes, inFlight }) =>
          nodes.lamp.on && nodes.button.presses === 2 && inFlight.length === 0,
      ),
    }),
  })
`

const folder = folderWith({ 'lamp.ts': model('bag'), 'there.test.ts': '// mine\n' })

const netsplit = async (...args: readonly string[]): Promise<{ status: number; error: string }> => {
  let error = ''
  const status = await run(args, {
    stdout: { write: () => undefined },
    stderr: { write: (more) => (error += more) },
    cwd: folder,
    engine: engineHere,
    onInterrupt: () => () => undefined,
  })
  return { status, error }
}

describe('netsplit check --test', () => {
  test('writes tests that fail while the runs break their properties', async () => {
    const file = path.join(folder, 'lamp.ts')
    const { status, error } = await netsplit('check', file, '--test', 'lamp.test.ts')
    expect(status).toBe(1)
    expect(error).toBe('--test: the runs of 2 properties to try again with vitest: lamp.test.ts\n')
    expect(readFileSync(path.join(folder, 'lamp.test.ts'), 'utf8')).toMatchInlineSnapshot(`
      "// Runs that broke properties of lamp, as \`netsplit check --test\` found them. A test of a run fails while
      // the model has the run and it breaks the property. Once that is mended it passes, and says what happens
      // instead: \`npx vitest run --reporter=verbose\` shows it. A step of another name is another step.
      import { expectHolds, expectRunGone } from 'netsplit'
      import { test } from 'vitest'
      import * as model from './lamp.ts'

      const parameters = { network: 'bag', 'odd name': 1 } as const

      test("in the end it's as \\\\ the button \`says\`: not broken by this run of 4 steps", async ({ annotate }) => {
        const run = {
          property: "in the end it's as \\\\ the button \`says\`",
          steps: [
            'button does "press"',
            'button does "press"',
            'lamp receives set(on: false) from button',
            'lamp receives set(on: true) from button',
          ],
          loopsTo: 4,
        }
        const { text } = await expectRunGone(model, run, { parameters })
        await annotate(text)
      })

      // All runs: where that takes too long for a test, take this one out.
      test("in the end it's as \\\\ the button \`says\`: holds", { timeout: 60_000 }, async () => {
        await expectHolds(model, "in the end it's as \\\\ the button \`says\`", { parameters })
      })

      test('the lamp is never on after two presses: not broken by this run of 4 steps', async ({ annotate }) => {
        const run = {
          property: 'the lamp is never on after two presses',
          steps: [
            'button does "press"',
            'button does "press"',
            'lamp receives set(on: false) from button',
            'lamp receives set(on: true) from button',
          ],
          loopsTo: null,
        }
        const { text } = await expectRunGone(model, run, { parameters })
        await annotate(text)
      })

      // All runs: where that takes too long for a test, take this one out.
      test('the lamp is never on after two presses: holds', { timeout: 60_000 }, async () => {
        await expectHolds(model, 'the lamp is never on after two presses', { parameters })
      })
      "
    `)
    const printed = await vitestIn(folder, ['lamp'])
    expect(printed).toContain('4 failed')
    expect(printed).toContain('nothing more happens, for ever')
    expect(printed).toContain('After step 4 the property is violated. What it sees:')
  })

  test('which pass once the model is mended, and say what happens instead', async () => {
    writeFileSync(path.join(folder, 'lamp.ts'), model('bag', 'push'))
    const renamed = await vitestIn(folder, ['lamp', '--reporter=verbose'])
    // The runs are not there under this name: nobody is to take that for a model that is mended.
    expect(renamed).toContain('4 failed')
    expect(renamed).toContain(
      'has no step that is called as step 1 of the run: button does "press"',
    )
    // What was written down is asked for, not what the model takes by default.
    const mended = model('bag').replace("network === 'fifo' ? fifo() : unordered()", 'fifo()')
    writeFileSync(path.join(folder, 'lamp.ts'), mended)
    const printed = await vitestIn(folder, ['lamp', '--reporter=verbose'])
    expect(printed).toContain('4 passed')
    expect(printed).toContain(
      'Step 3 of the run cannot happen any more: lamp receives set(on: false) from button.',
    )
  })

  test('never overwrites a file, and says so before anything is checked', async () => {
    const { status, error } = await netsplit('check', 'paxos', '--test', 'there.test.ts')
    expect(status).toBe(2)
    expect(error).toContain('There is such a file already, and tests are not overwritten')
    expect(error).toContain('where: --test there.test.ts')
    expect(readFileSync(path.join(folder, 'there.test.ts'), 'utf8')).toBe('// mine\n')
  })

  test('writes nothing where no run breaks a property', async () => {
    const { status, error } = await netsplit('check', 'die-hard', '--test', 'none.test.ts')
    expect(status).toBe(0)
    expect(error).toBe('--test: no run broke a property; none.test.ts was not written\n')
    expect(existsSync(path.join(folder, 'none.test.ts'))).toBe(false)
  })

  test('does not go with --flip', async () => {
    const { status, error } = await netsplit('check', 'paxos', '--flip', '--test', 'x.test.ts')
    expect(status).toBe(2)
    expect(error).toContain('--flip and --test do not go together')
  })
})

describe('a written test', () => {
  test('imports the model from where it stands, or the bundled one, and asks only for what should hold', async () => {
    const report = await check(
      machine({
        name: 'counter',
        initial: () => 0,
        actions: { up: { when: (n) => n < 2, do: (n) => n + 1 } },
        properties: ({ reachable }) => ({
          two: reachable((n) => n === 2, { expected: 'violated' }),
        }),
      }),
    )
    const from = (model: string, file: string): string =>
      /from ('[^']+')$/m.exec(
        runTest({ report, model }, { file, cwd: '/work' }).split('vitest')[2] ?? '',
      )?.[1] ?? ''
    expect(from('src/counter.ts', 'test/counter.test.ts')).toBe("'../src/counter.ts'")
    expect(from('counter.ts', 'counter.test.ts')).toBe("'./counter.ts'")
    expect(from('cap-ap', 'test/counter.test.ts')).toBe("'netsplit/models/cap-ap'")
    const text = runTest({ report, model: 'a.ts' }, { file: 'a.test.ts', cwd: '/work' })
    expect(text).not.toContain('expectHolds')
    expect(text).toContain("steps: [\n      'up',\n      'up',\n    ],")
  })
})
