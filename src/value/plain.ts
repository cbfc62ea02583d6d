import { ModelError } from './model-error.ts'
import { byCodeUnit } from './by-code-unit.ts'
import { isReadOnly } from './freeze.ts'
import { briefPath, type PathStep } from './path.ts'
import { describeThrown, isInstance } from './thrown.ts'

/*
 * What plain data is. An object that holds more than its canonical copy would is refused: the rest
 * would be lost in silence, and two states that differ would pass for one.
 */

/** How deep a value may be nested: no protocol's state is deeper, and the stack has an end. */
export const deepest = 1500

/** The message of every refusal, with the path in the value: `orders.o1[2]`. */
export const notData = (what: string, path: readonly PathStep[]): ModelError =>
  new ModelError('not-data', {
    what: `${what} is not plain data`,
    where: [placeIn(path)],
    fix: 'use null, booleans, numbers, strings, bigints, arrays, plain objects, Map and Set only',
  })

/** The error for a value that is nested too deep. */
export const tooDeep = (
  path: readonly PathStep[],
  limit = `more than ${deepest.toLocaleString('en-US')} deep`,
): ModelError =>
  new ModelError('too-large', {
    what: `A value is nested ${limit}`,
    where: [placeIn(path)],
    fix: 'keep a list in an array, and a graph as ids in a table, instead of one within the other',
  })

/**
 * The error behind what reading a value threw: a mistake as it is, and what a proxy or a getter
 * threw as one. That memory ran out is no mistake, and stays what it is.
 */
export const readingFailed = (error: unknown, path: readonly PathStep[]): unknown => {
  if (isInstance(error, ModelError)) return error
  const words = describeThrown(error)
  if (/Array buffer allocation failed/.test(words)) return error
  // Collections take more of the stack than the limit reckons with.
  if (/Maximum call stack size exceeded/.test(words)) return tooDeep(path, 'too deep to be read')
  return notData(`A value that cannot be read (it threw ${words})`, path)
}

const placeIn = (path: readonly PathStep[]): string => `at ${briefPath(path)} of the value`

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

/** Refuses an array that is more or less than the list of its elements. */
export const checkArray = (value: readonly unknown[], path: readonly PathStep[]): void => {
  const keys = Object.keys(value)
  if (
    Object.getPrototypeOf(value) === Array.prototype &&
    keys.length === value.length &&
    !hasSymbols(value)
  )
    return
  const prototype: unknown = Object.getPrototypeOf(value)
  // The root of all arrays is an array itself, in every realm; that of a subclass is none.
  if (!Array.isArray(prototype)) throw notData(instanceOf(prototype), path)
  refuseSymbols(value, path)
  const own = keys.find((key) => !isIndex(key))
  if (own !== undefined) throw notData(`An array with a field of its own ('${own}')`, path)
  const hole = value.findIndex((_, index) => !Object.hasOwn(value, index))
  if (hole >= 0) throw notData('A hole in an array', [...path, hole])
}

const isIndex = (key: string): boolean => /^\d+$/.test(key)

/** Refuses a Map or a Set that holds anything beside its entries. */
export const checkCollection = (
  value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  path: readonly PathStep[],
): void => {
  const kind = value instanceof Map ? 'Map' : 'Set'
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Map.prototype && prototype !== Set.prototype) {
    throw notData(instanceOf(prototype), path)
  }
  refuseSymbols(value, path)
  const [own] = isReadOnly(value) ? [] : Object.getOwnPropertyNames(value)
  if (own !== undefined) throw notData(`A ${kind} with a field of its own ('${own}')`, path)
}

/** Whether an object is plain without a doubt: no class, and nothing but fields that hold values. */
export const isPlainFast = (value: object, keys: readonly string[]): boolean => {
  if (Object.getPrototypeOf(value) !== Object.prototype || hasSymbols(value)) return false
  if (Object.getOwnPropertyNames(value).length !== keys.length) return false
  for (const key of keys) {
    if (Object.getOwnPropertyDescriptor(value, key)?.value === undefined) return false
  }
  return true
}

/** The keys of a plain object in canonical order; refuses class instances and odd keys. */
export const plainKeys = (value: object, path: readonly PathStep[]): string[] => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!isPlain(value)) throw notData(instanceOf(prototype), path)
  refuseSymbols(value, path)
  const keys = Object.getOwnPropertyNames(value)
  for (const key of keys) {
    const field = Object.getOwnPropertyDescriptor(value, key)
    if (key === '__proto__') throw notData("The key '__proto__'", path)
    if (field?.enumerable !== true) throw notData('A hidden field', [...path, key])
    if (!('value' in field)) throw notData('A computed field', [...path, key])
  }
  return isSorted(keys) ? keys : keys.toSorted(byCodeUnit)
}

/** Whether an object has no class: no methods and no fields but its own. */
export const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || isForeignPlain(prototype)
}

const hasSymbols = (value: object): boolean => Object.getOwnPropertySymbols(value).length > 0

const refuseSymbols = (value: object, path: readonly PathStep[]): void => {
  if (hasSymbols(value)) throw notData('A symbol as key', path)
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

/** What an object with a prototype of its own is. */
const instanceOf = (prototype: unknown): string => {
  const constructor: unknown = Reflect.get(Object(prototype), 'constructor')
  if (constructor === Object) return 'An object with a prototype of its own'
  const isNamed = typeof constructor === 'function' && constructor.name !== ''
  return `An instance of class ${isNamed ? constructor.name : '(unnamed)'}`
}
