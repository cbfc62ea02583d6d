import { expect } from 'vitest'
import type { ObjectAnswer } from '../../src/history/linearizable.ts'
import type { Operation } from '../../src/history/operation.ts'
import type { Conflict } from '../../src/history/smallest.ts'
import type { Specification } from '../../src/history/specification.ts'
import { hasOrder, isAllowed, wholeOf } from './naive-history.ts'

/** What is left of an operation that is left out: that it was called. */
const forgotten = (operation: Operation): Operation => ({
  ...operation,
  result: undefined,
  returned: null,
})

/** A history whose time says nothing. */
const timeless = (history: readonly Operation[]): readonly Operation[] =>
  history.map((each) => ({ ...each, invoked: 0, returned: each.returned === null ? null : 1 }))

const beginningsOf = ({ states }: Conflict, spec: Specification): readonly unknown[] =>
  states ?? [spec.initial]

/** What is beside a conflict: all that had not returned before it, but what is told to be left out. */
const othersOf = (
  { operations, others, states }: Conflict,
  history: readonly Operation[],
  { elementOf }: Specification,
): readonly Operation[] => {
  if (elementOf !== undefined) return others
  const first = states === null ? -1 : Math.min(...operations.map(({ invoked }) => invoked))
  const open = history.filter(({ returned }) => (returned ?? Infinity) > first)
  return [...new Set([...others, ...open])].filter((each) => !operations.includes(each))
}

/** A conflict is one, by trying all orders, and is none any more without any one of its operations. */
export const expectSmallest = (
  { key, conflict, needed }: ObjectAnswer,
  history: readonly Operation[],
  spec: Specification,
): void => {
  if (conflict === null) return
  const { operations } = conflict
  const others = othersOf(conflict, history, spec)
  const beginnings = beginningsOf(conflict, spec).map((state) => wholeOf(state, key, spec))
  const beside = others.map(forgotten)
  const canBe = (history: readonly Operation[]): boolean =>
    beginnings.some((beginning) => hasOrder(history, spec, beginning))
  expect(canBe([...operations, ...beside])).toBe(false)
  if (conflict.isSmallest) {
    for (const gone of operations) {
      const rest = operations.map((each) => (each === gone ? forgotten(each) : each))
      expect(canBe([...rest, ...beside])).toBe(true)
    }
  }
  if (needed === 'none') expect(canBe(timeless([...operations, ...beside]))).toBe(false)
  if (needed === 'none' || needed === null) return
  const { order, begins, broken } = needed
  const told = order.map((each) => (operations.includes(each) ? each : forgotten(each)))
  expect(isAllowed(told, spec, wholeOf(begins, key, spec))).toBe(true)
  expect(new Set(order).size).toBe(order.length)
  expect(operations.filter((each) => !order.includes(each))).toEqual([])
  expect(broken.length).toBeGreaterThan(0)
  for (const { earlier, later } of broken) {
    expect(earlier.returned).toBeLessThan(later.invoked)
    expect(order.indexOf(earlier)).toBeGreaterThan(order.indexOf(later))
  }
}
