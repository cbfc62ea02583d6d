import { describe, expect, test } from 'vitest'
import { canonical } from '../../src/value/canonical.ts'
import { difference } from '../../src/trace/difference.ts'
import { showPath } from '../../src/trace/paths.ts'

const changes = (before: unknown, after: unknown): readonly unknown[] =>
  difference(canonical(before), canonical(after)).map(({ steps, before, after, elements }) =>
    elements === null
      ? [showPath(steps), before, after]
      : [showPath(steps), '-', elements.lost, '+', elements.gained, elements.place],
  )

describe('the difference of two values', () => {
  test.each([
    ['equal values', { a: [1, new Set([2])] }, { a: [1, new Set([2])] }, []],
    ['scalars', 1, 2, [['', 1, 2]]],
    ['a field', { a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 2, d: 4 } }, [['b.d', 3, 4]]],
    ['a field that comes', { o: {} }, { o: { o1: 'x' } }, [['o.o1', undefined, 'x']]],
    ['a field that goes', { o: { o1: 'x' } }, { o: {} }, [['o.o1', 'x', undefined]]],
    ['odd names', { 'a b': 1 }, { 'a b': 2 }, [['["a b"]', 1, 2]]],
    ['another record altogether', { v: { a: 1 } }, { v: { b: 2 } }, [['v', { a: 1 }, { b: 2 }]]],
    ['another kind of value', { v: null }, { v: [1] }, [['v', null, [1]]]],
    ['a tuple, whole', { v: [1, 's'] }, { v: [2, 's'] }, [['v', [1, 's'], [2, 's']]]],
    ['an item of a list', { v: [1, 2, { x: 3 }] }, { v: [1, 2, { x: 4 }] }, [['v[2].x', 3, 4]]],
    ['a list that is mostly new, whole', [1, 2, 3], [4, 5, 3], [['', [1, 2, 3], [4, 5, 3]]]],
    ['appended', { v: [1] }, { v: [1, 2, 3] }, [['v', '-', [], '+', [2, 3], 'end']]],
    ['in front', { v: [2] }, { v: [1, 2] }, [['v', '-', [], '+', [1], 'front']]],
    ['in between', { v: [1, 3] }, { v: [1, 2, 3] }, [['v', '-', [], '+', [2], 1]]],
    ['the first', { v: [] }, { v: [1] }, [['v', '-', [], '+', [1], null]]],
    ['taken from the front', { v: [1, 2] }, { v: [2] }, [['v', '-', [1], '+', [], 'front']]],
    ['taken from the end', { v: [1, 2] }, { v: [1] }, [['v', '-', [2], '+', [], 'end']]],
    ['a list that changed more than that', [1, 2], [3, 2, 4], [['', [1, 2], [3, 2, 4]]]],
    ['a set', { v: new Set([1, 2]) }, { v: new Set([2, 3]) }, [['v', '-', [1], '+', [3], null]]],
    [
      'entries of a map',
      new Map<unknown, unknown>([
        ['a', 1],
        [{ k: 1 }, { x: 1 }],
        ['gone', 0],
      ]),
      new Map<unknown, unknown>([
        ['a', 1],
        [{ k: 1 }, { x: 2 }],
        ['new', 3],
      ]),
      [
        ['gone', 0, undefined],
        ['[{k: 1}].x', 1, 2],
        ['new', undefined, 3],
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected)
  })
})
