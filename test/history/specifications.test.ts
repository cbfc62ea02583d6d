import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { casRegister, counter, lock, map, queue, register, set, stack } from 'netsplit/history'
import { equal } from '../../src/history/equal.ts'
import { specifications } from '../../src/history/specifications.ts'
import type { Specification } from '../../src/history/specification.ts'

/** What a row of calls gives, from the beginning on. */
const results = (
  spec: Specification,
  ...calls: readonly (readonly [string, unknown?])[]
): readonly unknown[] => {
  let state = spec.initial
  return calls.map(([f, argument = null]) => {
    const [outcome] = spec.apply(state, { f, key: null, argument })
    if (outcome === undefined) return 'cannot be'
    state = outcome.state
    return outcome.result
  })
}

const [read, get, nothing] = [['read'], ['get'], undefined] as const

describe('objects do what is expected of them', () => {
  test.each<readonly [Specification, readonly (readonly [string, unknown?])[], readonly unknown[]]>(
    [
      [register(), [read, ['write', 1], read], [null, nothing, 1]],
      [register(7), [read], [7]],
      [casRegister(1), [['cas', [1, 2]], ['cas', [1, 3]], read], [true, false, 2]],
      [counter(), [['add', 2], ['add', -5], read], [nothing, nothing, -3]],
      [
        queue(),
        [['enqueue', 1], ['enqueue', 2], ['dequeue'], ['dequeue'], ['dequeue']],
        [nothing, nothing, 1, 2, null],
      ],
      [
        stack(),
        [['push', 1], ['push', 2], ['pop'], ['pop'], ['pop']],
        [nothing, nothing, 2, 1, null],
      ],
      [set(), [['add', 2], ['add', 1], ['add', 2], read], [nothing, nothing, nothing, [1, 2]]],
      [set(), [['add', 2], ['remove', 2], ['contains', 2], read], [nothing, nothing, false, []]],
      [
        map(),
        [get, ['put', 'a'], ['append', 'b'], get, ['delete'], get],
        [null, nothing, nothing, 'ab', nothing, null],
      ],
      [map(''), [get, ['append', 'b'], ['cas', ['b', 'c']], get], ['', nothing, true, 'c']],
      [
        lock(),
        [
          ['acquire', 1],
          ['acquire', 2],
          ['release', 2],
          ['release', 1],
        ],
        [nothing, 'cannot be', 'cannot be', nothing],
      ],
    ],
  )('$name', (spec, calls, expected) => {
    expect(results(spec, ...calls)).toEqual(expected)
  })
})

// Transactions are one operation: there is nothing to say of it.
const several = Object.entries(specifications).filter(([name]) => name !== 'transactions')

describe.each(several)('of a %s', (_, specOf) => {
  const spec = specOf()
  const kinds = Object.entries(spec.operations)
  const value = fc.constantFrom<unknown>(0, 1, 2)
  const argumentOf = (f: string): fc.Arbitrary<unknown> =>
    f === 'cas' ? fc.tuple(value, value) : value
  const calls = fc.array(
    fc
      .constantFrom(...kinds)
      .chain(([f]) => argumentOf(f).map((argument) => ({ f, key: null, argument }))),
  )
  /** Some states that it can have. */
  const states = calls.map((row) =>
    row.reduce((state, call) => spec.apply(state, call)[0]?.state ?? state, spec.initial),
  )

  test('what is said of its operations is so', () => {
    expect(kinds.length).toBeGreaterThan(1)
    fc.assert(
      fc.property(
        states,
        states,
        fc.constantFrom(...kinds),
        value,
        (one, other, [f, kind], argument) => {
          const call = { f, key: null, argument: f === 'cas' ? [argument, 0] : argument }
          const outcomes = spec.apply(one, call)
          expect(outcomes).toEqual(spec.apply(one, call))
          const { isReadOnly = false, isOverwriting = false } = kind
          expect(isReadOnly && outcomes.some(({ state }) => !equal(state, one))).toBe(false)
          const elsewhere = spec.apply(other, call)
          const isLost = equal(outcomes, elsewhere) && outcomes[0]?.result === undefined
          expect(isOverwriting && !isLost).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })
})
