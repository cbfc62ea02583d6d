import type { Network } from '../model/network.ts'
import type { Values } from '../value/values.ts'
import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import { Tuples } from '../store/tuples.ts'

/** Messages with sender and receiver, by dense ids. */
export class Envelopes {
  readonly from = new IntList()
  readonly to = new IntList()
  readonly #messages = new IntList()
  readonly #ids = new Tuples()
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
  }

  intern(from: number, to: number, message: unknown): number {
    const value = this.#values.intern(message)
    const id = this.#ids.intern([from, to, value])
    if (id === this.from.length) {
      this.from.push(from)
      this.to.push(to)
      this.#messages.push(value)
    }
    return id
  }

  message(id: number): unknown {
    return this.#values.get(this.#messages.data[id] as number)
  }
}

/**
 * Mailboxes with dense ids: the envelopes in flight to one node. A bag or a set is sorted by
 * envelope id; queues are sorted by sender, each oldest first. The empty mailbox is 0.
 */
export class Mailboxes {
  readonly #kind: Network['kind']
  readonly #envelopes: Envelopes
  readonly #contents = new Tuples()
  readonly #additions = new PairMap()

  constructor(kind: Network['kind'], envelopes: Envelopes) {
    this.#kind = kind
    this.#envelopes = envelopes
    this.#contents.intern([])
  }

  get size(): number {
    return this.#contents.size
  }

  get bytes(): number {
    return this.#contents.bytes + this.#additions.bytes
  }

  /** The envelopes in a mailbox, in its order. */
  get(mailbox: number): readonly number[] {
    return [...this.#contents.get(mailbox)]
  }

  /** The positions of the messages that may be delivered next. */
  heads(mailbox: number): readonly number[] {
    const content = this.get(mailbox)
    const { from } = this.#envelopes
    return [...content.keys()].filter((at) => {
      const before = content[at - 1]
      if (before === undefined) return true
      const envelope = content[at] as number
      return this.#kind === 'fifo' ? from.data[before] !== from.data[envelope] : before !== envelope
    })
  }

  /** The positions of the messages whose loss makes a difference. */
  losable(mailbox: number): readonly number[] {
    return this.#kind === 'fifo' ? [...this.get(mailbox).keys()] : this.heads(mailbox)
  }

  /** The mailbox after the message at a position is delivered. */
  afterDelivery(mailbox: number, position: number): number {
    return this.#kind === 'duplicating' ? mailbox : this.without(mailbox, position)
  }

  without(mailbox: number, position: number): number {
    return this.#contents.intern(this.get(mailbox).toSpliced(position, 1))
  }

  /** The mailbox without the envelopes that a test names. */
  filter(mailbox: number, keep: (envelope: number) => boolean): number {
    return this.#contents.intern(this.get(mailbox).filter(keep))
  }

  /** The mailbox after one more message is sent. */
  add(mailbox: number, envelope: number): number {
    const known = this.#additions.get(mailbox, envelope)
    if (known >= 0) return known
    const added = this.#insert(this.get(mailbox), envelope)
    this.#additions.add(mailbox, envelope, added)
    return added
  }

  #insert(content: readonly number[], envelope: number): number {
    if (this.#kind === 'duplicating' && content.includes(envelope)) {
      return this.#contents.intern(content)
    }
    const { from } = this.#envelopes
    const rank = (other: number): number =>
      this.#kind === 'fifo' ? (from.data[other] as number) : other
    const place = content.findIndex((other) => rank(other) > rank(envelope))
    const position = place < 0 ? content.length : place
    return this.#contents.intern(content.toSpliced(position, 0, envelope))
  }
}
