import { canonical, pathStepOf, sortedElements, sortedEntries } from './canonical.ts'
import {
  ShapeTable,
  smallIntegers,
  smallStrings,
  StringTable,
  Tag,
  type Shape,
} from './encoding.ts'
import type { PathStep } from './path.ts'
import {
  checkArray,
  checkCollection,
  checkScalar,
  deepest,
  isPlainFast,
  plainKeys,
  readingFailed,
} from './plain.ts'

/** An object's own key order, as last seen, with the shape it leads to. */
interface KeyOrder {
  readonly rawKeys: readonly string[]
  readonly shape: Shape
}

/**
 * Writes a value's canonical form as bytes, in one pass, without making the canonical copy: equal
 * values give equal bytes, and equal bytes mean equal values, within one encoder (strings and
 * shapes have ids in order of first appearance).
 *
 * @throws ModelError 'not-data', naming the path, as {@link canonical} does
 */
export class Encoder {
  bytes = new Uint8Array(1024)
  length = 0
  /** Whether a Map or Set was among what was encoded. */
  hasCollections = false
  readonly strings = new StringTable()
  readonly shapes = new ShapeTable()
  readonly #float = new DataView(new ArrayBuffer(8))
  readonly #path: PathStep[] = []
  /** By their first key. */
  readonly #orders = new Map<string, KeyOrder[]>()

  /** Encodes into `bytes[0 … length)`, overwriting what was there. */
  encode(value: unknown): void {
    this.length = 0
    this.#path.length = 0
    try {
      this.#value(value)
    } catch (error) {
      // The slow way knows a cycle from mere depth.
      if (error instanceof TooDeep) canonical(value)
      throw readingFailed(error, this.#path)
    }
  }

  #value(value: unknown): void {
    if (typeof value === 'number') this.#number(value)
    else if (typeof value === 'string') this.#string(value)
    else if (value === null) this.#byte(Tag.null)
    else if (typeof value === 'boolean') this.#byte(value ? Tag.true : Tag.false)
    else if (typeof value === 'object') this.#object(value)
    else if (typeof value === 'bigint') this.#tagged(Tag.bigint, this.strings.id(value.toString()))
    else checkScalar(value, this.#path)
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0 && value < smallIntegers) this.#byte(Tag.smallInteger + value)
      else if (value >= 0) this.#tagged(Tag.positive, value)
      else this.#tagged(Tag.negative, -1 - value)
      return
    }
    checkScalar(value, this.#path)
    this.#float.setFloat64(0, value, true)
    this.#byte(Tag.float)
    for (let index = 0; index < 8; index++) this.#byte(this.#float.getUint8(index))
  }

  #string(value: string): void {
    const id = this.strings.id(value)
    if (id < smallStrings) this.#byte(Tag.smallString + id)
    else this.#tagged(Tag.string, id)
  }

  #object(value: object): void {
    if (this.#path.length >= deepest) throw new TooDeep()
    if (Array.isArray(value)) {
      checkArray(value, this.#path)
      this.#tagged(Tag.array, value.length)
      for (let index = 0; index < value.length; index++) this.#child(value[index], index)
    } else if (value instanceof Set) {
      checkCollection(value, this.#path)
      const elements = sortedElements(
        Array.from(value, (element, index) => this.#canonical(element, index)),
      )
      this.hasCollections = true
      this.#tagged(Tag.set, elements.length)
      elements.forEach((element, index) => this.#child(element, index))
    } else if (value instanceof Map) {
      this.#map(value)
    } else {
      this.#fields(value)
    }
  }

  /** A member of a collection. Most are names, which are canonical as they are. */
  #canonical(member: unknown, index: number): unknown {
    return typeof member === 'string' ? member : canonical(member, [...this.#path, index])
  }

  #map(value: ReadonlyMap<unknown, unknown>): void {
    checkCollection(value, this.#path)
    const pairs = Array.from(value, ([key, inner], index): [unknown, unknown] => [
      this.#canonical(key, index),
      inner,
    ])
    const entries = sortedEntries(pairs, this.#path)
    this.hasCollections = true
    this.#tagged(Tag.map, entries.length)
    entries.forEach(([key, inner], index) => {
      this.#child(key, index)
      this.#child(inner, pathStepOf(key, index))
    })
  }

  #fields(value: object): void {
    const shape = this.#shapeOf(value)
    const { keys } = shape
    this.#tagged(Tag.object, shape.id)
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as string
      this.#child((value as Fields)[key], key)
    }
  }

  /** The shape of an object; the fast way recognises a key order it has met before. */
  #shapeOf(value: object): Shape {
    const rawKeys = Object.keys(value)
    const first = rawKeys.length === 0 ? '' : (rawKeys[0] as string)
    let orders = this.#orders.get(first)
    if (orders === undefined) this.#orders.set(first, (orders = []))
    for (let index = 0; index < orders.length; index++) {
      const { rawKeys: known, shape } = orders[index] as KeyOrder
      if (sameKeys(known, rawKeys) && isPlainFast(value, rawKeys)) return shape
    }
    const sorted = plainKeys(value, this.#path)
    const defined = sorted.filter((key) => Reflect.get(value, key) !== undefined)
    const shape = this.shapes.of(defined)
    if (defined.length === sorted.length && orders.length < 16) orders.push({ rawKeys, shape })
    return shape
  }

  #child(value: unknown, step: PathStep): void {
    this.#path.push(step)
    this.#value(value)
    this.#path.pop()
  }

  #tagged(tag: number, argument: number): void {
    this.#byte(tag)
    let rest = argument
    while (rest >= 128) {
      this.#byte((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.#byte(rest)
  }

  #byte(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[this.length++] = byte
  }
}

/** Thrown where a value is nested too deep: then it is refused. */
class TooDeep extends Error {}

const sameKeys = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

type Fields = Readonly<Record<string, unknown>>
