import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import { allOf, type Sized } from '../store/sized.ts'
import { canonical } from '../value/canonical.ts'
import { checkArray, plainKeys } from '../value/plain.ts'
import type { Values } from '../value/values.ts'
import { isPlainRecord, keyAt, pathsOf, type Divided, type Shape } from './shape.ts'
import { isObject } from '../value/is-object.ts'

/** A state with its ids. */
export interface Base {
  readonly state: unknown
  readonly ids: Int32Array
}

/** Of so many values it is kept what they are where they are no objects. */
const mostScalars = 4096

/** Nothing is the same as this. */
const noBase = new Int32Array(0)

/** What each component of a state may hold, by dense ids: equal content, equal id. */
export class Components implements Sized {
  readonly shape: Shape
  /** How many components there are. */
  readonly width: number
  /** How many ids each component has. At least one is reckoned with. */
  readonly sizes: Int32Array
  /** Grows whenever `sizes` does. */
  revision = 0
  /** The path of each component. */
  readonly paths: readonly string[]
  readonly values: Values
  /** For each component the values of its ids. */
  readonly #contents: readonly IntList[]
  /** The id of a (component, value). */
  readonly #ids = new PairMap()

  /** Values that are no objects, by their ids. */
  readonly #scalars: unknown[] = []
  #base: Int32Array = noBase

  constructor(shape: Shape, values: Values) {
    this.shape = shape
    this.values = values
    this.width = shape.to
    this.sizes = new Int32Array(this.width).fill(1)
    this.paths = pathsOf(shape)
    this.#contents = this.paths.map(() => new IntList())
  }

  get bytes(): number {
    return allOf([...this.#contents, this.#ids]).bytes
  }

  get soon(): number {
    return allOf([...this.#contents, this.#ids]).soon
  }

  /** The values of the ids of a component. */
  contentsOf(component: number): Int32Array {
    const { data, length } = this.#contents[component] as IntList
    return data.subarray(0, length)
  }

  /**
   * Writes the ids of a state's components.
   *
   * @param base a state that it may share parts with, and its ids: what is the same need not be looked at
   * @returns the shape that the state does not fit; null where it fits
   * @throws ModelError 'not-data' for anything but plain data
   */
  encode(state: unknown, into: Int32Array, base: Base | null = null): Divided | null {
    this.#base = base?.ids ?? noBase
    try {
      return this.#encode(this.shape, state, into, base === null ? noBase : base.state)
    } catch (error) {
      // That knows the whole path.
      canonical(state)
      throw error
    }
  }

  #encode(shape: Shape, value: unknown, into: Int32Array, base: unknown): Divided | null {
    if (value === base && this.#isTrusted(value)) {
      for (let at = shape.from; at < shape.to; at++) into[at] = this.#base[at] as number
      return null
    }
    if (shape.kind === 'whole') {
      into[shape.from] = this.#idOf(shape.from, this.values.intern(value))
      return null
    }
    if (!fits(shape, value)) return shape
    const { parts } = shape
    for (let index = 0; index < parts.length; index++) {
      const key = keyAt(shape, index)
      const inner: unknown = Reflect.get(value, key)
      const old: unknown = isObject(base) ? Reflect.get(base, key) : noBase
      const misfit = this.#encode(parts[index] as Shape, inner, into, old)
      if (misfit !== null) return misfit
    }
    return null
  }

  /** Whether the same object is the same value: what is frozen is, but for Maps and Sets. */
  #isTrusted(value: unknown): boolean {
    return !isObject(value) || !this.values.haveCollections
  }

  #idOf(component: number, value: number): number {
    const known = this.#ids.get(component, value)
    if (known >= 0) return known
    const contents = this.#contents[component] as IntList
    const id = contents.length
    contents.push(value)
    this.#ids.add(component, value, id)
    this.sizes[component] = id + 1
    this.revision += 1
    return id
  }

  /**
   * A state on plain objects that nobody else has: deeply frozen, in canonical form. Whoever remembers
   * something about a part of a state does not take that of another state for it, however equal it is.
   */
  decode(state: Int32Array): unknown {
    return this.#build(this.shape, state)
  }

  #build(shape: Shape, state: Int32Array): unknown {
    if (shape.kind === 'whole') {
      const { data } = this.#contents[shape.from] as IntList
      return this.#fresh(data[state[shape.from] as number] as number)
    }
    const { kind, keys, parts } = shape
    // Loops: most of the time goes into this where a predicate is asked in each state.
    if (kind === 'list') {
      const list: unknown[] = []
      for (const part of parts) list.push(this.#build(part, state))
      return Object.freeze(list)
    }
    const record: Record<string, unknown> = {}
    for (let index = 0; index < keys.length; index++) {
      record[keys[index] as string] = this.#build(parts[index] as Shape, state)
    }
    return Object.freeze(record)
  }

  /** The value of an id; what is no object is nobody's own, and is made once. */
  #fresh(id: number): unknown {
    const known = this.#scalars[id]
    if (known !== undefined) return known
    const value = this.values.fresh(id)
    if (id < mostScalars && !isObject(value)) this.#scalars[id] = value
    return value
  }
}

/** Whether a value has the parts of a shape, and no others. */
const fits = (shape: Divided, value: unknown): value is object => {
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return false
    checkArray(value, [])
    return value.length === shape.parts.length
  }
  if (!isPlainRecord(value)) return false
  const keys = plainKeys(value, [])
  let found = 0
  for (const key of keys) {
    if (Reflect.get(value, key) === undefined) continue
    if (key !== shape.keys[found]) return false
    found += 1
  }
  return found === shape.keys.length
}
