import { IntList } from '../store/int-list.ts'

/** What of a cell must happen before a unit passes, where it is not a list of senders. */
const nothing = -1
/** A timer has run out. */
const timer = -2

/**
 * With time: for each cell what must happen before a unit passes. Of messages that depends on the cut, so it is
 * their senders: how many, and which.
 */
export class DueEvents {
  readonly entries = new IntList(0)
  readonly #senders = new Set<number>()

  /** Begins with another cell. */
  begin(): void {
    // To clear what is empty costs a new table.
    if (this.#senders.size > 0) this.#senders.clear()
  }

  /** A message from a node is due. */
  note(sender: number): void {
    this.#senders.add(sender)
  }

  /** Ends with a cell. @returns what stands for what is due there */
  end(hasTimer: boolean): number {
    if (hasTimer) return timer
    if (this.#senders.size === 0) return nothing
    const at = this.entries.length
    this.entries.push(this.#senders.size)
    for (const sender of this.#senders) this.entries.push(sender)
    return at
  }

  /** Whether something must happen, by what {@link end} returned. */
  isDue(at: number, isBlocked: (sender: number) => boolean): boolean {
    if (at < 0) return at === timer
    const { data } = this.entries
    const end = at + 1 + (data[at] as number)
    for (let place = at + 1; place < end; place++) {
      if (!isBlocked(data[place] as number)) return true
    }
    return false
  }
}
