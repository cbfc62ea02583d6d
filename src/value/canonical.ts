import { compare } from './compare.ts'
import { readOnlyMap, readOnlySet } from './freeze.ts'
import type { PathStep } from './path.ts'
import {
  checkArray,
  checkCollection,
  checkScalar,
  deepest,
  notData,
  plainKeys,
  readingFailed,
  tooDeep,
} from './plain.ts'

/**
 * The canonical copy of a value: deeply frozen, object keys sorted by code unit, Map entries and
 * Set elements sorted by the total order of {@link compare}, `-0` as `0`, fields that are
 * `undefined` left out. Two values mean the same exactly when their canonical copies look the same.
 *
 * Only plain data has a canonical form: null, booleans, numbers (not NaN), bigints, strings,
 * arrays, plain objects, Maps and Sets of plain data.
 *
 * @param above where the value stands in a larger one, for errors
 * @throws ModelError 'not-data', naming the path, for anything else; 'too-large' where it is too deep
 */
export const canonical = (value: unknown, above: readonly PathStep[] = []): unknown => {
  const path = [...above]
  try {
    return copy(value, path, [])
  } catch (error) {
    throw readingFailed(error, path)
  }
}

const copy = (value: unknown, path: PathStep[], above: object[]): unknown => {
  const scalar = checkScalar(value, path)
  if (typeof scalar !== 'object' || scalar === null) return scalar
  if (above.includes(scalar)) throw notData('A cycle (a value that contains itself)', path)
  if (above.length >= deepest) throw tooDeep(path)
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
  if (Array.isArray(value)) {
    checkArray(value, path)
    return Array.from(value, (inner, index) => child(inner, index))
  }
  if (value instanceof Set) {
    checkCollection(value, path)
    return readOnlySet(sortedElements(Array.from(value, (inner, index) => child(inner, index))))
  }
  if (value instanceof Map) {
    checkCollection(value, path)
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
