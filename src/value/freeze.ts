/*
 * `Object.freeze` leaves the content of a Map or Set open. Values are shared by all states that hold
 * them, so canonical Maps and Sets refuse whatever would change them.
 */

const refuse = (): never => {
  throw new TypeError('Cannot change a read only Map or Set')
}

class ReadOnlyMap extends Map<unknown, unknown> {
  override set(): this {
    return refuse()
  }

  override delete(): boolean {
    return refuse()
  }

  override clear(): void {
    refuse()
  }
}

class ReadOnlySet extends Set<unknown> {
  override add(): this {
    return refuse()
  }

  override delete(): boolean {
    return refuse()
  }

  override clear(): void {
    refuse()
  }
}

// To whoever compares or prints them they are a Map and a Set like any other.
Object.defineProperty(ReadOnlyMap.prototype, 'constructor', { value: Map })
Object.defineProperty(ReadOnlySet.prototype, 'constructor', { value: Set })

/** A Map that nobody can change. */
export const readOnlyMap = (
  entries: Iterable<readonly [unknown, unknown]>,
): ReadonlyMap<unknown, unknown> => {
  const map = new ReadOnlyMap()
  for (const [key, value] of entries) Map.prototype.set.call(map, key, value)
  return Object.freeze(map)
}

/** A Set that nobody can change. */
export const readOnlySet = (elements: Iterable<unknown>): ReadonlySet<unknown> => {
  const set = new ReadOnlySet()
  for (const element of elements) Set.prototype.add.call(set, element)
  return Object.freeze(set)
}
