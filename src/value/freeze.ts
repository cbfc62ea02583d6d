/*
 * `Object.freeze` leaves the content of a Map or Set open. Values are shared by all states that hold
 * them, so canonical Maps and Sets refuse whatever would change them.
 */

const refuse = (): never => {
  throw new TypeError('Cannot change a read only Map or Set')
}

/** A program may hold two copies of this module, of which each knows what the other has made. */
const mark = Symbol.for('netsplit: read only')
Object.defineProperty(refuse, mark, { value: true })

const isRefusal = (value: unknown): boolean => typeof value === 'function' && mark in value

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
  isRefusal(Object.getOwnPropertyDescriptor(value, 'clear')?.value) &&
  Object.getOwnPropertyNames(value).length === Object.keys(readOnlyMapMethods).length
