import type { Operation } from '../../src/history/operation.ts'
import type { Call, Specification } from '../../src/history/specification.ts'
import { canonical } from '../../src/value/canonical.ts'
import { keyOf } from '../../src/value/key.ts'

/*
 * Linearizability as it is defined, by trying all orders: nothing is remembered, and the object is not
 * taken apart.
 */

const textOf = (value: unknown): string => keyOf(canonical(value))

/** The object as a whole: of an object with entries a state for each key. */
type Whole = ReadonlyMap<string, unknown>

const after = (
  whole: Whole,
  { result, ...call }: Call & { result: unknown },
  spec: Specification,
): readonly Whole[] => {
  const key = spec.name === 'map' ? textOf(call.key) : ''
  const state = whole.has(key) ? whole.get(key) : spec.initial
  const wanted = result === undefined ? null : textOf(spec.resultOf?.(call, result) ?? result)
  return spec
    .apply(state, call)
    .filter(
      (outcome) =>
        wanted === null || outcome.result === undefined || textOf(outcome.result) === wanted,
    )
    .map((outcome) => new Map(whole).set(key, outcome.state))
}

/** An object in a state: of an object with entries the one of a key. */
export const wholeOf = (state: unknown, key: unknown, spec: Specification): Whole =>
  new Map([[spec.name === 'map' ? textOf(key) : '', state]])

/** Whether some order of the operations is one that the object allows and that time allows. */
export const hasOrder = (
  open: readonly Operation[],
  spec: Specification,
  whole: Whole = new Map(),
): boolean => {
  const must = open.filter(({ returned }) => returned !== null)
  if (must.length === 0) return true
  const first = Math.min(...must.map(({ returned }) => returned as number))
  return open
    .filter(({ invoked }) => invoked < first)
    .some((operation) => {
      const rest = open.filter((each) => each !== operation)
      return after(whole, operation, spec).some((next) => hasOrder(rest, spec, next))
    })
}

/** Whether an order is one: it has all that returned, as time has it, and the object gives those results. */
export const isOrder = (
  order: readonly Operation[],
  history: readonly Operation[],
  spec: Specification,
): boolean => {
  const isWhole = history.every((each) => each.returned === null || order.includes(each))
  const isOnce = new Set(order).size === order.length
  const inTime = order.every((later, at) =>
    order
      .slice(0, at)
      .every((earlier) => later.returned === null || later.returned > earlier.invoked),
  )
  return isWhole && isOnce && inTime && isAllowed(order, spec, new Map())
}

/** Whether the object gives the results of operations in their order. */
export const isAllowed = (
  order: readonly Operation[],
  spec: Specification,
  whole: Whole,
): boolean => {
  let states: readonly Whole[] = [whole]
  for (const operation of order) states = states.flatMap((state) => after(state, operation, spec))
  return states.length > 0
}
