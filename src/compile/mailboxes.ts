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
  /** Scratch. */
  readonly #key = new Int32Array(3)
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
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
  /** For each mailbox its deliveries, and its losses, once they were asked for. */
  readonly #deliveries: (Int32Array | undefined)[] = []
  readonly #losses: (Int32Array | undefined)[] = []
  /** A mailbox's content while another is made from it. */
  #scratch = new Int32Array(16)

  constructor(kind: Network['kind'], envelopes: Envelopes) {
    this.#kind = kind
    this.#envelopes = envelopes
    this.#contents.intern([])
  }

  get bytes(): number {
    return this.#contents.bytes + this.#additions.bytes
  }

  /** The envelopes in a mailbox, in its order. */
  get(mailbox: number): readonly number[] {
    return [...this.#contents.get(mailbox)]
  }

  /** What may be delivered next: [envelope₁, mailbox after it₁, envelope₂, …]. */
  deliveries(mailbox: number): Int32Array {
    const known = this.#deliveries[mailbox]
    if (known !== undefined) return known
    const stays = this.#kind === 'duplicating'
    const moves = this.#heads(mailbox).flatMap((position) => [
      this.#contents.get(mailbox)[position] as number,
      stays ? mailbox : this.#without(mailbox, position),
    ])
    return (this.#deliveries[mailbox] = Int32Array.from(moves))
  }

  /** What may be lost: [envelope₁, mailbox without it₁, envelope₂, …]. */
  losses(mailbox: number): Int32Array {
    const known = this.#losses[mailbox]
    if (known !== undefined) return known
    // On a queue each position counts; of equal messages in a bag it makes no difference which.
    const positions = this.#kind === 'fifo' ? [...this.get(mailbox).keys()] : this.#heads(mailbox)
    const moves = positions.flatMap((position) => [
      this.#contents.get(mailbox)[position] as number,
      this.#without(mailbox, position),
    ])
    return (this.#losses[mailbox] = Int32Array.from(moves))
  }

  /** The mailbox without the envelopes that do not pass a test. */
  filter(mailbox: number, passes: (envelope: number) => boolean): number {
    return this.#contents.intern(this.get(mailbox).filter(passes))
  }

  /** The mailbox after one more message is sent. */
  add(mailbox: number, envelope: number): number {
    const known = this.#additions.get(mailbox, envelope)
    if (known >= 0) return known
    const added = this.#insert(this.#contents.get(mailbox), envelope)
    this.#additions.add(mailbox, envelope, added)
    return added
  }

  /** The positions of the messages that may be delivered next: equal ones, or a queue, once. */
  #heads(mailbox: number): readonly number[] {
    const content = this.get(mailbox)
    const { from } = this.#envelopes
    return [...content.keys()].filter((at) => {
      const before = content[at - 1]
      if (before === undefined) return true
      const envelope = content[at] as number
      return this.#kind === 'fifo' ? from.data[before] !== from.data[envelope] : before !== envelope
    })
  }

  #without(mailbox: number, position: number): number {
    return this.#contents.intern(this.get(mailbox).toSpliced(position, 1))
  }

  #insert(content: Int32Array, envelope: number): number {
    const { length } = content
    if (this.#kind === 'duplicating' && content.includes(envelope)) {
      return this.#contents.intern(content)
    }
    const { from } = this.#envelopes
    const isFifo = this.#kind === 'fifo'
    const rank = isFifo ? (from.data[envelope] as number) : envelope
    if (this.#scratch.length <= length) this.#scratch = new Int32Array(length * 2 + 2)
    const after = this.#scratch
    let place = length
    for (let at = length; at > 0; at--) {
      const other = content[at - 1] as number
      if ((isFifo ? (from.data[other] as number) : other) <= rank) break
      after[at] = other
      place = at - 1
    }
    for (let at = 0; at < place; at++) after[at] = content[at] as number
    after[place] = envelope
    return this.#contents.intern(after.subarray(0, length + 1))
  }
}
