import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'

/** Where a facet's content comes from. */
export interface FacetSource {
  readonly component: number
  /** The number of its content where the component has an id: equal numbers, equal contents. */
  readonly at: (id: number) => number
  /** How many ids the component has so far. */
  readonly size: () => number
}

/** What fields are read out of. */
export interface FieldReader {
  /** For each node the value ids of its states, by the ids of its component. */
  readonly states: readonly IntList[]
  /** The value of an id. */
  readonly valueOf: (id: number) => unknown
  /** The same, as an object that nobody else has. */
  readonly freshOf: (id: number) => unknown
  /** The id of a value: equal ids, equal values. */
  readonly idOf: (value: unknown) => number
}

/** What a column holds where the state was not looked at yet, and where it has no such field. */
const unknown = 0
const absent = 1
const firstContent = 2

/**
 * Facets smaller than a node's state, so that a predicate is asked once for each combination of the
 * fields that it reads: the *shell*, which of a plain object is the list of its fields and of
 * anything else the whole, and each field.
 */
export class FieldFacets {
  readonly #reader: FieldReader
  readonly #first: number
  /** For each node its shell, and its fields by name. */
  readonly #shells: number[] = []
  readonly #named: Map<string, number>[] = []
  readonly #sources: FacetSource[] = []
  readonly #fields = new Map<number, string>()
  /** For each field, and for the shell, the number of its content by the id of the state. */
  readonly #columns = new Map<string, IntList>()

  /** @param first the number of the first facet that is made here */
  constructor(reader: FieldReader, first: number) {
    this.#reader = reader
    this.#first = first
  }

  /** What is known of each field. */
  get tables(): readonly Sized[] {
    return [...this.#columns.values()]
  }

  /** The facet of a node's shell. */
  shell(node: number): number {
    return (this.#shells[node] ??= this.#facet(node, 'shell', (state) => {
      const shell = isPlainObject(state) ? ['fields', Object.keys(state)] : ['whole', state]
      return firstContent + this.#reader.idOf(shell)
    }))
  }

  /** The facet of a field of a node's state. */
  field(node: number, name: string): number {
    const named = (this.#named[node] ??= new Map<string, number>())
    const known = named.get(name)
    if (known !== undefined) return known
    const facet = this.#facet(node, `field ${name}`, (state) =>
      isPlainObject(state) && Object.hasOwn(state, name)
        ? firstContent + this.#reader.idOf(state[name])
        : absent,
    )
    named.set(name, facet)
    this.#fields.set(facet, name)
    return facet
  }

  /** The content of a field where the component has an id, as an object that nobody else has. */
  fresh(facet: number, id: number): unknown {
    const content = this.source(facet).at(id)
    return content < firstContent ? undefined : this.#reader.freshOf(content - firstContent)
  }

  isField(facet: number): boolean {
    return this.#fields.has(facet)
  }

  /** The name of a field; null for a shell. */
  nameOf(facet: number): string | null {
    return this.#fields.get(facet) ?? null
  }

  source(facet: number): FacetSource {
    return this.#sources[facet - this.#first] as FacetSource
  }

  #facet(node: number, part: string, contentOf: (state: unknown) => number): number {
    const column = this.#columns.get(part) ?? new IntList()
    this.#columns.set(part, column)
    const states = this.#reader.states[node] as IntList
    const at = (id: number): number => {
      const state = states.data[id] as number
      const content = state < column.length ? (column.data[state] as number) : unknown
      if (content !== unknown) return content
      const found = contentOf(this.#reader.valueOf(state))
      column.put(state, found, unknown)
      return found
    }
    const count = this.#sources.push({ component: node, at, size: () => states.length })
    return this.#first + count - 1
  }
}

/** Whether a canonical value is a plain object. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set)
