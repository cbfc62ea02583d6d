import type { Values } from '../value/values.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'

/** Messages with sender and receiver, by dense ids. */
export class Envelopes {
  readonly from = new IntList()
  readonly to = new IntList()
  readonly #messages = new IntList()
  readonly #ids = new Tuples()
  /** Scratch. */
  readonly #key = new Int32Array(3)
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
  }

  /** All that grows with the number of envelopes. */
  get tables(): readonly Sized[] {
    return [this.from, this.to, this.#messages, this.#ids]
  }

  intern(from: number, to: number, message: unknown): number {
    return this.internId(from, to, this.#values.intern(message))
  }

  /** @param value the id of the message's value */
  internId(from: number, to: number, value: number): number {
    const key = this.#key
    key[0] = from
    key[1] = to
    key[2] = value
    const id = this.#ids.intern(key)
    if (id === this.from.length) {
      this.from.push(from)
      this.to.push(to)
      this.#messages.push(value)
    }
    return id
  }

  /** The messages that were ever sent to a node. */
  sentTo(node: number): readonly unknown[] {
    const ids = Array.from({ length: this.to.length }, (_, id) => id)
    return ids.filter((id) => this.to.data[id] === node).map((id) => this.message(id))
  }

  message(id: number): unknown {
    return this.#values.get(this.valueOf(id))
  }

  /** The id of the message's value. */
  valueOf(id: number): number {
    return this.#messages.data[id] as number
  }
}
