import type { Action } from '../semantics/action.ts'
import { firstOwn } from './environments.ts'

/** The kinds of outcomes, in an order that the successor loop relies on. */
export const Kind = {
  deliver: 0,
  timeout: 1,
  internal: 2,
  restart: 3,
  resume: 4,
  /** From here on faults, which spend a budget of the environment: {@link budgetIn}. */
  lose: 5,
  duplicate: 6,
  crash: 7,
  pause: 8,
  /** What a traitor says arrives: a fault without a budget. */
  say: 9,
  /** Changes of the environment, or of all cells, which no cell's outcomes hold. */
  split: 10,
  heal: 11,
  tick: 12,
} as const satisfies Readonly<Record<Action['kind'], number>>

/** The kinds of outcomes by their numbers. */
export const kindNames = Object.keys(Kind) as readonly (keyof typeof Kind)[]

/** As bits the kinds whose outcomes may name what they spend in the place of a sender. */
const naming = (1 << Kind.timeout) | (1 << Kind.internal) | (1 << Kind.restart) | (1 << Kind.crash)

/** Whether an outcome names in the place of a sender what it spends: one of the system's own budgets, or an `Extra`. */
export const namesSpending = (kind: number, sender: number): boolean =>
  sender >= 0 && ((1 << kind) & naming) !== 0

/** The number of the budget of the environment that an outcome spends; -1 where it spends none. */
export const budgetIn = (kind: number, sender: number, columns: number): number => {
  if (namesSpending(kind, sender)) {
    return firstOwn + (kind === Kind.crash ? sender % columns : sender)
  }
  return kind < Kind.lose || kind === Kind.say ? -1 : kind - Kind.lose
}

/** The sender of a delivery; below -1 it stands for one that changes neither state nor timers. */
export const senderOf = (sender: number): number => (sender < -1 ? -2 - sender : sender)

/** What stands in the place of a sender for a crash in the middle of a step: what it spends, and what may rule it out. */
export const wordOfHalt = (
  spending: number,
  { kind, sender }: { readonly kind: number; readonly sender: number },
  columns: number,
): number => {
  const isDelivery = kind === Kind.deliver || kind === Kind.duplicate || kind === Kind.say
  return spending + columns * (isDelivery ? 2 + sender : kind === Kind.timeout ? 1 : 0)
}

/** Whether a crash in the middle of a step cannot happen now: the step is cut off, or too early for a patient timer. */
export const isHaltOff = (
  word: number,
  columns: number,
  isBlocked: (sender: number) => boolean,
  mayTimeOut: boolean,
): boolean => {
  const step = Math.floor(word / columns)
  if (step >= 2) return isBlocked(step - 2)
  return step === 1 && !mayTimeOut
}

/** The detail of a crash in which the disk is lost; else it is 0. */
export const lostDisk = 1

/** The words of an outcome before its sends. */
export const outcomeHeader = 6

/** In the word of an outcome's kind, added where it sends a message once. */
export const onceBit = 16

/** The kind in such a word. */
export const kindIn = (word: number): number => word & (onceBit - 1)

/** What is known of a cell's outcomes, in the words of `Cells.heads`. */
export const Head = {
  /**
   * Where the outcomes begin in the pool. -1 while none is known, and below that while some
   * events wait to be enabled: `Awaited`.
   */
  start: 0,
  /** How many there are in the pool. */
  count: 1,
  /** How many of these lead elsewhere: they come first. */
  moves: 2,
  /** The entries of what is ready: from, to. */
  readyFrom: 3,
  readyTo: 4,
  /** Where the senders of ignored messages are listed, whose deliveries are left out; -1 for none. */
  ignored: 5,
  /**
   * How many outcomes there are, with those that are ready, if each of them is possible in every state that no cut
   * and no patience rules out; -1 where some have to be looked at, or are not known: {@link isLookedAt}.
   */
  whole: 6,
} as const

/** Whether an outcome may be impossible, or be numbered by what it leads to, where no cut and no patience is. */
export const isLookedAt = (word: number, sender: number): boolean =>
  word >= Kind.lose || namesSpending(word, sender)
