import { compare } from './compare.ts'

/**
 * What a Set or a Map holds that means the same as a value, as states go by meaning; the value itself where it
 * holds that, or nothing of the kind. JavaScript finds an object by identity, and one that was made just now never.
 *
 * @param has how the collection finds by identity
 */
export const heldLike = <Value>(
  held: Iterable<Value>,
  value: Value,
  has: (value: Value) => boolean,
): Value => {
  if (typeof value !== 'object' || value === null || has(value)) return value
  const wanted = ordered(value)
  for (const each of held) {
    if (typeof each === 'object' && each !== null && compare(ordered(each), wanted) === 0)
      return each
  }
  return value
}

/** A value whose Sets and Maps are in canonical order, equal elements once, without fields that are absent. */
const ordered = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ordered)
  if (value instanceof Set) {
    const sorted = [...value].map(ordered).toSorted(compare)
    return new Set(sorted.filter((each, at) => at === 0 || compare(sorted[at - 1], each) !== 0))
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => [ordered(key), ordered(inner)] as const)
    return new Map(entries.toSorted(([a], [b]) => compare(a, b)))
  }
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(fields.map(([key, inner]) => [key, ordered(inner)]))
}
