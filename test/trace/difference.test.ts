import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../src/value/canonical.ts'
import { difference } from '../../src/trace/difference.ts'
import { showPath, type PathStep } from '../../src/value/path.ts'
import { keyOf } from '../../src/value/key.ts'
import { withValue } from '../../src/trace/moments.ts'
import { anyValue } from '../support/random-value.ts'

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
    ['the first', { v: [] }, { v: [1] }, [['v', '-', [], '+', [1], 'end']]],
    ['the last one left', { v: [1] }, { v: [] }, [['v', '-', [1], '+', [], null]]],
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

describe('a value around the one before', () => {
  const chain = { tip: { height: 1, previous: { height: 0, previous: null } } }
  const longer = { tip: { height: 2, previous: chain.tip } }

  test.each([
    ['a block is added', chain, longer, { step: 'previous', in: 'after' }],
    ['a block is taken off', longer, chain, { step: 'previous', in: 'before' }],
    ['a pair is put around', { tip: [1, 2] }, { tip: [3, [1, 2]] }, { step: 1, in: 'after' }],
    ['an empty one is in many places', { tip: {} }, { tip: { a: {}, b: {} } }, null],
  ])('%s', (_, before, after, carried) => {
    const found = difference(canonical(before), canonical(after))
    expect(found[0]?.carried ?? null).toEqual(carried)
  })
})

/** Two values of which the second is the first with some of it replaced. */
const alike = fc
  .tuple(anyValue, fc.array(fc.tuple(fc.nat(5), anyValue), { minLength: 1, maxLength: 3 }))
  .map(([value, changes]): [unknown, unknown] => {
    const before = canonical({ list: [value, 1, 2], of: { inner: value }, value })
    const after = changes
      .toSorted(([a], [b]) => a - b)
      .reduce(
        (all, [way, other]) => withValue(all, waysInto[way] ?? [], [other, value][way % 2]),
        before,
      )
    return [before, canonical(after)]
  })

/** The whole after its parts: a part may be gone with it. */
const waysInto: readonly (readonly PathStep[])[] = [
  ['value'],
  ['of', 'inner'],
  ['of', 'outer'],
  ['list', 1],
  ['list'],
  ['of'],
]

test('however coarse, the changes of a value lead to the next, and say what was there', () => {
  const grain = fc.record({ depth: fc.nat(4), places: fc.integer({ min: 1, max: 4 }) })
  fc.assert(
    fc.property(
      fc.oneof(alike, fc.tuple(anyValue.map(canonical), anyValue.map(canonical))),
      fc.option(grain, { nil: undefined }),
      ([before, after], limits) => {
        const found = difference(before, after, limits)
        const reached = found.reduce<unknown>(
          (value, { steps, after: now }) => withValue(value, steps, now),
          before,
        )
        expect(keyOf(reached)).toBe(keyOf(after))
        expect(found.filter((each) => !saysWhatWas(each))).toEqual([])
        const { depth = Infinity, places = Infinity } = limits ?? {}
        expect(found.length).toBeLessThanOrEqual(places)
        expect(found.filter(({ steps }) => steps.length > depth)).toEqual([])
      },
    ),
    { numRuns: 3000 },
  )
})

type Found = ReturnType<typeof difference>[number]

/** Whether the elements that came and went make the one value of the other, and what was carried is there. */
const saysWhatWas = ({ before, after, elements, carried }: Found): boolean => {
  const [larger, part] = carried?.in === 'after' ? [after, before] : [before, after]
  const isThere =
    carried === null || keyOf(Reflect.get(Object(larger), String(carried.step))) === keyOf(part)
  return isThere && (elements === null || rebuilt(before, elements) === keyOf(after))
}

/** The key of the value that elements make of another one. */
const rebuilt = (
  before: unknown,
  { gained, lost, place }: NonNullable<Found['elements']>,
): string => {
  if (before instanceof Set) {
    const left = [...before].filter((each) => !lost.some((other) => keyOf(other) === keyOf(each)))
    return keyOf(canonical(new Set([...left, ...gained])))
  }
  const list = before as readonly unknown[]
  const at = typeof place === 'number' ? place : place === 'end' ? list.length - lost.length : 0
  const isLost = keyOf(list.slice(at, at + lost.length)) === keyOf(lost)
  return isLost ? keyOf(list.toSpliced(at, lost.length, ...gained)) : 'nothing of the kind'
}
