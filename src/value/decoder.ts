import { Tag, type Shape } from './encoding.ts'
import { readOnlyMap, readOnlySet } from './freeze.ts'

/** Reads values back from the bytes of an {@link Encoder}: deeply frozen, in canonical form. */
export class Decoder {
  readonly #strings: readonly string[]
  readonly #shapes: readonly Shape[]
  readonly #float = new DataView(new ArrayBuffer(8))
  #bytes: Uint8Array = new Uint8Array()
  #at = 0

  /** @param strings and shapes: the encoder's tables, which may go on growing */
  constructor(strings: readonly string[], shapes: readonly Shape[]) {
    this.#strings = strings
    this.#shapes = shapes
  }

  decode(bytes: Uint8Array, start: number): unknown {
    this.#bytes = bytes
    this.#at = start
    return this.#value()
  }

  #value(): unknown {
    const tag = this.#byte()
    if (tag >= Tag.smallString) return this.#strings[tag - Tag.smallString]
    if (tag >= Tag.smallInteger) return tag - Tag.smallInteger
    switch (tag) {
      case Tag.null:
        return null
      case Tag.false:
        return false
      case Tag.true:
        return true
      case Tag.positive:
        return this.#varint()
      case Tag.negative:
        return -1 - this.#varint()
      case Tag.float:
        for (let index = 0; index < 8; index++) this.#float.setUint8(index, this.#byte())
        return this.#float.getFloat64(0, true)
      case Tag.string:
        return this.#strings[this.#varint()]
      case Tag.bigint:
        return BigInt(this.#strings[this.#varint()] ?? '0')
      default:
        return Object.freeze(this.#collection(tag))
    }
  }

  #collection(tag: number): object {
    const size = this.#varint()
    switch (tag) {
      case Tag.array: {
        const result: unknown[] = []
        for (let index = 0; index < size; index++) result.push(this.#value())
        return result
      }
      case Tag.set: {
        const elements: unknown[] = []
        for (let index = 0; index < size; index++) elements.push(this.#value())
        return readOnlySet(elements)
      }
      case Tag.map: {
        const entries: [unknown, unknown][] = []
        for (let index = 0; index < size; index++) {
          const key = this.#value()
          entries.push([key, this.#value()])
        }
        return readOnlyMap(entries)
      }
      default: {
        const result: Record<string, unknown> = {}
        for (const key of this.#shapes[size]?.keys ?? []) result[key] = this.#value()
        return result
      }
    }
  }

  #byte(): number {
    return this.#bytes[this.#at++] as number
  }

  #varint(): number {
    let result = 0
    let scale = 1
    for (;;) {
      const byte = this.#byte()
      if (byte < 128) return result + byte * scale
      result += (byte - 128) * scale
      scale *= 128
    }
  }
}
