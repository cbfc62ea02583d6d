import fc from 'fast-check'
import type { Operation } from '../../src/history/operation.ts'

/*
 * Random histories of a register with `cas` in which no value is put twice: something happens at each moment, and
 * now and then an answer is not the one that was given, or a time is another.
 */

/** How one operation goes. */
interface Asked {
  readonly kind: 'read' | 'write' | 'cas'
  /** Which of the values so far it means, or is told to have seen where that is wrong. */
  readonly of: number
  /** When it takes effect, and how long before it was called and after it returned. */
  readonly at: number
  readonly early: number
  readonly late: number
  readonly isOpen: boolean
  readonly isWrong: boolean
  /** Whether it finds what is there, of a `cas`. */
  readonly isLucky: boolean
}

const asked: fc.Arbitrary<Asked> = fc.record({
  kind: fc.constantFrom('read', 'write', 'cas', 'cas'),
  of: fc.nat(7),
  at: fc.nat(99),
  early: fc.nat(30),
  late: fc.nat(30),
  isOpen: fc.nat(9).map((it) => it === 0),
  isWrong: fc.nat(9).map((it) => it === 0),
  isLucky: fc.boolean(),
})

/** Histories of so many operations at most. */
export const differentHistories = (most: number): fc.Arbitrary<readonly Operation[]> =>
  fc.array(asked, { minLength: 2, maxLength: most, size: 'max' }).map(historyOf)

const historyOf = (all: readonly Asked[]): readonly Operation[] => {
  let state: unknown = null
  const done = all
    .toSorted((a, b) => a.at - b.at)
    .map((each, number) => {
      const value = `v${number}`
      const other = each.of > number || each.of === 7 ? null : `v${each.of}`
      const from = each.isLucky ? state : other
      const isFound = from === state
      const seen = each.isWrong ? other : state
      if (each.kind === 'write' || (each.kind === 'cas' && isFound)) state = value
      const argument = { read: null, write: value, cas: [from, value] }[each.kind]
      const result = { read: seen, write: undefined, cas: isFound !== each.isWrong }[each.kind]
      return { each, f: each.kind, argument, result }
    })
  const times = done.flatMap(({ each }, number) => [
    { number, isCall: true, time: each.at - each.early - 0.5 },
    { number, isCall: false, time: each.at + each.late + 0.5 },
  ])
  times.sort((a, b) => a.time - b.time || a.number - b.number)
  return done.map(({ each, f, argument, result }, number) => {
    const [invoked, returned] = [true, false].map((isCall) =>
      times.findIndex((it) => it.number === number && it.isCall === isCall),
    ) as [number, number]
    return {
      process: number,
      f,
      key: null,
      argument,
      result: each.isOpen ? undefined : result,
      invoked,
      returned: each.isOpen ? null : returned,
      lines: [invoked + 1, each.isOpen ? null : returned + 1],
    }
  })
}

/** A history of so many operations, about so many of which are under way at a time; it may have been. */
export const crowded = (operations: number, atATime: number): readonly Operation[] => {
  let chance = 1
  /** Any number below another one: the same ones each time. */
  const below = (end: number): number => {
    chance = (chance * 1664525 + 1013904223) % 2 ** 32
    return Math.floor((chance / 2 ** 32) * end)
  }
  const kinds = ['read', 'write', 'cas', 'cas'] as const
  return historyOf(
    Array.from({ length: operations }, (_, at) => ({
      kind: kinds[below(4)] ?? 'read',
      of: Math.max(0, at - below(atATime)),
      at,
      early: below(atATime),
      late: below(atATime),
      isOpen: below(50) === 0,
      isWrong: false,
      isLucky: below(2) === 0,
    })),
  )
}
