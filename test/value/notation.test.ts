import { describe, expect, test } from 'vitest'
import { showMessage, showName, showState, showValue } from '../../src/value/notation.ts'

describe('values', () => {
  test.each([
    [null, 'null'],
    [undefined, 'absent'],
    [true, 'true'],
    [-1.5, '-1.5'],
    [Infinity, 'Infinity'],
    [12n, '12n'],
    ['a "quoted" word\n', String.raw`"a \"quoted\" word\n"`],
    ['\u001b[31m\u009b\u202e', String.raw`"\u001b[31m\u009b\u202e"`],
    ['ঢাকা', '"ঢাকা"'],
    [[1, [], 'a'], '[1, [], "a"]'],
    [{}, '{}'],
    [{ a: 1, 'b c': 2, ঘ: 3 }, '{a: 1, "b c": 2, ঘ: 3}'],
    [{ a: 1, type: 'vote' }, '{type: "vote", a: 1}'],
    [new Set(), 'Set{}'],
    [new Set([1, 'a']), 'Set{1, "a"}'],
    [
      new Map<unknown, unknown>([
        ['a', { b: 1 }],
        [[1], 2],
      ]),
      'Map{"a" => {b: 1}, [1] => 2}',
    ],
  ])('%o', (value, text) => {
    expect(showValue(value)).toBe(text)
  })
})

describe('messages', () => {
  test.each([
    [{ type: 'prepare', ballot: [1, 's0'] }, 'prepare(ballot: [1, "s0"])'],
    [{ type: 'commit' }, 'commit'],
    [{ type: 'two words', x: 1 }, 'two words(x: 1)'],
    [{ type: '2PC/prepare' }, '2PC/prepare'],
    [{ type: 'a (b)', x: 1 }, '"a (b)"(x: 1)'],
    [{ type: ' padded' }, '" padded"()'],
    [{ type: '' }, '""()'],
    [{ type: 3 }, '{type: 3}'],
    [{ ballot: 1 }, '{ballot: 1}'],
    ['token', '"token"'],
  ])('%o', (message, text) => {
    expect(showMessage(message)).toBe(text)
  })
})

test('a state on a line of its own goes without braces', () => {
  expect(showState({ order: 'open', log: [] })).toBe('order: "open", log: []')
  expect(showState({})).toBe('{}')
  expect(showState('working')).toBe('"working"')
})

test('names cannot command the terminal', () => {
  expect(showName('a\u001b[2Jb\nc')).toBe(String.raw`a\u001b[2Jb\u000ac`)
})
