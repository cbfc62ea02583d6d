import { IntList } from '../store/int-list.ts'

/** What is around the nodes in a state of the system: it tells which events are enabled. */
export interface Surroundings {
  /** Whether messages from one node to another are cut off. */
  readonly isBlocked: (from: number, to: number) => boolean
  /** Whether timers may fire. */
  readonly mayTimeOut: () => boolean
  /** Whether a node may crash. */
  readonly mayCrash: () => boolean
}

/** The words of an entry: where the outcomes begin that are known, what waits, how many senders follow. */
const words = { start: 0, timeouts: 1, crash: 2, senders: 3, header: 4 } as const

/**
 * For each cell the events that no state enabled yet: deliveries, by their senders, timeouts, and the
 * crash. User code is not run for them before some state does.
 */
export class Awaited {
  readonly entries = new IntList()
  /** What waits in the cell at hand. */
  readonly #senders = new Set<number>()
  #timeouts = false
  #crash = false

  /** Begins with another cell. */
  begin(): void {
    this.#senders.clear()
    this.#timeouts = false
    this.#crash = false
  }

  noteDelivery(sender: number): void {
    this.#senders.add(sender)
  }

  noteTimeout(): void {
    this.#timeouts = true
  }

  noteCrash(): void {
    this.#crash = true
  }

  /**
   * Ends with a cell.
   *
   * @param start where its outcomes begin that are known
   * @returns the same if nothing waits; else, below -1, what stands for its entry
   */
  end(start: number): number {
    if (this.#senders.size === 0 && !this.#timeouts && !this.#crash) return start
    const { entries } = this
    const at = entries.length
    entries.push(start)
    entries.push(this.#timeouts ? 1 : 0)
    entries.push(this.#crash ? 1 : 0)
    entries.push(this.#senders.size)
    for (const sender of this.#senders) entries.push(sender)
    return -2 - at
  }

  /** Where the outcomes begin that are known. @param head what {@link end} returned */
  start(head: number): number {
    return head >= 0 ? head : (this.entries.data[-2 - head + words.start] as number)
  }

  /** Whether something that waits for a node is enabled now. @param head what {@link end} returned */
  isOver(head: number, node: number, { isBlocked, mayTimeOut, mayCrash }: Surroundings): boolean {
    const { data } = this.entries
    const at = -2 - head
    if (data[at + words.timeouts] === 1 && mayTimeOut()) return true
    if (data[at + words.crash] === 1 && mayCrash()) return true
    const first = at + words.header
    const end = first + (data[at + words.senders] as number)
    for (let place = first; place < end; place++) {
      if (!isBlocked(data[place] as number, node)) return true
    }
    return false
  }
}
