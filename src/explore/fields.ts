import type { IntList } from '../store/int-list.ts'

/** Where a facet's content comes from. */
export interface FacetSource {
  readonly component: number
  /** The number of its content where the component has an id: equal contents, equal numbers. */
  readonly at: (id: number) => number
  /** How many ids the component has so far. */
  readonly size: () => number
}

/** What fields are read out of. */
export interface FieldReader {
  /** For each node the value ids of its states, by the ids of its component. */
  readonly states: readonly IntList[]
  readonly stateOf: (id: number) => unknown
  /** A number for a value: equal values, equal numbers. */
  readonly numberOf: (value: unknown) => number
}

/** The number of a field that is not there, and of the shell of a plain object. */
const nothing = -1

/**
 * Facets smaller than a node's state, so that a predicate is asked once for each combination of the
 * fields that it reads: a field, or the *shell*, which is the whole state unless that is a plain
 * object, of which it only tells that it is one.
 */
export class FieldFacets {
  readonly #reader: FieldReader
  readonly #first: number
  readonly #ids = new Map<string, number>()
  readonly #sources: FacetSource[] = []
  /** For each field and each state's value id the number of the field's content. */
  readonly #numbers = new Map<string, Map<number, number>>()

  /** @param first the first id that no other facet has */
  constructor(reader: FieldReader, first: number) {
    this.#reader = reader
    this.#first = first
  }

  /** The facet of a node's shell. */
  shell(node: number): number {
    return this.#intern(node, '', (value) =>
      isPlainObject(value) ? nothing : this.#reader.numberOf(value),
    )
  }

  /** The facet of a field. */
  field(node: number, name: string): number {
    return this.#intern(node, `.${name}`, (value) =>
      isPlainObject(value) && Object.hasOwn(value, name)
        ? this.#reader.numberOf(value[name])
        : nothing,
    )
  }

  source(facet: number): FacetSource {
    return this.#sources[facet - this.#first] as FacetSource
  }

  #intern(node: number, name: string, number: (value: unknown) => number): number {
    const key = `${node}${name}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const numbers = this.#numbers.get(name) ?? new Map<number, number>()
    this.#numbers.set(name, numbers)
    const states = this.#reader.states[node] as IntList
    const at = (id: number): number => {
      const state = states.data[id] as number
      const found = numbers.get(state)
      if (found !== undefined) return found
      const content = number(this.#reader.stateOf(state))
      numbers.set(state, content)
      return content
    }
    const facet = this.#first + this.#sources.length
    this.#sources.push({ component: node, at, size: () => states.length })
    this.#ids.set(key, facet)
    return facet
  }
}

/** Whether a canonical value is a plain object. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set)

/**
 * A state that tells which of its fields are read. Whoever asks for its keys, or whether it has
 * one, is told through `onAll`.
 */
export const tracked = (
  state: Readonly<Record<string, unknown>>,
  onField: (name: string) => void,
  onAll: () => void,
): unknown =>
  new Proxy(state, {
    get: (target, key) => {
      if (typeof key === 'string') onField(key)
      return Reflect.get(target, key) as unknown
    },
    has: (target, key) => {
      onAll()
      return Reflect.has(target, key)
    },
    ownKeys: (target) => {
      onAll()
      return Reflect.ownKeys(target)
    },
    getOwnPropertyDescriptor: (target, key) => {
      onAll()
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
