import type { Network } from '../model/network.ts'
import type { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import type { Envelopes } from './envelopes.ts'
import { Queues } from './queues.ts'

/** A mailbox's content: words of `data`, from `begin` to before `end`. */
export interface Words {
  readonly data: Int32Array
  readonly begin: number
  readonly end: number
}

/** How the mailboxes of one kind of network are written as words: equal mailboxes, equal words. */
export interface MailboxForm {
  /** What it has besides the words of mailboxes. */
  readonly tables: readonly Sized[]
  /** Whether a message stays in flight when it is delivered. */
  keeps(envelope: number): boolean
  /**
   * Writes the words after one more envelope is sent.
   *
   * @returns how many there are by now of what it piles up with: equal messages, or its queue
   */
  add(words: Words, envelope: number, out: IntList): number
  /**
   * Writes what may be delivered, or lost: pairs of an envelope and its place. Where it makes no
   * difference which of several messages it is, one of them is enough.
   */
  deliveries(words: Words, out: IntList): void
  losses(words: Words, out: IntList): void
  /** Writes the words without the envelope at a place. */
  remove(words: Words, place: number, out: IntList): void
  /** Whether one has all that the other has; on queues, that comes first. */
  covers(later: Words, earlier: Words): boolean
  /** Every envelope, in a fixed order; on queues the older ones of a sender come first. */
  expand(words: Words): number[]
}

/** The form of mailboxes where all links are of one kind. */
export const formOf = (
  { kind, losesHead = false }: Pick<Network, 'kind' | 'losesHead'>,
  envelopes: Envelopes,
): MailboxForm => {
  switch (kind) {
    case 'unordered':
      return new BagForm()
    case 'duplicating':
      return new SetForm()
    case 'fifo':
      return new QueueForm(envelopes, losesHead)
  }
}

/**
 * A bag: its envelopes, sorted, each once; one that is there n > 1 times is followed by -n. So a
 * million equal messages take two words, and a bag without equal messages none for their numbers.
 * The place of an envelope is its index among the words.
 */
class BagForm implements MailboxForm {
  readonly tables: readonly Sized[] = []

  keeps(): boolean {
    return false
  }

  add({ data, begin, end }: Words, envelope: number, out: IntList): number {
    let at = begin
    // What says how often an envelope is there is below all envelopes.
    while (at < end && (data[at] as number) < envelope) out.push(data[at++] as number)
    const isThere = at < end && data[at] === envelope
    const count = isThere ? timesAt(data, at, end) : 0
    if (isThere) at += count > 1 ? 2 : 1
    out.push(envelope)
    if (isThere) out.push(-1 - count)
    while (at < end) out.push(data[at++] as number)
    return count + 1
  }

  deliveries({ data, begin, end }: Words, out: IntList): void {
    for (let at = begin; at < end; at++) {
      const envelope = data[at] as number
      if (envelope < 0) continue
      out.push(envelope)
      out.push(at - begin)
    }
  }

  losses(words: Words, out: IntList): void {
    this.deliveries(words, out)
  }

  remove({ data, begin, end }: Words, place: number, out: IntList): void {
    const from = begin + place
    const count = timesAt(data, from, end)
    for (let at = begin; at < from; at++) out.push(data[at] as number)
    if (count > 1) out.push(data[from] as number)
    if (count > 2) out.push(1 - count)
    for (let at = from + (count > 1 ? 2 : 1); at < end; at++) out.push(data[at] as number)
  }

  covers(later: Words, earlier: Words): boolean {
    let at = later.begin
    for (let other = earlier.begin; other < earlier.end; other++) {
      const envelope = earlier.data[other] as number
      if (envelope < 0) continue
      while (at < later.end && (later.data[at] as number) < envelope) at += 1
      if (at === later.end || later.data[at] !== envelope) return false
      if (timesAt(later.data, at, later.end) < timesAt(earlier.data, other, earlier.end))
        return false
    }
    return true
  }

  expand({ data, begin, end }: Words): number[] {
    const all: number[] = []
    for (let at = begin; at < end; at++) {
      const envelope = data[at] as number
      const times = envelope < 0 ? 0 : timesAt(data, at, end)
      for (let done = 0; done < times; done++) all.push(envelope)
    }
    return all
  }
}

/** How often the envelope is in a bag that is the word at an index. */
const timesAt = (data: Int32Array, at: number, end: number): number => {
  const next = at + 1 < end ? (data[at + 1] as number) : 0
  return next < 0 ? -next : 1
}

/** A set: its envelopes, sorted. The place of an envelope is its index. */
class SetForm implements MailboxForm {
  readonly tables: readonly Sized[] = []

  keeps(): boolean {
    return true
  }

  add({ data, begin, end }: Words, envelope: number, out: IntList): number {
    let at = begin
    while (at < end && (data[at] as number) < envelope) out.push(data[at++] as number)
    out.push(envelope)
    if (at < end && data[at] === envelope) at += 1
    while (at < end) out.push(data[at++] as number)
    return 1
  }

  deliveries({ data, begin, end }: Words, out: IntList): void {
    for (let at = begin; at < end; at++) {
      out.push(data[at] as number)
      out.push(at - begin)
    }
  }

  losses(words: Words, out: IntList): void {
    this.deliveries(words, out)
  }

  remove({ data, begin, end }: Words, place: number, out: IntList): void {
    for (let at = begin; at < end; at++) if (at !== begin + place) out.push(data[at] as number)
  }

  covers(later: Words, earlier: Words): boolean {
    const all = new Set(this.expand(later))
    return this.expand(earlier).every((envelope) => all.has(envelope))
  }

  expand({ data, begin, end }: Words): number[] {
    return [...data.subarray(begin, end)]
  }
}

/**
 * Queues: the ids of those that are not empty, sorted by sender. The place of an envelope is the
 * number of those before it, over all queues.
 */
class QueueForm implements MailboxForm {
  readonly #queues = new Queues()
  readonly #from: IntList

  /** Whether the oldest of a queue alone may be lost. */
  readonly #losesHead: boolean

  constructor({ from }: Envelopes, losesHead: boolean) {
    this.#from = from
    this.#losesHead = losesHead
  }

  keeps(): boolean {
    return false
  }

  get tables(): readonly Sized[] {
    return this.#queues.tables
  }

  add({ data, begin, end }: Words, envelope: number, out: IntList): number {
    const sender = this.#from.data[envelope] as number
    let at = begin
    while (at < end && this.#senderOf(data[at] as number) < sender) out.push(data[at++] as number)
    const isThere = at < end && this.#senderOf(data[at] as number) === sender
    const queue = this.#queues.append(isThere ? (data[at++] as number) : 0, envelope)
    out.push(queue)
    while (at < end) out.push(data[at++] as number)
    return this.#queues.lengthOf(queue)
  }

  deliveries({ data, begin, end }: Words, out: IntList): void {
    let place = 0
    for (let at = begin; at < end; at++) {
      const queue = data[at] as number
      out.push(this.#queues.oldestOf(queue))
      out.push(place)
      place += this.#queues.lengthOf(queue)
    }
  }

  /** Of a queue each position counts, that of equal messages, too. */
  losses(words: Words, out: IntList): void {
    if (this.#losesHead) return this.deliveries(words, out)
    this.expand(words).forEach((envelope, place) => {
      out.push(envelope)
      out.push(place)
    })
  }

  remove({ data, begin, end }: Words, place: number, out: IntList): void {
    let left = place
    for (let at = begin; at < end; at++) {
      const queue = data[at] as number
      const length = this.#queues.lengthOf(queue)
      const isHere = left >= 0 && left < length
      const rest = isHere ? this.#queues.without(queue, left) : queue
      if (rest !== 0) out.push(rest)
      left -= length
    }
  }

  covers(later: Words, earlier: Words): boolean {
    const queues = [...later.data.subarray(later.begin, later.end)]
    return [...earlier.data.subarray(earlier.begin, earlier.end)].every((queue) =>
      queues.some((longer) => this.#queues.startsWith(longer, queue)),
    )
  }

  expand({ data, begin, end }: Words): number[] {
    const all: number[] = []
    for (let at = begin; at < end; at++) {
      for (const envelope of this.#queues.get(data[at] as number)) all.push(envelope)
    }
    return all
  }

  #senderOf(queue: number): number {
    return this.#from.data[this.#queues.oldestOf(queue)] as number
  }
}
