import { Halt, type Pace } from '../pace/pace.ts'
import { conditions, type Isolation } from './dependencies.ts'
import {
  isolationConflict,
  keepsApart,
  type IsolationConflict,
  type TransactionHistory,
} from './isolation-conflict.ts'

/** How far the transactions of a history are kept apart. */
export interface IsolationAnswer {
  /** Undecided: there were too many ways to look at, or a limit came first. */
  readonly verdict: 'holds' | 'violated' | 'undecided'
  /** What was asked. */
  readonly isolation: Isolation
  /** Where it is violated: the strongest of the weaker conditions that is known to hold; null where none is. */
  readonly weaker: Isolation | null
  /** Where it is violated: why; null where a limit came first. */
  readonly conflict: IsolationConflict | null
  /** What ended it early; null where nothing did. */
  readonly ended: Halt['kind'] | null
}

/** Whether the transactions of a recorded history are kept apart as a condition says, or why not. */
export const isolationOf = async (
  history: TransactionHistory,
  isolation: Isolation,
  pace: Pace,
): Promise<IsolationAnswer> => {
  const holds = keepsApart(history, isolation)
  const nothing = { isolation, weaker: null, conflict: null, ended: null } as const
  if (holds !== false) return { ...nothing, verdict: holds === true ? 'holds' : 'undecided' }
  let weaker: Isolation | null = null
  const violated = { ...nothing, verdict: 'violated' } as const
  try {
    for (const each of conditions.slice(0, conditions.indexOf(isolation))) {
      // Nothing interrupts a search: limits are looked at in between.
      // oxlint-disable-next-line no-await-in-loop
      if (pace.isDue()) await pace.turn()
      if (keepsApart(history, each) === true) weaker = each
    }
    const conflict = await isolationConflict(history, { isolation, pace })
    return { ...violated, weaker, conflict }
  } catch (error) {
    if (error instanceof Halt) return { ...violated, weaker, ended: error.kind }
    throw error
  }
}
