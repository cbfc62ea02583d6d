import { Tuples } from '../store/tuples.ts'

/** What an action is, in integers: its kind, the node it happens at (or -1), and which it is. */
export interface Label {
  readonly kind: number
  readonly node: number
  /** The envelope, timer, internal step or cut. */
  readonly detail: number
}

/** Actions with dense ids, for everything that must tell them apart. */
export class Labels {
  readonly #ids = new Tuples()
  /** Scratch. */
  readonly #key = new Int32Array(3)

  get size(): number {
    return this.#ids.size
  }

  readonly of = (kind: number, node: number, detail: number): number => {
    const key = this.#key
    key[0] = kind
    key[1] = node
    key[2] = detail
    return this.#ids.intern(key)
  }

  get(id: number): Label {
    const [kind = 0, node = -1, detail = 0] = this.#ids.get(id)
    return { kind, node, detail }
  }
}
