import { isRecord } from '../trace/notation.ts'

/**
 * A value in JSON, one-to-one. What JSON lacks becomes an object with one key that begins with `#`
 * (for Sets, Maps and bigints as in the Informal Trace Format):
 *
 * - a Set: `{ "#set": [1, 2] }`
 * - a Map: `{ "#map": [["a", 1]] }`
 * - a bigint: `{ "#bigint": "12" }`
 * - an infinite number: `{ "#number": "Infinity" }` or `{ "#number": "-Infinity" }`
 * - a field that is not there: `{ "#absent": true }`
 *
 * A record's own key that begins with `#` gets one more `#` in front.
 */
export const encodeValue = (value: unknown): unknown => {
  if (value === undefined) return { '#absent': true }
  if (typeof value === 'bigint') return { '#bigint': String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { '#number': String(value) }
  if (Array.isArray(value)) return value.map(encodeValue)
  if (value instanceof Set) return { '#set': [...value].map(encodeValue) }
  if (value instanceof Map) {
    return { '#map': [...value].map(([key, inner]) => [encodeValue(key), encodeValue(inner)]) }
  }
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.startsWith('#') ? `#${key}` : key,
      encodeValue(inner),
    ]),
  )
}
