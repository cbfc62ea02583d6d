import { describe, expect, test } from 'vitest'
import { historyOf } from '../support/history-command.ts'

type Event = readonly [process: number, f: string, value?: unknown, key?: string]

/** What `netsplit history` says of operations that return at once. */
const netsplit = (operations: readonly Event[], options: string): ReturnType<typeof historyOf> => {
  const lines = operations.flatMap(([process, f, value = null, key]) =>
    ['invoke', 'ok'].map((type) =>
      JSON.stringify({
        process,
        type,
        f,
        value: type === 'ok' || f !== 'read' ? value : null,
        ...(key === undefined ? {} : { key }),
      }),
    ),
  )
  return historyOf(`${lines.join('\n')}\n`, options.split(' '))
}

const behind: readonly Event[] = [
  [0, 'write', 1],
  [1, 'read', 0],
  [1, 'read', 1],
]
const back: readonly Event[] = [...behind, [2, 'write', 5], [1, 'read', 0]]
/** Each key by itself has an order, and both have none. */
const crossed: readonly Event[] = [
  [0, 'write', 1, 'x'],
  [1, 'write', 1, 'y'],
  [0, 'read', 0, 'y'],
  [1, 'read', 0, 'x'],
]
const sequential = '--spec register --initial 0 --condition sequential'

describe('recorded operations of clients that do not compare clocks', () => {
  test('a client that is behind is sequentially consistent, and not linearizable', async () => {
    expect(await netsplit(behind, sequential)).toEqual({
      status: 0,
      text: 'log  3 operations on a register\n\n✓ sequentially consistent\n',
      error: '',
    })
    expect(await netsplit(behind, '--spec register --initial 0')).toMatchObject({ status: 1 })
  })

  test('of many keys each has what it takes to find out by itself', async () => {
    const keys = Array.from({ length: 501 }, (_, at) => `k${at}`)
    const many = keys.flatMap((key): readonly Event[] => [
      [0, 'write', 1, key],
      [1, 'write', 2, key],
      [2, 'read', 1, key],
    ])
    const asked = `${sequential} --key key --max-seconds 120`
    const { status } = await netsplit([...many, ...crossed], asked)
    expect(status).toBe(1)
  })

  test('results that cannot be are told, with the order that they would need', async () => {
    const { status, text } = await netsplit(back, sequential)
    expect(status).toBe(1)
    expect(text).toMatchInlineSnapshot(`
      "log  5 operations on a register

      ✗ not sequentially consistent

        These results cannot be; without any one of them the rest can:

          lines 5-6   process 1  read → 1  ├───┤
          lines 9-10  process 1  read → 0          ├───┤

        No order of all operations, with those of each client in theirs, gives these
        results.

        Whether 3 more operations happened, and what they gave, does not help.

        The results need this order, from 0 on:
          1. read → 0  process 1, line 9
          2. write 1  process 0, line 1, left out
          3. read → 1  process 1, line 5
        But read → 1 had returned (line 6) before read → 0 was called (line 9).
      "
    `)
  })

  test('the same as JSON', async () => {
    const { text } = await netsplit(back, `${sequential} --json`)
    expect(JSON.parse(text)).toMatchObject({
      condition: 'sequential',
      verdict: 'violated',
      order: null,
      conflict: { isSmallest: true, operations: [{ called: 5 }, { called: 9 }] },
    })
    const { text: good } = await netsplit(behind, `${sequential} --json`)
    expect(JSON.parse(good)).toMatchObject({ verdict: 'holds', order: [3, 1, 5], conflict: null })
  })

  test('no condition of these is local: keys are judged together', async () => {
    const { status, text } = await netsplit(crossed, `${sequential} --key key`)
    expect(status).toBe(1)
    expect(text).toContain('But write "y" 1 had returned (line 4) before read "x" → 0 was called')
    const causal = sequential.replace('sequential', 'causal')
    expect((await netsplit(crossed, `${causal} --key key`)).status).toBe(0)
    for (const key of ['x', 'y']) {
      const alone = crossed.filter(([, , , own]) => own === key)
      expect((await netsplit(alone, `${sequential} --key key`)).status).toBe(0)
    }
  })

  test('what nobody sees on one key does not come just before what overwrites another', async () => {
    const unseen: readonly Event[] = [
      [0, 'write', 1, 'x'],
      [0, 'read', 0, 'x'],
      [1, 'write', 2, 'y'],
    ]
    const { status, text } = await netsplit(unseen, `${sequential} --key key`)
    expect(status).toBe(1)
    expect(text).toContain('But write "x" 1 had returned')
  })

  test.each([
    ['causal', 1, '✗ not causally consistent'],
    ['monotonic-reads', 1, '✗ not monotonic reads'],
    ['read-your-writes', 0, '✓ read your writes'],
    ['monotonic-writes', 0, '✓ monotonic writes'],
    ['writes-follow-reads', 0, '✓ writes follow reads'],
    ['linearizable', 1, '✗ not linearizable'],
  ])('%s', async (condition, expected, said) => {
    const { status, text } = await netsplit(
      back,
      `--spec register --initial 0 --condition ${condition}`,
    )
    expect([status, text.split('\n')[2]]).toEqual([expected, said])
  })

  test('of more operations than a condition is decided of, that is said', async () => {
    const many = Array.from({ length: 31 }, (): Event => [0, 'write', 1])
    const { status, text } = await netsplit(many, '--spec register --condition causal')
    expect(status).toBe(3)
    expect(text).toContain('? undecided; this condition is decided of up to 30 operations')
    expect((await netsplit(many, '--spec register --condition sequential')).status).toBe(0)
  })

  test('a condition that is not asked of such a history is refused', async () => {
    const wrong = await netsplit(behind, '--spec register --condition serializable')
    expect(wrong).toMatchObject({ status: 2, text: '' })
    expect(wrong.error).toContain('give one of: linearizable, sequential, causal')
    const { status, error } = await netsplit([], '--spec transactions --condition read-your-writes')
    expect(status).toBe(2)
    expect(error).toContain('give one of: strict-serializable, serializable')
  })
})
