import { compare } from './compare.ts'
import { readOnlyMap, readOnlySet } from './freeze.ts'
import { ModelError } from './model-error.ts'

/**
 * The canonical copy of a value: deeply frozen, object keys sorted by code unit, Map entries and
 * Set elements sorted by the total order of {@link compare}, `-0` as `0`, fields that are
 * `undefined` left out. Two values mean the same exactly when their canonical copies look the same.
 *
 * Only plain data has a canonical form: null, booleans, numbers (not NaN), bigints, strings,
 * arrays, plain objects, Maps and Sets of plain data.
 *
 * @throws ModelError 'not-data', naming the path, for anything else.
 */
export const canonical = (value: unknown): unknown => copy(value, [], [])

/** The message of every refusal, with the path in the value: `orders.o1[2]`. */
export const notData = (what: string, path: readonly PathStep[]): ModelError =>
  new ModelError('not-data', {
    what: `${what} is not plain data`,
    where: [`at ${showPath(path)} of the value`],
    fix: 'use null, booleans, numbers, strings, bigints, arrays, plain objects, Map and Set only',
  })

/** One step into a value: a field or an index. */
export type PathStep = string | number

/** A path as a person writes it: `orders.o1[2]`; the value itself is `the top`. */
export const showPath = (path: readonly PathStep[]): string => {
  if (path.length === 0) return 'the top'
  const text = path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`
      return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    })
    .join('')
  return text.startsWith('.') ? text.slice(1) : text
}

const copy = (value: unknown, path: PathStep[], above: object[]): unknown => {
  const scalar = checkScalar(value, path)
  if (typeof scalar !== 'object' || scalar === null) return scalar
  if (above.includes(scalar)) throw notData('A cycle (a value that contains itself)', path)
  above.push(scalar)
  const result = copyInside(scalar, path, above)
  above.pop()
  return Object.freeze(result)
}

const copyInside = (value: object, path: PathStep[], above: object[]): object => {
  const child = (inner: unknown, step: PathStep): unknown => {
    path.push(step)
    const result = copy(inner, path, above)
    path.pop()
    return result
  }
  if (Array.isArray(value)) return Array.from(value, (inner, index) => child(inner, index))
  if (value instanceof Set) {
    return readOnlySet(sortedElements(Array.from(value, (inner, index) => child(inner, index))))
  }
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, inner], index): [unknown, unknown] => {
      const canonicalKey = child(key, index)
      return [canonicalKey, child(inner, pathStepOf(canonicalKey, index))]
    })
    return readOnlyMap(sortedEntries(entries, path))
  }
  const result: Record<string, unknown> = {}
  for (const key of plainKeys(value, path)) {
    const inner: unknown = Reflect.get(value, key)
    if (inner !== undefined) result[key] = child(inner, key)
  }
  return result
}

/** A scalar in its canonical form, or the object itself; refuses everything that is not data. */
export const checkScalar = (value: unknown, path: readonly PathStep[]): unknown => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value
    case 'number':
      if (Number.isNaN(value)) throw notData('NaN', path)
      return value === 0 ? 0 : value
    case 'undefined':
      throw notData('undefined (outside a field)', path)
    case 'function':
      throw notData('A function', path)
    case 'symbol':
      throw notData('A symbol', path)
    case 'object':
      return value
  }
}

/** The keys of a plain object in canonical order; refuses class instances and odd keys. */
export const plainKeys = (value: object, path: readonly PathStep[]): string[] => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
    throw notData(`An instance of class ${className(prototype)}`, path)
  }
  if (Object.getOwnPropertySymbols(value).length > 0) throw notData('A symbol as key', path)
  const keys = Object.keys(value)
  if (keys.includes('__proto__')) throw notData("The key '__proto__'", path)
  return isSorted(keys) ? keys : keys.toSorted(byCodeUnit)
}

const isSorted = (keys: readonly string[]): boolean => {
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return false
  }
  return true
}

/** A plain object of another realm (a vm context, a frame): its prototype is that realm's root. */
const isForeignPlain = (prototype: unknown): boolean =>
  typeof prototype === 'object' &&
  prototype !== null &&
  Object.getPrototypeOf(prototype) === null &&
  Object.hasOwn(prototype, 'isPrototypeOf')

const className = (prototype: unknown): string => {
  const constructor: unknown = Reflect.get(Object(prototype), 'constructor')
  return typeof constructor === 'function' && constructor.name !== ''
    ? constructor.name
    : '(unnamed)'
}

/** Strings by UTF-16 code unit, never by locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Canonical Set elements: sorted, equal ones once. */
export const sortedElements = (elements: unknown[]): unknown[] =>
  elements.length < 2
    ? elements
    : elements
        .toSorted(compare)
        .filter((element, index, all) => index === 0 || compare(all[index - 1], element) !== 0)

/** Canonical Map entries: sorted by key; two equal keys would be ambiguous. */
export const sortedEntries = (
  entries: [unknown, unknown][],
  path: readonly PathStep[],
): [unknown, unknown][] => {
  if (entries.length < 2) return entries
  const sorted = entries.toSorted(([a], [b]) => compare(a, b))
  sorted.forEach(([key], index) => {
    if (index > 0 && compare(sorted[index - 1]?.[0], key) === 0) {
      throw notData('A Map with two equal keys', path)
    }
  })
  return sorted
}

/** How a Map key appears in a path. */
export const pathStepOf = (key: unknown, index: number): PathStep =>
  typeof key === 'string' || typeof key === 'number' ? key : index
