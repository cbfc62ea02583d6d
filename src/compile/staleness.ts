import { IntList } from '../store/int-list.ts'
import { PairMap } from '../store/pair-map.ts'
import type { Sized } from '../store/sized.ts'
import type { Mailboxes } from './mailboxes.ts'
import type { StepMemo } from './step-memo.ts'

/** A node's state and whether it is up, as one number. */
export const localOf = (isUp: boolean, state: number): number => state * 2 + (isUp ? 1 : 0)

/** Takes the messages out of one node's mailboxes that it will never heed again, and keeps account of them. */
export class Staleness {
  /** What was taken out: the node's local state (see {@link localOf}), and the envelope; each pair once. */
  readonly locals = new IntList()
  readonly envelopes = new IntList()
  readonly #known = new PairMap()
  /** For each local state and mailbox what is left of it. */
  readonly #left = new PairMap()
  readonly #memo: StepMemo
  readonly #boxes: Mailboxes

  constructor(memo: StepMemo, boxes: Mailboxes) {
    this.#memo = memo
    this.#boxes = boxes
  }

  get tables(): readonly Sized[] {
    return [this.locals, this.envelopes, this.#known, this.#left]
  }

  /** Grows whenever something is learned. */
  get learned(): number {
    return this.#memo.staleness.size + this.locals.length
  }

  /** Whether a message is taken out of flight in a state. */
  removes(isUp: boolean, state: number, envelope: number): boolean {
    if (!this.#memo.isStale(state, envelope)) return false
    const local = localOf(isUp, state)
    if (this.#known.get(local, envelope) < 0) {
      this.#known.add(local, envelope, 0)
      this.locals.push(local)
      this.envelopes.push(envelope)
    }
    return true
  }

  /** What is left of a mailbox in a state. */
  leftOf(isUp: boolean, state: number, mailbox: number): number {
    if (mailbox === 0) return 0
    const local = localOf(isUp, state)
    const known = this.#left.get(local, mailbox)
    if (known >= 0) return known
    const all = this.#boxes.get(mailbox)
    const removed = new Set(all.filter((envelope) => this.removes(isUp, state, envelope)))
    const left =
      removed.size === 0
        ? mailbox
        : this.#boxes.filter(mailbox, (envelope) => !removed.has(envelope))
    this.#left.add(local, mailbox, left)
    return left
  }
}
