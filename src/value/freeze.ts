import { heldLike } from './by-meaning.ts'

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

// What holds objects finds them by meaning.
const findingSetMethods = {
  ...readOnlySetMethods,
  has: {
    value: function (this: Set<unknown>, element: unknown): boolean {
      return hasElement(this, likeElement(this, element))
    },
  },
}
const findingMapMethods = {
  ...readOnlyMapMethods,
  has: {
    value: function (this: Map<unknown, unknown>, key: unknown): boolean {
      return hasKey(this, likeKey(this, key))
    },
  },
  get: {
    value: function (this: Map<unknown, unknown>, key: unknown): unknown {
      return Map.prototype.get.call(this, likeKey(this, key))
    },
  },
}

const findingMap = Object.entries(findingMapMethods)
const findingSet = Object.entries(findingSetMethods)
const readOnlyMapOnly = Object.entries(readOnlyMapMethods)
const readOnlySetOnly = Object.entries(readOnlySetMethods)

const hasElement = (set: Set<unknown>, element: unknown): boolean =>
  Set.prototype.has.call(set, element)
const likeElement = (set: Set<unknown>, element: unknown): unknown =>
  heldLike(set, element, (it) => hasElement(set, it))
const hasKey = (map: Map<unknown, unknown>, key: unknown): boolean =>
  Map.prototype.has.call(map, key)
const likeKey = (map: Map<unknown, unknown>, key: unknown): unknown =>
  heldLike(map.keys(), key, (it) => hasKey(map, it))

const areObjects = (held: Iterable<unknown>): boolean => {
  for (const each of held) if (typeof each === 'object' && each !== null) return true
  return false
}

/** One property after the other takes V8 half as long as all at once. */
const withMethods = <Held extends object>(
  held: Held,
  methods: readonly (readonly [string, PropertyDescriptor])[],
): Readonly<Held> => {
  for (const [name, method] of methods) Object.defineProperty(held, name, method)
  return Object.freeze(held)
}

/** A Map that nobody can change, and that finds its keys by meaning. */
export const readOnlyMap = (
  entries: Iterable<readonly [unknown, unknown]>,
): ReadonlyMap<unknown, unknown> => {
  const map = new Map(entries)
  const methods = areObjects(map.keys()) ? findingMap : readOnlyMapOnly
  return withMethods(map, methods)
}

/** A Set that nobody can change, and that finds its elements by meaning. */
export const readOnlySet = (elements: Iterable<unknown>): ReadonlySet<unknown> => {
  const set = new Set(elements)
  const methods = areObjects(set) ? findingSet : readOnlySetOnly
  return withMethods(set, methods)
}

const ownMethods: ReadonlySet<string> = new Set([
  ...Object.keys(findingMapMethods),
  ...Object.keys(findingSetMethods),
])

/** Whether a Map or Set refuses changes by exactly these methods, and holds nothing else. */
export const isReadOnly = (value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): boolean =>
  isRefusal(Object.getOwnPropertyDescriptor(value, 'clear')?.value) &&
  Object.getOwnPropertyNames(value).every((name) => ownMethods.has(name))
