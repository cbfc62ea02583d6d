import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'
import { Tuples } from '../store/tuples.ts'
import type { Envelopes } from './envelopes.ts'
import type { MailboxForm, Words } from './mailbox-forms.ts'

/** Mailboxes with dense ids: the envelopes in flight to one node. The empty mailbox is 0. */
export class Mailboxes {
  readonly #form: MailboxForm
  readonly #contents = new Tuples()
  readonly #additions = new PairMap()
  /**
   * What may be taken out of mailboxes: [how many, envelope₁, rest₁, …] of each, where a rest is the
   * mailbox without the envelope, or -1 - its place while nobody has asked for it.
   */
  readonly moves = new IntList()
  /** For each mailbox where its deliveries, and its losses, are in `moves`; -1 if not known yet. */
  readonly #deliveries = new IntList()
  readonly #losses = new IntList()
  /** For each mailbox the same a unit later; -1 if not known yet. */
  readonly #older = new IntList()
  /** For each envelope how often at most it was in a mailbox, or in a queue with others. */
  readonly #most = new IntList()
  /** The words of a mailbox while it is made. */
  readonly #scratch = new IntList()
  /**
   * Called when an envelope is for the first time 2, 4, 8, … times in a mailbox, or is added to a queue
   * that has so many then, with the mailbox.
   */
  onPile: (mailbox: number) => void = () => undefined

  readonly #envelopes: Envelopes
  /** The nodes whose messages stay in flight for good: traitors. */
  readonly #traitors: ReadonlySet<number>

  constructor(form: MailboxForm, envelopes: Envelopes, traitors: ReadonlySet<number> = new Set()) {
    this.#traitors = traitors
    this.#envelopes = envelopes
    this.#form = form
    this.#contents.intern(new Int32Array(0))
  }

  /** All that grows with the number of mailboxes. */
  get tables(): readonly Sized[] {
    const known = [this.#additions, this.moves, this.#deliveries, this.#losses, this.#older]
    return [this.#contents, ...known, ...this.#form.tables]
  }

  /** The envelopes in a mailbox, in a fixed order; on queues the older ones of a sender come first. */
  get(mailbox: number): readonly number[] {
    return this.#form.expand(this.#words(mailbox))
  }

  /** What may be delivered next: where it is in `moves`. */
  deliveries(mailbox: number): number {
    const known = this.#deliveries.at(mailbox)
    if (known >= 0) return known
    const start = this.moves.length
    this.moves.push(0)
    this.#form.deliveries(this.#words(mailbox), this.moves)
    this.#finish(start)
    this.#keep(start, mailbox)
    this.#deliveries.put(mailbox, start, -1)
    return start
  }

  /** What may be lost: where it is in `moves`. */
  losses(mailbox: number): number {
    const known = this.#losses.at(mailbox)
    if (known >= 0) return known
    const start = this.moves.length
    this.moves.push(0)
    this.#form.losses(this.#words(mailbox), this.moves)
    if (this.#traitors.size > 0) this.#leaveSaid(start)
    this.#finish(start)
    this.#losses.put(mailbox, start, -1)
    return start
  }

  /** A mailbox without the envelope that is at a place in `moves`. */
  without(mailbox: number, at: number): number {
    const known = this.moves.data[at + 1] as number
    if (known >= 0) return known
    this.#form.remove(this.#words(mailbox), -1 - known, this.#cleared())
    const rest = this.#internScratch()
    this.moves.data[at + 1] = rest
    return rest
  }

  /** The mailbox without the envelopes that do not pass a test. */
  filter(mailbox: number, passes: (envelope: number) => boolean): number {
    return this.get(mailbox)
      .filter(passes)
      .reduce((rest, envelope) => this.add(rest, envelope), 0)
  }

  /** The mailbox a unit later. @param older an envelope then */
  aged(mailbox: number, older: (envelope: number) => number): number {
    const known = this.#older.at(mailbox)
    if (known >= 0) return known
    const aged = this.get(mailbox).reduce((rest, envelope) => this.add(rest, older(envelope)), 0)
    this.#older.put(mailbox, aged, -1)
    return aged
  }

  /** The mailbox after one more message is sent. */
  add(mailbox: number, envelope: number): number {
    const known = this.#additions.get(mailbox, envelope)
    if (known >= 0) return known
    if (this.#isSaid(envelope) && this.get(mailbox).includes(envelope)) {
      this.#additions.add(mailbox, envelope, mailbox)
      return mailbox
    }
    if (this.#envelopes.isOnce(envelope)) {
      const plain = this.#envelopes.plain(envelope)
      const after = this.get(mailbox).some((each) => this.#envelopes.fresh.data[each] === plain)
        ? mailbox
        : this.add(mailbox, plain)
      this.#additions.add(mailbox, envelope, after)
      return after
    }
    const count = this.#form.add(this.#words(mailbox), envelope, this.#cleared())
    const added = this.#internScratch()
    this.#additions.add(mailbox, envelope, added)
    const isPowerOfTwo = (count & (count - 1)) === 0
    if (count > 1 && isPowerOfTwo && count > this.#most.at(envelope)) {
      this.#most.put(envelope, count, 0)
      this.onPile(added)
    }
    return added
  }

  /** An envelope as it is in mailboxes. */
  plain(envelope: number): number {
    return this.#envelopes.plain(envelope)
  }

  /** Whether a mailbox has all that another one has; on queues, the other's come first. */
  covers(later: number, earlier: number): boolean {
    return later === earlier || this.#form.covers(this.#words(later), this.#words(earlier))
  }

  #words(mailbox: number): Words {
    const { items } = this.#contents
    const begin = this.#contents.start(mailbox)
    return { data: items.data, begin, end: this.#contents.start(mailbox + 1) }
  }

  /** Counts the moves from a start on. */
  #finish(start: number): void {
    const { data, length } = this.moves
    for (let at = start + 2; at < length; at += 2) data[at] = -1 - (data[at] as number)
    data[start] = (length - start - 1) / 2
  }

  /** Whether it is what a traitor may say. */
  #isSaid(envelope: number): boolean {
    return this.#traitors.size > 0 && this.#traitors.has(this.#envelopes.from.at(envelope))
  }

  /** Lets the deliveries from a start on leave in the mailbox what stays there. */
  #keep(start: number, mailbox: number): void {
    const { data, length } = this.moves
    for (let at = start + 1; at < length; at += 2) {
      const envelope = data[at] as number
      if (this.#form.keeps(envelope) || this.#isSaid(envelope)) data[at + 1] = mailbox
    }
  }

  /** Takes what a traitor may say out of the losses from a start on: it may say it again. */
  #leaveSaid(start: number): void {
    const { data } = this.moves
    let end = start + 1
    for (let at = start + 1; at < this.moves.length; at += 2) {
      if (this.#isSaid(data[at] as number)) continue
      data[end] = data[at] as number
      data[end + 1] = data[at + 1] as number
      end += 2
    }
    this.moves.length = end
  }

  #cleared(): IntList {
    this.#scratch.length = 0
    return this.#scratch
  }

  #internScratch(): number {
    return this.#contents.internPart(this.#scratch.data, 0, this.#scratch.length)
  }
}
