import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLike } from '../../src/model/fairness.ts'

test.each([
  ['*', '', true],
  ['retry *', 'retry a', true],
  ['retry *', 'retry', false],
  ['* a', 'retry b', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a**b', 'ab', true],
  ['a*b*b', 'ab', false],
  ['a*b', 'a*b', true],
  ['a.c', 'abc', false],
])('%s stands for %s: %s', (pattern, name, isSo) => {
  expect(isLike(pattern, name)).toBe(isSo)
})

test('a star stands for what it does in an expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\n'), maxLength: 7 })
  const seen = { yes: 0, no: 0 }
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      const parts = pattern.split('*').map((part) => part.replaceAll('\n', '\\n'))
      const expected = new RegExp(`^${parts.join('.*')}$`, 'su').test(name)
      seen[expected ? 'yes' : 'no'] += 1
      expect(isLike(pattern, name)).toBe(expected)
    }),
    { numRuns: 5_000 },
  )
  expect(seen.yes).toBeGreaterThan(200)
  expect(seen.no).toBeGreaterThan(200)
})
