import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brief, briefMessage } from '../../src/value/brief.ts'
import { anyValue } from '../support/random-value.ts'

const cyclic: { self?: unknown; list: unknown[] } = { list: [] }
cyclic.self = cyclic
cyclic.list.push(cyclic)

const { proxy, revoke } = Proxy.revocable({}, {})
revoke()

class Account {
  balance = 1
}

describe('a value in an error', () => {
  const cases: readonly (readonly [value: unknown, text: string])[] = [
    [12n, '12n'],
    [undefined, 'undefined'],
    [[undefined, null], '[undefined, null]'],
    [NaN, 'NaN'],
    [new Set([1, 'a']), 'Set{1, "a"}'],
    [new Map([[{ a: 1 }, 12n]]), 'Map{{a: 1} => 12n}'],
    [{ type: 'put', value: new Set([1n]) }, '{type: "put", value: Set{1n}}'],
    [cyclic, '{list: [(a cycle)], self: (a cycle)}'],
    [() => 1, 'a function'],
    [Symbol('s'), 'Symbol(s)'],
    [new Account(), 'an instance of class Account'],
    [new Date(0), 'an instance of class Date'],
    [Object.create(null), '{}'],
    [proxy, '(cannot be read)'],
    [
      {
        get broken(): never {
          throw new Error('no')
        },
      },
      '(cannot be read)',
    ],
    [[[[[[1]]]]], '[[[[…]]]]'],
    [Array.from({ length: 14 }, () => 0), `[${'0, '.repeat(12)}… and 2 more]`],
    ['\u001b[2J', String.raw`"\u001b[2J"`],
  ]

  test('is told on one line, like a value in a report', () => {
    expect(cases.map(([value]) => brief(value))).toEqual(cases.map(([, text]) => text))
  })

  test('is limited, however large it is', () => {
    const wide = Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [`k${index}`, index]))
    let deep: unknown = null
    for (let level = 0; level < 1e5; level++) deep = { deep, wide }
    for (const value of [wide, deep, 'x'.repeat(1e6), [deep, deep]]) {
      expect(brief(value).length).toBeLessThanOrEqual(201)
    }
  })

  test('is told whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyValue, fc.anything({ withDate: true, withBigInt: true })),
        (value) => {
          expect(brief(value)).not.toContain('\n')
          expect(briefMessage(value).length).toBeLessThanOrEqual(201)
        },
      ),
    )
  })
})

test('a message is told by its type', () => {
  expect(briefMessage({ type: 'put', key: 1n })).toBe('put(key: 1n)')
})
