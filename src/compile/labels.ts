import { Tuples } from '../store/tuples.ts'

/** What an action is, in integers: its kind, the node it happens at (or -1), and which it is. */
export interface Label {
  readonly kind: number
  readonly node: number
  /** The envelope, timer, internal step or cut. */
  readonly detail: number
  /** What observers are told where it is taken: see `Observation`; 0 for nothing. */
  readonly telling: number
}

/** Actions with dense ids, for everything that must tell them apart. */
export class Labels {
  readonly #ids = new Tuples()
  /** Scratch. */
  readonly #key = new Int32Array(4)

  get size(): number {
    return this.#ids.size
  }

  readonly of = (kind: number, node: number, detail: number, telling = 0): number => {
    const key = this.#key
    key[0] = kind
    key[1] = node
    key[2] = detail
    key[3] = telling
    return this.#ids.internPart(key, 0, telling === 0 ? 3 : 4)
  }

  get(id: number): Label {
    const [kind = 0, node = -1, detail = 0, telling = 0] = this.#ids.get(id)
    return { kind, node, detail, telling }
  }
}
