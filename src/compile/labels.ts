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

  get size(): number {
    return this.#ids.size
  }

  readonly of = (kind: number, node: number, detail: number): number =>
    this.#ids.intern([kind, node, detail])

  get(id: number): Label {
    const [kind = 0, node = -1, detail = 0] = this.#ids.get(id)
    return { kind, node, detail }
  }
}
