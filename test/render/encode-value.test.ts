import { expect, test } from 'vitest'
import { encodeValue } from '../../src/render/encode-value.ts'

test.each([
  [null, null],
  [
    [1, 'a', true],
    [1, 'a', true],
  ],
  [new Set([1, new Set()]), { '#set': [1, { '#set': [] }] }],
  [new Map([[{ a: 1 }, 12n]]), { '#map': [[{ a: 1 }, { '#bigint': '12' }]] }],
  [
    [Infinity, -Infinity],
    [{ '#number': 'Infinity' }, { '#number': '-Infinity' }],
  ],
  [undefined, { '#absent': true }],
  [{ '#set': [1] }, { '##set': [1] }],
])('%o', (value, encoded) => {
  expect(encodeValue(value)).toEqual(encoded)
})
