import { ModelError } from './model-error.ts'
import { showMessage, showValue } from './notation.ts'
import { Beginning, Gap } from './shorten.ts'
import { describeThrown, isInstance } from './thrown.ts'

/** What is told of a value in an error. */
const mostLevels = 4
const mostMembers = 12
const longestText = 200

/**
 * Any value on one line, for errors: limited in depth and size, whatever it is (data or not, with
 * cycles, with getters that throw).
 */
export const brief = (value: unknown): string => clip(showValue(outline(value, [])))

/** A message on one line, as {@link brief}. */
export const briefMessage = (message: unknown): string => clip(showMessage(outline(message, [])))

const clip = (text: string): string => {
  if (text.length <= longestText) return text
  // No half of a surrogate pair is left at the end.
  return `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A value with all that cannot be printed, or would take too long to, replaced by words. */
const outline = (value: unknown, above: readonly object[]): unknown => {
  switch (typeof value) {
    case 'undefined':
      return new Gap(0, 'undefined')
    case 'function':
      return new Gap(0, 'a function')
    case 'symbol':
      return new Gap(0, String(value))
    case 'string':
      return value.length > longestText ? value.slice(0, longestText + 1) : value
    case 'object':
      return value === null ? null : outlineObject(value, above)
    default:
      return value
  }
}

const outlineObject = (value: object, above: readonly object[]): unknown => {
  if (above.includes(value)) return new Gap(0, '(a cycle)')
  try {
    const name = classOf(value)
    if (name !== null) return new Gap(0, `an instance of class ${name}`)
    const inside = (inner: unknown): unknown => outline(inner, [...above, value])
    return firstOf(value, above.length < mostLevels ? mostMembers : 0, inside)
  } catch {
    return new Gap(0, '(cannot be read)')
  }
}

/** The first members of a value, each told as `inside` has it, and how many there are besides. */
const firstOf = (value: object, most: number, inside: (inner: unknown) => unknown): unknown => {
  if (Array.isArray(value)) {
    return some(Array.from(value.slice(0, most), inside), value.length, most)
  }
  if (value instanceof Set) {
    return some(new Set([...value].slice(0, most).map(inside)), value.size, most)
  }
  if (value instanceof Map) {
    const told = [...value]
      .slice(0, most)
      .map(([key, inner]) => [inside(key), inside(inner)] as const)
    return some(new Map(told), value.size, most)
  }
  const keys = Object.keys(value)
  const told = keys.slice(0, most).map((key) => [key, inside(Reflect.get(value, key))] as const)
  return some(Object.fromEntries(told), keys.length, most)
}

const some = (told: object, size: number, most: number): unknown => {
  if (size <= most) return told
  return most === 0 ? new Gap(0, '…') : new Beginning(told, size - most)
}

/** The class of what is neither a plain object nor a collection; null of those. */
const classOf = (value: object): string | null => {
  if (Array.isArray(value) || value instanceof Set || value instanceof Map) return null
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return null
  const { constructor } = prototype as { constructor?: unknown }
  const name = typeof constructor === 'function' ? constructor.name : ''
  return name === 'Object' ? null : name === '' ? '(unnamed)' : name
}

/** What was thrown, on one line; of a mistake in a model what it is. */
export const thrown = (error: unknown): string =>
  isInstance(error, ModelError) ? error.what : describeThrown(error)
