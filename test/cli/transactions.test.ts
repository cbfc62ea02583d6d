import { describe, expect, test } from 'vitest'
import { historyOf } from '../support/history-command.ts'

/** What `netsplit history` says of transactions. */
const netsplit = (
  events: readonly object[],
  ...options: readonly string[]
): ReturnType<typeof historyOf> =>
  historyOf(events.map((event) => `${JSON.stringify(event)}\n`).join(''), [
    '--spec',
    'transactions',
    ...options,
  ])

type Steps = readonly (readonly unknown[])[]

/** A transaction from its call to its end, with nothing in between. */
const whole = (process: number, done: Steps, type = 'ok'): readonly object[] => [
  {
    process,
    type: 'invoke',
    f: 'txn',
    value: done.map((step) => (step[0] === 'r' ? step.slice(0, 2) : step)),
  },
  { process, type, f: 'txn', value: type === 'ok' ? done : null },
]

const asked = (condition: string): readonly string[] => ['--initial', '0', '--condition', condition]

describe('recorded transactions', () => {
  test('one that is behind the others is serializable, and not in real time', async () => {
    const events = [...whole(0, [['w', 'x', 1]]), ...whole(1, [['r', 'x', 0]])]
    expect(await netsplit(events, ...asked('serializable'))).toEqual({
      status: 0,
      text: 'log  2 transactions\n\n✓ serializable\n',
      error: '',
    })
    const strict = await netsplit(events, ...asked('strict-serializable'))
    expect(strict.status).toBe(1)
    expect(strict.text).toContain(
      'But w x 1 had returned (line 2) before r x → 0 was called (line 3).',
    )
    expect(await netsplit(events, '--initial', '0')).toEqual(strict)
  })

  test('conditions speak of one store: --key would mix several, and is refused', async () => {
    const events = [...whole(0, [['w', 'x', 1]]), ...whole(1, [['r', 'x', 1]])].map(
      (event, at) => ({ ...event, key: at < 2 ? 'one' : 'other' }),
    )
    const { status, text, error } = await netsplit(events, ...asked('serializable'), '--key', 'key')
    expect([status, text]).toEqual([2, ''])
    expect(error).toContain('serializable is asked of one store, and --key tells several apart')
    const strict = await netsplit(events, ...asked('strict-serializable'), '--key', 'key')
    expect(strict.status).toBe(1)
    expect(strict.text).toContain('1 of 2 objects')
  })

  test('a read that does not say what it gave is refused', async () => {
    const steps = [['r', 'x']]
    const events = ['invoke', 'ok'].map((type) => ({ process: 0, type, f: 'txn', value: steps }))
    const { status, error } = await netsplit(events, '--condition', 'serializable')
    expect(status).toBe(2)
    expect(error).toContain("with what was read: ['r', key, value]")
  })

  test('a history that is too long for a search is undecided, unless a read is wrong by itself', async () => {
    const long = Array.from({ length: 3000 }, (_, at) => whole(0, [['w', 'x', at + 1]])).flat()
    const { status, text } = await netsplit(long, ...asked('serializable'))
    expect(status).toBe(3)
    expect(text).toContain('? undecided')
    const wrong = await netsplit([...long, ...whole(0, [['r', 'x', -1]])], ...asked('serializable'))
    expect(wrong.status).toBe(1)
    expect(wrong.text).toContain('garbage')
  })

  test('a lost update is told with its cycle, and which order of versions that is', async () => {
    const events = [
      ...whole(0, [['w', 'y', 5]]),
      ...whole(1, [
        ['r', 'x', 0],
        ['w', 'x', 1],
      ]),
      ...whole(2, [
        ['r', 'x', 0],
        ['w', 'x', 2],
      ]),
    ]
    const { status, text } = await netsplit(events, ...asked('snapshot-isolation'))
    expect(status).toBe(1)
    expect(text).toBe(`log  3 transactions

✗ not snapshot isolation: G-single (lost update); read committed holds

  These transactions cannot all be right; without what any one of them gave the
  rest can:

    lines 3-4  process 1  r x → 0, w x 1  ├───┤
    lines 5-6  process 2  r x → 0, w x 2          ├───┤

  G-single (lost update): a cycle of dependencies with one anti-dependency.
  There is one in whatever order the versions came; if x is 1, then 2, it is:
    1. process 1 (line 3) wrote x = 1, which process 2 (line 5) overwrote with 2
       (ww)
    2. process 2 (line 5) read x = 0, which process 1 (line 3) overwrote with 1
       (rw)
  What 1 more transaction gave does not help.
`)
  })

  test('what was aborted is read', async () => {
    const events = [...whole(0, [['w', 'x', 1]], 'fail'), ...whole(1, [['r', 'x', 1]])]
    const { text } = await netsplit(events, ...asked('serializable'))
    expect(text).toContain('✗ not serializable: G1a; read uncommitted holds')
    expect(text).toMatch(/It is process 1 \(line 3\), with x =\s+1\./)
    const found = await netsplit(events, ...asked('serializable'), '--json')
    expect(JSON.parse(found.text)).toMatchObject({
      verdict: 'violated',
      weaker: 'read-uncommitted',
      conflict: { anomaly: 'G1a', transactions: [3], read: { transaction: 3, key: 'x', value: 1 } },
    })
  })

  test('too many ways are not all looked at', async () => {
    const blind = Array.from({ length: 9 }, (_, at) => [
      ...whole(at, [['w', 'x', at + 10, 1]]),
      ...whole(at, [['w', 'y', at + 10, 1]]),
    ])
    const skewed = [
      ...whole(20, [['w', 'x', 1, 0]]),
      ...whole(21, [['w', 'y', 1, 0]]),
      ...whole(22, [
        ['r', 'x', 1],
        ['w', 'y', 2, 1],
      ]),
      ...whole(23, [
        ['r', 'y', 1],
        ['w', 'x', 2, 1],
      ]),
    ]
    expect(await netsplit([...blind.flat(), ...skewed], ...asked('serializable'))).toEqual({
      status: 3,
      text: 'log  22 transactions\n\n? undecided; they may have gone in too many ways to look at\n',
      error: '',
    })
  })

  test.each([
    [[{ process: 0, type: 'invoke', f: 'txn', value: 3 }], 'txn is given 3', "['r', key] reads"],
    [
      [{ process: 0, type: 'invoke', f: 'txn', value: [['x', 1]] }],
      'txn is given [["x", 1]]',
      "['r', key] reads",
    ],
    [
      [
        { process: 0, type: 'invoke', f: 'txn', value: [['w', 'x', 1]] },
        { process: 0, type: 'ok', f: 'txn', value: [['w', 'x', 2]] },
      ],
      'txn returns with [["w", "x", 2]]',
      'the steps that it was called with, [["w", "x", 1]]',
    ],
  ])('%j is none', async (events, what, expected) => {
    const { status, error } = await netsplit(events, ...asked('serializable'))
    expect(status).toBe(2)
    expect(error).toContain(what)
    expect(error).toContain(expected)
  })

  test('a condition is asked of nothing else', async () => {
    const { status, error } = await netsplit(
      [],
      '--spec',
      'register',
      '--condition',
      'serializable',
    )
    expect(status).toBe(2)
    expect(error).toContain(
      'serializable is asked of transactions, and the operations are on a register',
    )
  })
})
