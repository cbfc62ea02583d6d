/*
 * `Object.freeze` leaves the content of a Map or Set open. Values are shared by all states that hold
 * them, so canonical Maps and Sets refuse whatever would change them.
 */

const refuse = (): never => {
  throw new TypeError('Cannot change a read only Map or Set')
}

// Own methods instead of a class: to whoever compares prototypes, as `util.isDeepStrictEqual` does,
// they are a Map and a Set like any other.
const refusal = { value: refuse }
const readOnlyMapMethods = { set: refusal, delete: refusal, clear: refusal }
const readOnlySetMethods = { add: refusal, delete: refusal, clear: refusal }

/** A Map that nobody can change. */
export const readOnlyMap = (
  entries: Iterable<readonly [unknown, unknown]>,
): ReadonlyMap<unknown, unknown> =>
  Object.freeze(Object.defineProperties(new Map(entries), readOnlyMapMethods))

/** A Set that nobody can change. */
export const readOnlySet = (elements: Iterable<unknown>): ReadonlySet<unknown> =>
  Object.freeze(Object.defineProperties(new Set(elements), readOnlySetMethods))

/** Whether a Map or Set refuses changes by exactly these methods, and holds nothing else. */
export const isReadOnly = (value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): boolean =>
  Object.getOwnPropertyDescriptor(value, 'clear')?.value === refuse &&
  Object.getOwnPropertyNames(value).length === Object.keys(readOnlyMapMethods).length
