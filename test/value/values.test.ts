import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../src/value/canonical.ts'
import { compare, equal, looksSame } from '../../src/value/compare.ts'
import { keyOf } from '../../src/value/key.ts'
import { Values } from '../../src/value/values.ts'
import { anyValue, shuffled } from '../support/random-value.ts'

describe('canonical form', () => {
  test('does not depend on the order of keys, entries and elements, nor on the sign of zero', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(keyOf(canonical(shuffled(value)))).toBe(keyOf(canonical(value)))
      }),
    )
  })

  test('is its own canonical form, and frozen all through', () => {
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) &&
        (value instanceof Map || value instanceof Set
          ? [...value].flat().every(isFrozen)
          : Object.values(value).every(isFrozen)))
    fc.assert(
      fc.property(anyValue, (value) => {
        const once = canonical(value)
        expect(keyOf(canonical(once))).toBe(keyOf(once))
        expect(isFrozen(once)).toBe(true)
      }),
    )
  })
})

describe('the order of values', () => {
  const canonicalValue = anyValue.map(canonical)

  test('is total: antisymmetric, transitive, and zero exactly for equal keys', () => {
    fc.assert(
      fc.property(canonicalValue, canonicalValue, canonicalValue, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0)
        expect(equal(a, b)).toBe(keyOf(a) === keyOf(b))
        const [low, middle, high] = [a, b, c].toSorted(compare)
        expect(compare(low, middle) <= 0 && compare(middle, high) <= 0).toBe(true)
        expect(compare(low, high)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })
})

test('a look at two deep values visits each part once', () => {
  const nest = (depth: number, around: (inner: unknown) => unknown): unknown =>
    depth === 0 ? 'core' : around(nest(depth - 1, around))
  const ways: readonly ((inner: unknown) => unknown)[] = [
    (inner) => [inner],
    (inner) => ({ inner }),
    (inner) => new Set([inner]),
    (inner) => new Map([['key', inner]]),
    (inner) => new Map([[inner, 'value']]),
  ]
  // Twice at each of 90 levels would never end.
  for (const way of ways) {
    expect(looksSame(nest(90, way), nest(90, way))).toBe(true)
    expect(looksSame(nest(90, way), nest(91, way))).toBe(false)
  }
})

/** A different value for each index. */
const make = (index: number): unknown => ({
  index,
  text: `t${index % 300}`,
  deep: [index % 7],
})

describe('interning', () => {
  test('gives equal ids exactly to equal values, and gives values back', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 30 }), (list) => {
        const values = new Values()
        const idByKey = new Map<string, number>()
        for (const value of [...list, ...list.map(shuffled)]) {
          const key = keyOf(canonical(value))
          const id = values.intern(value)
          expect(idByKey.get(key) ?? id).toBe(id)
          idByKey.set(key, id)
        }
        expect(values.size).toBe(idByKey.size)
        for (const [key, id] of idByKey) expect(keyOf(values.get(id))).toBe(key)
      }),
    )
  })

  test('keeps many values apart, across table growth and cache turnover', () => {
    const values = new Values()
    for (let index = 0; index < 40_000; index++) expect(values.intern(make(index))).toBe(index)
    for (let index = 0; index < 40_000; index += 97) expect(values.get(index)).toEqual(make(index))
    expect(values.intern(make(12_345))).toBe(12_345)
  })
})
