import { byCodeUnit } from './by-code-unit.ts'

/**
 * A total order on canonical values: by kind first (null, booleans, numbers, bigints, strings,
 * arrays, Sets, Maps, objects), then by content. Strings compare by code unit, never by locale, so
 * that the order is the same on every machine.
 *
 * @returns a negative number, zero (the values are equal) or a positive number
 */
export const compare = (a: unknown, b: unknown): number => {
  if (a === b) return 0
  const kind = kindOf(a)
  const difference = kind - kindOf(b)
  if (difference !== 0) return difference
  if (kind < Kind.array) return lessScalar(a, b) ? -1 : lessScalar(b, a) ? 1 : compareNaN(a, b)
  if (kind === Kind.object) return compareFields(a as Fields, b as Fields)
  return compareLists(parts(a), parts(b))
}

/** Whether two canonical values are equal. */
export const equal = (a: unknown, b: unknown): boolean => compare(a, b) === 0

const Kind = {
  null: 0,
  boolean: 1,
  number: 2,
  bigint: 3,
  string: 4,
  array: 5,
  set: 6,
  map: 7,
  object: 8,
} as const

const kindOf = (value: unknown): number => {
  switch (typeof value) {
    case 'boolean':
      return Kind.boolean
    case 'number':
      return Kind.number
    case 'bigint':
      return Kind.bigint
    case 'string':
      return Kind.string
    default:
      if (value === null || value === undefined) return Kind.null
      if (Array.isArray(value)) return Kind.array
      if (value instanceof Set) return Kind.set
      return value instanceof Map ? Kind.map : Kind.object
  }
}

const lessScalar = (a: unknown, b: unknown): boolean => {
  // Both have the same scalar type here, so the comparison is the type's own.
  return (a as number) < (b as number)
}

/** No canonical value holds NaN, but what is looked for, or not yet checked, may: before all other numbers. */
const compareNaN = (a: unknown, b: unknown): number =>
  Number(Number.isNaN(b)) - Number(Number.isNaN(a))

/** A collection as a list whose order is canonical already. */
const parts = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  if (value instanceof Set) return [...value]
  return [...(value as ReadonlyMap<unknown, unknown>)].flat()
}

/** Field by field in the order of their names; a name counts before what it holds. */
const compareFields = (a: Fields, b: Fields): number => {
  const keys = sortedKeys(a)
  const others = sortedKeys(b)
  const shorter = Math.min(keys.length, others.length)
  for (let index = 0; index < shorter; index++) {
    const key = keys[index] as string
    const other = others[index] as string
    if (key !== other) return key < other ? -1 : 1
    const order = compare(a[key], b[key])
    if (order !== 0) return order
  }
  return keys.length - others.length
}

/** Canonical objects have their keys in order. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.toSorted(byCodeUnit)
  }
  return keys
}

const compareLists = (a: readonly unknown[], b: readonly unknown[]): number => {
  const shorter = Math.min(a.length, b.length)
  for (let index = 0; index < shorter; index++) {
    const order = compare(a[index], b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}

/**
 * Whether two values that were built the same way look the same: a quick check that may say no
 * where {@link compare} says yes (keys in another order), never the other way round.
 */
export const looksSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((inner, index) => looksSame(inner, b[index]))
  }
  if (a instanceof Map || a instanceof Set) return sameMembers(a, b)
  const prototype: unknown = Object.getPrototypeOf(a)
  return prototype === Object.prototype && prototype === Object.getPrototypeOf(b)
    ? sameFields(a as Fields, b as Fields)
    : false
}

/** Members in the order in which they were added: a quick check may be strict. */
const sameMembers = (
  a: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  b: object,
): boolean => {
  if (!(b instanceof Map || b instanceof Set) || a.constructor !== b.constructor) return false
  if (a.size !== b.size) return false
  const others = b.values()
  // Each member once: of a Set's entries both halves are the member.
  for (const value of a.values()) if (!looksSame(value, others.next().value)) return false
  if (a instanceof Set) return true
  const otherKeys = b.keys()
  for (const key of a.keys()) if (!looksSame(key, otherKeys.next().value)) return false
  return true
}

/** Whether two values that look the same have an object in common that may still be changed. */
export const shareUnfrozen = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false
  if (Object.isFrozen(a)) return false
  if (a === b) return true
  if (a instanceof Map || a instanceof Set)
    return sharesAny([...a].flat(), [...(b as typeof a)].flat())
  return sharesAny(Object.values(a), Object.values(b))
}

const sharesAny = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.some((inner, index) => shareUnfrozen(inner, b[index]))

const sameFields = (a: Fields, b: Fields): boolean => {
  const keys = Object.keys(a)
  const others = Object.keys(b)
  if (keys.length !== others.length) return false
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    if (key !== others[index] || !looksSame(a[key], b[key])) return false
  }
  return true
}

type Fields = Readonly<Record<string, unknown>>
