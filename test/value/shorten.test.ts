import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showValue } from '../../src/value/notation.ts'
import { canonical } from '../../src/value/canonical.ts'
import { shorten } from '../../src/value/shorten.ts'
import { anyValue } from '../support/random-value.ts'

const nested = (levels: number): unknown =>
  levels === 0 ? null : { head: levels, tail: nested(levels - 1) }

/** Values inside values, and something beside each. */
const deepValue = fc
  .array(anyValue, { minLength: 1, maxLength: 9 })
  .map((values) =>
    canonical(values.reduce<unknown>((inside, value) => ({ inside: [inside, 1], value }), null)),
  )

describe('a shortened value', () => {
  test.each([
    [
      nested(1000),
      { levels: 2, members: 9 },
      '{head: 1000, tail: {head: 999, tail: … 998 levels deeper}}',
    ],
    [nested(4), { levels: 2, members: 9 }, showValue(nested(4))],
    [[1, 2, 3, 4, 5], { levels: 9, members: 2 }, '[1, 2, … and 3 more]'],
    [[1, 2, 3, 4], { levels: 9, members: 2 }, '[1, 2, 3, 4]'],
    [new Set([1, 2, 3, 4, 5]), { levels: 9, members: 1 }, 'Set{1, … and 4 more}'],
    [
      new Map([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      { levels: 9, members: 0 },
      'Map{… and 3 more}',
    ],
    [{ a: 1, b: 2, c: 3, d: 4 }, { levels: 9, members: 1 }, '{a: 1, … and 3 more}'],
  ])('%#: says how much was left out', (value, room, text) => {
    expect(showValue(shorten(value, room))).toBe(text)
  })

  test('reads the same when it was shortened less before', () => {
    fc.assert(
      fc.property(deepValue, fc.nat(4), fc.nat(3), (value, levels, more) => {
        const room = { levels, members: Infinity }
        const before = shorten(value, { ...room, levels: levels + more })
        expect(showValue(shorten(before, room))).toBe(showValue(shorten(value, room)))
      }),
      { numRuns: 1000 },
    )
  })
})
