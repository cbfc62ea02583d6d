import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { historySchema } from '../../src/render/history-codec.ts'
import { folderWith } from '../support/cli.ts'

/** What the command prints about a history, as JSON. */
const printed = async (
  events: readonly object[],
  options: readonly string[],
  isInterrupted = false,
): Promise<unknown> => {
  const folder = folderWith({ log: events.map((event) => `${JSON.stringify(event)}\n`).join('') })
  let text = ''
  await run(['history', 'log', '--json', ...options], {
    stdout: { write: (more) => (text += more) },
    stderr: {
      write: (more) => expect(more).toMatch(isInterrupted ? /was not read to its end/ : /^$/),
    },
    cwd: folder,
    engine: () => Promise.reject(new Error('nothing is checked')),
    onInterrupt: (listener) => {
      if (isInterrupted) listener()
      return () => undefined
    },
  })
  return JSON.parse(text)
}

/** The published schema, read by a validator that is not ours. */
const schemaAllows = new Ajv2020({ allowUnionTypes: true }).compile(historySchema)

const event = (process: number | string, type: string, f: string, more: object = {}): object => ({
  process,
  type,
  f,
  ...more,
})
const done = (process: number, f: string, given: unknown, gave: unknown): readonly object[] => [
  event(process, 'invoke', f, { value: given }),
  event(process, 'ok', f, { value: gave }),
]
const txn = (process: number, steps: readonly (readonly unknown[])[]): readonly object[] =>
  done(
    process,
    'txn',
    steps.map((step) => (step[0] === 'r' ? step.slice(0, 2) : step)),
    steps,
  )

const stale = [...done(0, 'write', 1, 1), event('x', 'invoke', 'write', { value: 2 })].concat(
  done(1, 'read', null, 2),
  done(2, 'read', null, 1),
)
const skewed = [
  event(0, 'invoke', 'txn', {
    value: [
      ['r', 'x'],
      ['r', 'y'],
      ['w', 'x', 1],
    ],
  }),
  event(1, 'invoke', 'txn', {
    value: [
      ['r', 'x'],
      ['r', 'y'],
      ['w', 'y', 2],
    ],
  }),
  event(0, 'ok', 'txn', {
    value: [
      ['r', 'x', 0],
      ['r', 'y', 0],
      ['w', 'x', 1],
    ],
  }),
  event(1, 'ok', 'txn', {
    value: [
      ['r', 'x', 0],
      ['r', 'y', 0],
      ['w', 'y', 2],
    ],
  }),
]
const [register, store] = [
  ['--spec', 'register'],
  ['--spec', 'transactions', '--initial', '0'],
]
const asked = (condition: string): readonly string[] => [...store, '--condition', condition]

describe('what is printed of a history is as the published schema says', () => {
  test.each<readonly [string, readonly object[], readonly string[], boolean]>([
    ['linearizable', stale.slice(0, 5), register, false],
    ['not linearizable', stale, register, false],
    ['ended early', stale, register, true],
    [
      'by key',
      [...done(0, 'write', ['a', { deep: [1] }], ['a', { deep: [1] }])].concat(
        done(1, 'read', ['b', null], ['b', 7]),
      ),
      [...register, '--key', 'value'],
      false,
    ],
    ['of a set', done(0, 'read', null, [3]), ['--spec', 'set'], false],
    ['sequentially consistent', stale, [...register, '--condition', 'sequential'], false],
    [
      'not sequentially consistent',
      [...done(0, 'write', 1, 1), ...done(0, 'read', null, null)],
      [...register, '--condition', 'sequential'],
      false,
    ],
    [
      'not causally consistent',
      done(0, 'read', null, 1),
      [...register, '--condition', 'causal'],
      false,
    ],
    ['a weaker condition, ended early', stale, [...register, '--condition', 'causal'], true],
    ['strict transactions', skewed, store, false],
    ['write skew', skewed, asked('serializable'), false],
    ['a snapshot', skewed, asked('snapshot-isolation'), false],
    ['a read out of thin air', txn(0, [['r', 'x', 5]]), asked('read-uncommitted'), false],
    [
      'a transaction that does not see what it wrote',
      txn(0, [
        ['w', 'x', 1],
        ['r', 'x', 0],
      ]),
      asked('read-committed'),
      false,
    ],
  ])('%s', async (_, events, options, isInterrupted) => {
    const document = await printed(events, options, isInterrupted)
    schemaAllows(document)
    expect(schemaAllows.errors).toBe(null)
  })

  test('whatever registers and transactions gave', async () => {
    const value = fc.nat(2)
    const step = fc.oneof(
      fc.tuple(fc.constant('r'), fc.constantFrom('x', 'y'), value),
      fc.tuple(fc.constant('w'), fc.constantFrom('x', 'y'), value),
    )
    const read = value.map((gave) => (at: number) => done(at, 'read', null, gave))
    const written = value.map((given) => (at: number) => done(at, 'write', given, given))
    const operations = fc.array(fc.oneof(read, written), { minLength: 1, maxLength: 5 })
    const transactions = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    })
    const verdicts = new Set<unknown>()
    const isAllowed = async (events: readonly object[], options: readonly string[]) => {
      const document = await printed(events, options)
      verdicts.add((document as { verdict: unknown }).verdict)
      schemaAllows(document)
      expect(schemaAllows.errors).toBe(null)
    }
    await fc.assert(
      fc.asyncProperty(operations, transactions, async (some, others) => {
        await isAllowed(
          some.flatMap((make, at) => make(at)),
          register,
        )
        await isAllowed(
          others.flatMap((steps, at) => txn(at, steps)),
          asked('serializable'),
        )
      }),
      { numRuns: 100, seed: 1 },
    )
    expect(verdicts).toEqual(new Set(['linearizable', 'violated', 'holds']))
  }, 60_000)

  test('and what lacks a field, or has another, is not', async () => {
    for (const [events, options] of [
      [stale, register],
      [done(0, 'read', null, 1), [...register, '--condition', 'sequential']],
      [skewed, asked('serializable')],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const document = (await printed(events, options)) as Record<string, unknown>
      expect(Object.keys(document).length).toBeGreaterThan(5)
      for (const name of Object.keys(document)) {
        const { [name]: _, ...rest } = document
        expect(schemaAllows(rest)).toBe(false)
      }
      expect(schemaAllows({ ...document, more: 1 })).toBe(false)
      expect(schemaAllows({ ...document, verdict: 'fine' })).toBe(false)
    }
  })
})

test('the JSON Schema is the one that the package has', async () => {
  await expect(`${JSON.stringify(historySchema, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/history.schema.json',
  )
})
