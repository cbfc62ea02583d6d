import { canonical } from '../value/canonical.ts'
import { keyOf } from '../value/key.ts'

/** A plain value as a string: equal exactly for equal values. */
export const textOf = (value: unknown): string => keyOf(canonical(value))

/** Whether two plain values are the same. */
export const equal = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' &&
    typeof other === 'object' &&
    one !== null &&
    other !== null &&
    textOf(one) === textOf(other))
