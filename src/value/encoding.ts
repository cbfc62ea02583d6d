/** The tags of the byte encoding: the first byte of each encoded value. */
export const Tag = {
  null: 0,
  false: 1,
  true: 2,
  /** A safe integer of at least 0 beyond the small ones, as a varint. */
  positive: 3,
  /** A negative safe integer `n`, as the varint of `-1 - n`. */
  negative: 4,
  /** Any other number: eight bytes, IEEE 754, little endian. */
  float: 5,
  /** A string: the varint of its id. */
  string: 6,
  /** A bigint: the varint of its decimal digits' string id. */
  bigint: 7,
  /** Varint of the length, then the elements. */
  array: 8,
  set: 9,
  /** Varint of the size, then key and value in turn. */
  map: 10,
  /** Varint of the shape's id, then the fields' values in the shape's order. */
  object: 11,
  /** From here on, a small integer: tag - 16. */
  smallInteger: 16,
  /** From here on, a string with a small id: tag - 144. */
  smallString: 144,
} as const

export const smallIntegers = Tag.smallString - Tag.smallInteger
export const smallStrings = 256 - Tag.smallString

/** Strings with dense ids, so that a string is stored once. */
export class StringTable {
  readonly texts: string[] = []
  readonly #ids = new Map<string, number>()

  id(text: string): number {
    let id = this.#ids.get(text)
    if (id === undefined) {
      id = this.texts.length
      this.texts.push(text)
      this.#ids.set(text, id)
    }
    return id
  }
}

/** The field names of a family of objects, in canonical order, stored once. */
export interface Shape {
  readonly id: number
  readonly keys: readonly string[]
}

/** Shapes with dense ids. */
export class ShapeTable {
  readonly shapes: Shape[] = []
  readonly #ids = new Map<string, Shape>()

  /** @param keys in canonical order */
  of(keys: readonly string[]): Shape {
    const text = JSON.stringify(keys)
    let shape = this.#ids.get(text)
    if (shape === undefined) {
      shape = { id: this.shapes.length, keys }
      this.shapes.push(shape)
      this.#ids.set(text, shape)
    }
    return shape
  }
}
