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
  /**
   * What may be taken out of mailboxes: [how many, envelope₁, rest₁, …] of each, where a rest is the
   * mailbox without the envelope, or -1 - its position while nobody has asked for it.
   */
  readonly moves = new IntList()
  /** For each mailbox where its deliveries, and its losses, are in `moves`; -1 if not known yet. */
  readonly #deliveries = new IntList()
  readonly #losses = new IntList()
  /** A mailbox's content while another is made from it. */
  #scratch = new Int32Array(16)

  constructor(kind: Network['kind'], envelopes: Envelopes) {
    this.#kind = kind
    this.#envelopes = envelopes
    this.#contents.intern(new Int32Array(0))
  }

  get bytes(): number {
    return this.#contents.bytes + this.#additions.bytes + this.moves.bytes
  }

  /** The envelopes in a mailbox, in its order. */
  get(mailbox: number): readonly number[] {
    return [...this.#contents.get(mailbox)]
  }

  /** What may be delivered next: where it is in `moves`. */
  deliveries(mailbox: number): number {
    const known = this.#deliveries.at(mailbox)
    if (known >= 0) return known
    const start = this.#takeOut(mailbox, this.#kind === 'fifo', this.#kind === 'duplicating')
    this.#deliveries.put(mailbox, start, -1)
    return start
  }

  /** What may be lost: where it is in `moves`. */
  losses(mailbox: number): number {
    const known = this.#losses.at(mailbox)
    if (known >= 0) return known
    // On a queue each position counts; of equal messages in a bag it makes no difference which.
    const start = this.#takeOut(mailbox, false, false)
    this.#losses.put(mailbox, start, -1)
    return start
  }

  /** A mailbox without the envelope that is at a place in `moves`. */
  without(mailbox: number, at: number): number {
    const { data } = this.moves
    const known = data[at + 1] as number
    if (known >= 0) return known
    const rest = this.#without(mailbox, -1 - known)
    data[at + 1] = rest
    return rest
  }

  /** The mailbox without the envelopes that do not pass a test. */
  filter(mailbox: number, passes: (envelope: number) => boolean): number {
    return this.#contents.intern(this.#contents.get(mailbox).filter(passes))
  }

  /** The mailbox after one more message is sent. */
  add(mailbox: number, envelope: number): number {
    const known = this.#additions.get(mailbox, envelope)
    if (known >= 0) return known
    const added = this.#insert(this.#contents.get(mailbox), envelope)
    this.#additions.add(mailbox, envelope, added)
    return added
  }

  /**
   * Writes what may be taken out of a mailbox.
   *
   * @param headsOnly only the oldest message of each sender
   * @param stays whether the mailbox stays as it is
   */
  #takeOut(mailbox: number, headsOnly: boolean, stays: boolean): number {
    const { moves } = this
    const { from } = this.#envelopes
    const contents = this.#contents
    const start = moves.length
    const begin = contents.start(mailbox)
    const length = contents.start(mailbox + 1) - begin
    const isBag = this.#kind !== 'fifo'
    let count = 0
    moves.push(0)
    for (let position = 0; position < length; position++) {
      const envelope = contents.items.data[begin + position] as number
      const before = position === 0 ? -1 : (contents.items.data[begin + position - 1] as number)
      // Equal messages of a bag are next to one another, as are those of one sender in queues.
      const isHidden = before >= 0 && from.data[before] === from.data[envelope] && headsOnly
      if (isHidden || (isBag && before === envelope)) continue
      moves.push(envelope)
      moves.push(stays ? mailbox : -1 - position)
      count += 1
    }
    moves.data[start] = count
    return start
  }

  #without(mailbox: number, position: number): number {
    const begin = this.#contents.start(mailbox)
    const length = this.#contents.start(mailbox + 1) - begin
    if (this.#scratch.length < length) this.#scratch = new Int32Array(length * 2)
    const items = this.#contents.items.data
    const rest = this.#scratch
    for (let at = 0; at < position; at++) rest[at] = items[begin + at] as number
    for (let at = position + 1; at < length; at++) rest[at - 1] = items[begin + at] as number
    return this.#contents.internPart(rest, 0, length - 1)
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
    return this.#contents.internPart(after, 0, length + 1)
  }
}
