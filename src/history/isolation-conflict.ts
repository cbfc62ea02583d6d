import type { Pace } from '../pace/pace.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import type { Isolation } from './dependencies.ts'
import { Effort } from './effort.ts'
import type { Transaction } from './installed.ts'
import { anomalyIn, isIsolated, type Anomaly } from './isolation.ts'
import { leaveOut } from './leave-out.ts'
import type { Operation } from './operation.ts'
import { stepsOf } from './transactions.ts'

/** A recorded history of transactions. */
export interface TransactionHistory {
  /** Those that may have been committed. */
  readonly operations: readonly Operation[]
  /** Those that were aborted. */
  readonly aborted: readonly Operation[]
  /** What each key is before it is written. */
  readonly first: unknown
}

/** Why transactions are not kept apart as they should be. */
export interface IsolationConflict {
  readonly anomaly: Anomaly
  /** What the places of transactions in the anomaly stand for. */
  readonly all: readonly Operation[]
  /** Those whose results are at odds: without any one of them the rest would be right. */
  readonly kept: readonly Operation[]
  /** How many more transactions there are, whose results do not matter to it. */
  readonly others: number
  /** What each key is before it is written. */
  readonly first: unknown
  /** Whether it is known that none can be left out. */
  readonly isSmallest: boolean
}

/** By what a history is judged. */
interface Asked {
  readonly isolation: Isolation
  readonly pace: Pace
}

/** Whether transactions are kept apart as a condition says; null where there are too many ways to look at. */
export const keepsApart = (
  history: TransactionHistory,
  isolation: Isolation,
  kept?: readonly Operation[],
): boolean | null =>
  decided(() => {
    const all = transactionsOf(history, kept)
    return isIsolated(all, history.first, { isolation, spend: spendingOn(all) })
  })

/** So many transactions are looked through in one step of a search. */
const inOneStep = 50

/** What each choice costs: all transactions are looked through for it, and nothing can interrupt a search. */
const spendingOn = ({ length }: readonly Transaction[]): (() => void) => {
  const effort = new Effort()
  const steps = Math.ceil(length / inOneStep)
  return () => effort.spend(steps)
}

/** An answer; null where it would take too much to find it. */
const decided = <Answer>(ask: () => Answer): Answer | null => {
  try {
    return ask()
  } catch (error) {
    if (isInstance(error, ModelError) && error.code === 'too-large') return null
    throw error
  }
}

/**
 * Why a history breaks a condition, by as few transactions as do: of the others it is forgotten how they ended, which
 * makes nothing worse. Null where it does not break it, or where it would take too much to say so.
 *
 * @throws Halt when the pace ends it
 */
export const isolationConflict = async (
  history: TransactionHistory,
  { isolation, pace }: Asked,
): Promise<IsolationConflict | null> => {
  const { operations, first } = history
  let isSmallest = true
  const isBroken = async (kept: readonly Operation[]): Promise<boolean> => {
    if (pace.isDue()) await pace.turn()
    const answer = keepsApart(history, isolation, kept)
    if (answer === null) isSmallest = false
    return answer === false
  }
  const ended = operations.filter(({ returned }) => returned !== null)
  if (!(await isBroken(ended))) return null
  const kept = await leaveOut(ended, isBroken)
  const anomaly = decided(() => {
    const all = transactionsOf(history, kept)
    return anomalyIn(all, first, { isolation, spend: spendingOn(all) })
  })
  if (anomaly === null) return null
  const all = [...operations, ...history.aborted]
  return { anomaly, all, first, kept, others: all.length - kept.length, isSmallest }
}

/** @param kept those whose results count; default: all */
const transactionsOf = (
  { operations, aborted }: TransactionHistory,
  kept: readonly Operation[] = operations,
): readonly Transaction[] => [
  ...operations.map((each): Transaction => {
    const isKnown = each.returned !== null && kept.includes(each)
    const asked = stepsOf(each.argument)
    return isKnown
      ? { status: 'committed', asked, done: stepsOf(each.result) }
      : { status: 'unknown', asked, done: [] }
  }),
  ...aborted.map(({ argument }): Transaction => ({
    status: 'aborted',
    asked: stepsOf(argument),
    done: [],
  })),
]
