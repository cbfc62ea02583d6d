import type { Values } from '../value/values.ts'
import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'

/**
 * Messages with sender and receiver, by dense ids. One that is sent `once` has an id of its own, which is
 * never in a mailbox: what is there then is the plain one.
 */
export class Envelopes {
  readonly from = new IntList()
  readonly to = new IntList()
  /** For how many units each has been under way; 0 where there is no time. */
  readonly ages = new IntList()
  /** For each the same message as it was sent. */
  readonly fresh = new IntList()
  readonly #messages = new IntList()
  /** For each id that stands for sending once the plain one; -1 for others. */
  readonly #plain = new IntList(0)
  readonly #ids = new Tuples()
  /** Scratch. */
  readonly #key = new Int32Array(4)
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
  }

  /** All that grows with the number of envelopes. */
  get tables(): readonly Sized[] {
    const { ages, fresh } = this
    return [this.from, this.to, ages, fresh, this.#messages, this.#plain, this.#ids]
  }

  intern(from: number, to: number, message: unknown, age = 0): number {
    return this.internId(from, to, this.#values.intern(message), false, age)
  }

  /**
   * @param value the id of the message's value
   * @param once whether the id is to stand for sending it once
   * @param age for how many units it has been under way
   */
  internId(from: number, to: number, value: number, once = false, age = 0): number {
    // What is fresh, and sent just so, is there first.
    const plain = once || age > 0 ? this.internId(from, to, value) : -1
    const key = this.#key
    key[0] = once ? -1 - from : from
    key[1] = to
    key[2] = value
    key[3] = age
    const id = this.#ids.intern(key)
    if (id === this.from.length) {
      this.from.push(from)
      this.to.push(to)
      this.#messages.push(value)
      if (once) this.#plain.put(id, plain, -1)
      this.ages.push(age)
      this.fresh.push(plain < 0 ? id : plain)
    }
    return id
  }

  /** Whether an id stands for sending a message once. */
  isOnce(id: number): boolean {
    return this.#plain.at(id) >= 0
  }

  /** The id of the message as it is in flight. */
  plain(id: number): number {
    const plain = this.#plain.at(id)
    return plain < 0 ? id : plain
  }

  /** The messages that were ever sent to a node. */
  sentTo(node: number): readonly unknown[] {
    const ids = Array.from({ length: this.to.length }, (_, id) => id)
    const own = ids.filter((id) => this.to.data[id] === node && !this.isOnce(id))
    return own.map((id) => this.message(id))
  }

  /** The same message with another age. */
  ofAge(id: number, age: number): number {
    const [from, to] = [this.from.data[id] as number, this.to.data[id] as number]
    return this.internId(from, to, this.valueOf(id), false, age)
  }

  message(id: number): unknown {
    return this.#values.get(this.valueOf(id))
  }

  /** The id of the message's value. */
  valueOf(id: number): number {
    return this.#messages.data[id] as number
  }
}
