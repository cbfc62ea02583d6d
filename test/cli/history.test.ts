import { describe, expect, test } from 'vitest'
import { historyOf as netsplit } from '../support/history-command.ts'

const json = (...events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')

const call = (process: number, f: string, value: unknown = null) => ({
  process,
  type: 'invoke',
  f,
  value,
})
const ok = (process: number, f: string, value: unknown = null) => ({
  process,
  type: 'ok',
  f,
  value,
})

const stale = json(
  call(0, 'write', 1),
  ok(0, 'write', 1),
  call(1, 'write', 2),
  call(2, 'read'),
  ok(1, 'write', 2),
  ok(2, 'read', 2),
  call(0, 'read'),
  ok(0, 'read', 1),
)

/** A write that ends in some way, and two reads after it: the second sees it. */
const writtenWith = (type: string): string =>
  json(
    call(0, 'write', 1),
    { process: 0, type, f: 'write', value: 1 },
    call(1, 'read'),
    ok(1, 'read'),
    call(1, 'read'),
    ok(1, 'read', 1),
  )

describe('netsplit history', () => {
  test('says what cannot be ordered, in which order it would have to be, and why time forbids it', async () => {
    const { status, text } = await netsplit(stale, ['--spec', 'register'])
    expect(status).toBe(1)
    expect(text).toMatchInlineSnapshot(`
      "log  4 operations on a register

      ✗ not linearizable

        These operations cannot be ordered; without any one of them the rest can:

          lines 4-6  process 2  read → 2  ├───┤
          lines 7-8  process 0  read → 1          ├───┤

        What had returned before is left out: the object may begin in any state that
        it can have. 1 more operation beside them may take effect at any time after
        the call, or never: that does not help.

        The results need this order, from 1 on:
          1. read → 1  process 0, line 7
          2. write 2  process 1, line 3, left out
          3. read → 2  process 2, line 4
        But read → 2 had returned (line 6) before read → 1 was called (line 7).
      "
    `)
  })

  test('says the same as JSON', async () => {
    const { status, text } = await netsplit(stale, ['--spec', 'register', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(text)).toMatchObject({
      schemaVersion: 1,
      verdict: 'violated',
      objects: [
        {
          key: null,
          order: null,
          conflict: { isSmallest: true, needed: { broken: [{ returned: 6, called: 7 }] } },
        },
      ],
    })
  })

  test.each([
    [
      'JSON lines',
      json(call(0, 'write', 'x'), ok(0, 'write', 'x'), call(1, 'read'), ok(1, 'read', 'x')),
    ],
    [
      'EDN, an operation in each line',
      '{:process 0, :type :invoke, :f :write, :value "x"}\n{:process 0, :type :ok, :f :write, :value "x"}\n' +
        '{:process :nemesis, :type :info, :f :start, :value nil}\n' +
        '{:process 1, :type :invoke, :f :read, :value nil}\n{:process 1, :type :ok, :f :read, :value "x"}',
    ],
    [
      'EDN, in a vector, with comments, tags and line breaks',
      '; recorded\n[#jepsen.history.Op{:process 0 :type :invoke, :f :write\n  :value "x" :time 12N}\n' +
        '#_{:left :out} {:process 0, :type :info, :f :write, :value "x" :error [:timeout {:a #{1 \\b}}]}\n' +
        ' {:process 1, :type :invoke, :f :read, :value nil} {:process 1, :type :ok, :f :read, :value "x"}]',
    ],
    [
      "Jepsen's log",
      'INFO  jepsen.core - begins\nINFO  jepsen.util - 0\t:invoke\t:write\t"x"\n' +
        'INFO  jepsen.util - 1\t:invoke\t:read\tnil\n\nINFO  jepsen.util - 0\t:info\t:write\t:timed-out\n' +
        'INFO  jepsen.util - 1\t:ok\t:read\t"x"\n',
    ],
  ])('reads %s', async (_, text) => {
    const answer = await netsplit(text, ['--spec', 'register'])
    expect(answer.error).toBe('')
    expect(answer.text).toContain('log  2 operations on a register\n\n✓ linearizable\n')
    expect(answer.status).toBe(0)
    expect((await netsplit(text.replaceAll('"x"', '1'), ['--spec', 'register'])).status).toBe(0)
  })

  test('has an object for each key, in a field or in a value that is a pair', async () => {
    const events = [
      call(0, 'write', ['a', 1]),
      ok(0, 'write', ['a', 1]),
      call(0, 'read', ['b', null]),
    ]
    const pairs = json(...events, ok(0, 'read', ['b', null]))
    const one = await netsplit(pairs, ['--spec', 'register'])
    expect(one.status).toBe(1)
    const each = await netsplit(pairs, ['--spec', 'register', '--key', 'value'])
    expect(each.text).toContain('✓ linearizable, each of 2 objects')
    const keyed = pairs.replaceAll(/"value":\["(\w)",(\w+)\]/g, '"table":"$1","value":$2')
    expect((await netsplit(keyed, ['--spec', 'register', '--key', 'table'])).status).toBe(0)
  })

  test('begins with the value that it is told', async () => {
    const text = json(call(0, 'read'), ok(0, 'read', 7))
    expect((await netsplit(text, ['--spec', 'cas-register', '--initial', '7'])).status).toBe(0)
    expect((await netsplit(text, ['--spec', 'cas-register', '--initial', '8'])).status).toBe(1)
  })

  test('a failed operation did not happen; one whose end is unknown may have, and may still', async () => {
    expect((await netsplit(writtenWith('info'), ['--spec', 'register'])).status).toBe(0)
    expect((await netsplit(writtenWith('fail'), ['--spec', 'register'])).status).toBe(1)
    expect((await netsplit(writtenWith('ok'), ['--spec', 'register'])).status).toBe(1)
  })

  test('is undecided where a limit or Ctrl-C comes first', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => call(at, 'write', at))
    const text = json(
      ...many,
      ...many.map((event) => ({ ...event, type: 'ok' })),
      call(0, 'read'),
      ok(0, 'read', -1),
    )
    const late = await netsplit(text, ['--spec', 'register', '--max-seconds', '0.3'])
    expect(late).toMatchObject({ status: 3, error: '' })
    expect(late.text).toContain('? undecided; time was up')
    const early = await netsplit(text, ['--spec', 'register', '--json'], true)
    expect(early.status).toBe(3)
    expect(JSON.parse(early.text)).toMatchObject({ verdict: 'undecided', endedBy: 'aborted' })
    const asked = ['--spec', 'register', '--condition', 'sequential', '--json']
    const unread = await netsplit(text, asked, true)
    expect(JSON.parse(unread.text)).toMatchObject({ verdict: 'undecided', condition: 'sequential' })
    expect(unread.error).toContain('was not read to its end, and nothing of it was judged')
  })
})

/** A text in the line of that number, after some that are good. */
const line = (at: number, text: string): string =>
  json(
    ...Array.from({ length: at - 1 }, (_, index) => ({
      process: index,
      type: 'invoke',
      f: 'read',
    })),
  ) + text

describe('a malformed history is refused, with the line and what was expected', () => {
  const begun = json(call(0, 'write', 1))
  test.each<readonly [string, string, number, RegExp]>([
    ['a torn line', line(7, '{"process": 9, "type": "inv'), 7, /one JSON object in each line/],
    ['a torn EDN map', '{:process 0, :type :invoke, :f :read}\n{:process 0, :ty', 2, /no value|\}/],
    ['a torn log', 'INFO  jepsen.util - 0\t:invoke\t:write\t4', 1, /line break/],
    ['a torn line of a log', 'INFO  jepsen.util - 0\t:inv\n', 1, /process, :type/],
    ['a list that does not end', '[{:process 0, :type :invoke, :f :read}\n', 1, /closing bracket/],
    ['brackets that do not match', '{:process 0, :type :invoke, :f :read, :value [1 2)}', 1, /\]/],
    ['a symbol', '{:process 0, :type :invoke, :f :write, :value nill}', 1, /nil, true, false/],
    ['a return without a call', begun + json(ok(3, 'read')), 2, /type invoke of process 3/],
    ['a return from another operation', begun + json(ok(0, 'read')), 2, /the end of write/],
    ['two operations open in one process', begun + json(call(0, 'read')), 2, /the end of that one/],
    ['an unknown operation', begun + json(call(1, 'wrote')), 2, /one of: read, write/],
    [
      'an unknown type',
      begun + json({ process: 1, type: 'done', f: 'read' }),
      2,
      /invoke, ok, fail, info/,
    ],
    [
      'a process that goes on',
      `${begun}${json({ process: 0, type: 'info', f: 'write' }, call(0, 'read'))}`,
      3,
      /another name/,
    ],
    ['no process', begun + json({ type: 'invoke', f: 'read' }), 2, /process, type, f and value/],
    [
      'EDN among JSON',
      `${begun}{:process 0, :type :ok, :f :write}\n`,
      2,
      /one JSON object in each line/,
    ],
    ['JSON among EDN', `{:process 0, :type :invoke, :f :read}\n${begun}`, 2, /value/],
    [
      'JSON in a log',
      `INFO  jepsen.util - 0\t:invoke\t:read\tnil\n${begun}`,
      2,
      /begins with INFO/,
    ],
    [
      'a number that JSON readers change',
      json(call(0, 'write')).replace('null', '12345678901234567890'),
      1,
      /a string/,
    ],
    ['a value that returns changed', begun + json(ok(0, 'write', 2)), 2, /what it was given/],
    ['a key where none was said', json({ ...call(0, 'read'), key: 1 }), 1, /--key key/],
    ['text', 'Dear diary,\n', 1, /a number, a string/],
    ['nothing', '\n\n', 1, /an event in each line/],
    ['a bracket too deep', `{:process 0 :value ${'['.repeat(200)}`, 1, /an operation/],
    [
      'JSON that is too deep',
      begun + json(call(1, 'write')).replace('null', `${'['.repeat(4000)}${']'.repeat(4000)}`),
      2,
      /./,
    ],
  ])('%s', async (_, text, at, expected) => {
    const { status, text: printed, error } = await netsplit(text, ['--spec', 'register'])
    expect({ status, printed }).toEqual({ status: 2, printed: '' })
    expect(error).toContain(`where: line ${at}\n`)
    expect(error).toMatch(expected)
    expect(error).not.toContain('bug in netsplit')
  })

  test('no text, no file, no object, no value', async () => {
    expect((await netsplit(null, ['--spec', 'register'])).error).toContain('There is no such file')
    expect((await netsplit('', ['--spec', 'regster'])).error).toContain("did you mean 'register'?")
    expect((await netsplit('', [])).status).toBe(2)
    expect((await netsplit('', ['--spec', 'queue', '--initial', '1'])).error).toContain(
      'cannot begin as 1',
    )
    expect((await netsplit('', ['--spec', 'register', '--initial', 'x'])).error).toContain(
      'no value in JSON',
    )
  })
})
