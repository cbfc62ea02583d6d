import { IntList } from '../store/int-list.ts'
import { crashBudget, firstOwn } from './environments.ts'
import { isHaltOff } from './outcome-words.ts'

/** What is around the nodes in a state of the system: it tells which events are enabled. */
export interface Surroundings {
  /** Whether messages from one node to another are cut off. */
  readonly isBlocked: (from: number, to: number) => boolean
  /** Whether timers may fire. */
  readonly mayTimeOut: () => boolean
  /** Whether something is left of a budget, by its number among `Environments`. */
  readonly may: (budget: number) => boolean
}

/**
 * The words of an entry: where the outcomes begin that are known, what waits, how many senders follow. Steps, and
 * timeouts, that spend a budget are there as bits of their budgets.
 */
const words = {
  start: 0,
  timeouts: 1,
  crash: 2,
  spendingSteps: 3,
  spendingTimeouts: 4,
  senders: 5,
  halts: 6,
  header: 7,
} as const

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
  #spendingSteps = 0
  #spendingTimeouts = 0
  /** Crashes in the middle of steps: their words. */
  readonly #halts = new Set<number>()
  readonly #columns: number

  /** @param columns of `Environments` */
  constructor(columns: number) {
    this.#columns = columns
  }

  /** Begins with another cell. */
  begin(): void {
    // To clear what is empty costs a new table.
    if (this.#senders.size > 0) this.#senders.clear()
    if (this.#halts.size > 0) this.#halts.clear()
    this.#timeouts = false
    this.#crash = false
    this.#spendingSteps = 0
    this.#spendingTimeouts = 0
  }

  noteDelivery(sender: number): void {
    this.#senders.add(sender)
  }

  /** @param budget that it spends; -1 for none */
  noteTimeout(budget: number): void {
    if (budget < 0) this.#timeouts = true
    else this.#spendingTimeouts |= 1 << budget
  }

  /** @param budget that it spends */
  noteStep(budget: number): void {
    this.#spendingSteps |= 1 << budget
  }

  /** @param word see `wordOfHalt` */
  noteHalt(word: number): void {
    this.#halts.add(word)
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
    const spending = this.#spendingSteps | this.#spendingTimeouts
    const listed = this.#senders.size + this.#halts.size
    if (listed === 0 && !this.#timeouts && !this.#crash && spending === 0) return start
    const { entries } = this
    const at = entries.length
    entries.push(start)
    entries.push(this.#timeouts ? 1 : 0)
    entries.push(this.#crash ? 1 : 0)
    entries.push(this.#spendingSteps)
    entries.push(this.#spendingTimeouts)
    entries.push(this.#senders.size)
    entries.push(this.#halts.size)
    for (const sender of this.#senders) entries.push(sender)
    for (const halt of this.#halts) entries.push(halt)
    return -2 - at
  }

  /** Where the outcomes begin that are known. @param head what {@link end} returned */
  start(head: number): number {
    return head >= 0 ? head : (this.entries.data[-2 - head + words.start] as number)
  }

  /** Whether something that waits for a node is enabled now. @param head what {@link end} returned */
  isOver(head: number, node: number, around: Surroundings): boolean {
    const { isBlocked, mayTimeOut, may } = around
    const { data } = this.entries
    const at = -2 - head
    if (data[at + words.timeouts] === 1 && mayTimeOut()) return true
    if (data[at + words.crash] === 1 && may(crashBudget)) return true
    if (maySpendAny(data[at + words.spendingSteps] as number, around)) return true
    if (maySpendAny(data[at + words.spendingTimeouts] as number, around) && mayTimeOut())
      return true
    const first = at + words.header
    const end = first + (data[at + words.senders] as number)
    for (let place = first; place < end; place++) {
      if (!isBlocked(data[place] as number, node)) return true
    }
    const last = end + (data[at + words.halts] as number)
    for (let place = end; place < last; place++) {
      if (this.#mayHalt(data[place] as number, node, around)) return true
    }
    return false
  }

  #mayHalt(word: number, node: number, around: Surroundings): boolean {
    const isBlocked = (from: number): boolean => around.isBlocked(from, node)
    return (
      maySpend(around, word % this.#columns) &&
      !isHaltOff(word, this.#columns, isBlocked, around.mayTimeOut())
    )
  }
}

/** Whether something is left of one of some budgets, given as bits. */
const maySpendAny = (budgets: number, around: Surroundings): boolean => {
  for (let budget = 0; budgets >>> budget !== 0; budget++) {
    if ((budgets & (1 << budget)) !== 0 && maySpend(around, budget)) return true
  }
  return false
}

/** Whether a step that spends an own budget, or an `Extra` (-1: none), is enabled as far as that goes. */
export const maySpend = ({ may }: Surroundings, budget: number): boolean =>
  budget < 0 || may(firstOwn + budget)
