import { describe, expect, test } from 'vitest'
import { canonical } from '../../src/value/canonical.ts'
import { ModelError } from '../../src/value/model-error.ts'
import { Values } from '../../src/value/values.ts'

/*
 * A value is kept as its canonical copy. What an object holds besides would be lost in silence: a
 * handler that counts votes in `votes.round` of an array would seem to do nothing.
 */

class Clock {
  now = 0
}
class Stack extends Array<number> {}
class Ballots extends Set<number> {}
class Ledger extends Map<number, number> {}

const cyclic: { self?: unknown } = {}
cyclic.self = { again: cyclic }
const ring: unknown[] = []
ring.push([ring])

/** An object with one field more, which no literal can have. */
const withProperty = <Base extends object>(
  base: Base,
  name: string | symbol,
  descriptor: PropertyDescriptor,
): Base => Object.defineProperty(base, name, descriptor)

const hidden = { value: 1, enumerable: false }
const computed = { get: () => 1, enumerable: true }
const broken = (trap: keyof ProxyHandler<object>, error = new Error('leave me alone')): object =>
  new Proxy(
    {},
    {
      [trap]: () => {
        throw error
      },
    },
  )
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const nested = (depth: number): unknown => {
  let value: unknown = 'core'
  for (let level = 0; level < depth; level++) value = { next: value }
  return value
}

/** What is refused, and what is said of it. */
const refused: Readonly<Record<string, readonly [value: unknown, ...message: string[]]>> = {
  'a function': [{ on: { tick: () => 1 } }, 'A function is not plain data', 'at on.tick'],
  'a class instance': [[{ c: new Clock() }], 'An instance of class Clock', 'at [0].c'],
  'a Date': [{ at: new Date(0) }, 'An instance of class Date', 'at at'],
  'a RegExp': [{ like: /x/ }, 'An instance of class RegExp', 'at like'],
  'a typed array': [{ bytes: new Uint8Array(2) }, 'An instance of class Uint8Array', 'at bytes'],
  'a boxed number': [{ n: Object(1) as unknown }, 'An instance of class Number', 'at n'],
  'a boxed string': [{ s: Object('s') as unknown }, 'An instance of class String', 'at s'],
  'a symbol': [{ s: Symbol('x') }, 'A symbol is not plain data', 'at s'],
  NaN: [{ votes: { n1: Number.NaN } }, 'NaN is not plain data', 'at votes.n1'],
  'undefined in a list': [[1, undefined], 'undefined (outside a field)', 'at [1]'],
  'a cycle': [cyclic, 'A cycle (a value that contains itself)', 'at self.again'],
  'a cycle of arrays': [{ ring }, 'A cycle (a value that contains itself)', 'at ring[0][0]'],
  'a Map with two equal keys': [
    {
      m: new Map([
        [{ a: 1 }, 1],
        [{ a: 1 }, 2],
      ]),
    },
    'A Map with two equal keys',
    'at m',
  ],
  'a hole in an array': [{ list: [1, , 3] }, 'A hole in an array', 'at list[1]'], // oxlint-disable-line no-sparse-arrays
  'an array with a field': [
    { log: Object.assign([1, 2], { term: 3 }) },
    "An array with a field of its own ('term')",
    'at log',
  ],
  'as many fields as holes': [
    { log: Object.assign([1, ,], { term: 3 }) }, // oxlint-disable-line no-sparse-arrays
    'is not plain data',
    'at log',
  ],
  'what match() gives': [{ found: 'ab'.match(/b/) }, "a field of its own ('index')", 'at found'],
  'an array with a symbol': [
    { log: withProperty([1], Symbol('s'), { value: 1, enumerable: true }) },
    'A symbol as key',
    'at log',
  ],
  'a subclass of Array': [{ log: new Stack(1) }, 'An instance of class Stack', 'at log'],
  'a subclass of Set': [{ votes: new Ballots([1]) }, 'An instance of class Ballots', 'at votes'],
  'a subclass of Map': [{ sums: new Ledger([[1, 2]]) }, 'An instance of class Ledger', 'at sums'],
  'a Set with a field': [
    { votes: Object.assign(new Set([1]), { round: 2 }) },
    "A Set with a field of its own ('round')",
    'at votes',
  ],
  'a Map with a hidden field': [
    { sums: withProperty(new Map([[1, 2]]), 'round', hidden) },
    "A Map with a field of its own ('round')",
    'at sums',
  ],
  'a Map with a symbol': [
    { sums: withProperty(new Map(), Symbol('s'), hidden) },
    'A symbol as key',
    'at sums',
  ],
  'a symbol as key': [{ a: { [Symbol('s')]: 1 } }, 'A symbol as key', 'at a'],
  'a hidden field': [{ a: withProperty({ b: 1 }, 'c', hidden) }, 'A hidden field', 'at a.c'],
  'a computed field': [{ a: withProperty({ b: 1 }, 'c', computed) }, 'A computed field', 'at a.c'],
  'a setter': [{ a: { set b(_: number) {} } }, 'A computed field', 'at a.b'],
  'a prototype of its own': [
    { a: Object.create(Object.freeze({ b: 1 })) as unknown },
    'An object with a prototype of its own',
    'at a',
  ],
  'the key __proto__': [JSON.parse('{"a":{"__proto__":1}}'), "The key '__proto__'", 'at a'],
  'an iterator': [{ next: [1].values() }, 'An object with a prototype of its own', 'at next'],
  arguments: [
    (function () {
      return arguments
    })(),
    'A symbol as key',
    'at the top',
  ], // oxlint-disable-line
  'a revoked proxy': [{ a: revoked() }, 'A value that cannot be read (it threw TypeError', 'at a'],
  'a proxy that throws': [
    { a: broken('ownKeys') },
    'A value that cannot be read (it threw Error: leave me alone)',
    'at a',
  ],
  'depth without end': [nested(1501), 'nested more than 1,500 deep', 'next.next.next … next'],
  'depth that no stack holds': [nested(100_000), 'nested more than 1,500 deep'],
  'more than the stack holds': [
    { a: broken('ownKeys', new RangeError('Maximum call stack size exceeded')) },
    'A value is nested too deep to be read',
    'at a',
  ],
  'depth in a Set': [new Set([nested(100_000)]), 'nested more than 1,500 deep'],
}

describe('what is not plain data is refused, with the path', () => {
  const values = new Values()
  // Their plain twins are known: a quick way must not take one for the other.
  const twins = [
    { log: [1, 2] },
    { log: [1] },
    { votes: new Set([1]) },
    { sums: new Map([[1, 2]]) },
    { a: { b: 1 } },
    { a: { b: 1, c: 1 } },
    { list: [1] },
    { a: {} },
  ]
  for (const twin of twins) values.intern(twin)

  test.each(Object.entries(refused))('%s', (_, [value, ...message]) => {
    for (const take of [canonical, (it: unknown) => values.intern(it)]) {
      expect(() => take(value)).toThrow(ModelError)
      for (const part of message) expect(() => take(value)).toThrow(part)
    }
  })

  test('and what is frozen, sealed, without a prototype or a thousand deep is taken', () => {
    const bare = Object.assign(Object.create(null) as object, { b: 1 })
    const taken = [Object.freeze({ b: 1 }), Object.seal({ b: 1 }), bare, { b: 1, c: undefined }]
    const ids = taken.map((value) => values.intern({ a: value }))
    expect(new Set(ids)).toEqual(new Set([values.intern({ a: { b: 1 } })]))
    expect(values.get(values.intern(nested(1000)))).toEqual(nested(1000))
    // Canonical collections, which refuse changes by methods of their own, can be used again.
    const again = canonical({ votes: new Set([1]), sums: new Map([[1, 2]]) })
    expect(canonical(again)).toEqual(again)
    expect(values.get(values.intern(again))).toEqual(again)
  })
})
