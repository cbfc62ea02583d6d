import { Clock } from '../pace/clock.ts'
import { now } from '../pace/real-time.ts'
import { linearizable, type HistoryAnswer } from './linearizable.ts'
import type { HistoryEvent } from './operation.ts'
import { operationsOf } from './pairing.ts'
import type { Specification } from './specification.ts'

/** What bounds the search. */
export interface HistoryOptions {
  /** Whether there is one object for each key of the events. Default: one object; of a map its own keys. */
  readonly isKeyed?: boolean
  /** Ends the search: the answer says what is known. Default: none. */
  readonly signal?: AbortSignal
  /** Ends the search after so many seconds. Default: none. */
  readonly maxSeconds?: number
}

/**
 * Whether a history is linearizable (Herlihy and Wing 1990): whether each operation can take effect at one
 * moment between its call and its return so that the results are those that the object gives.
 *
 * @param events in the order in which they were recorded
 * @throws ModelError 'bad-history' for a return without a call, a second call of a process whose first is
 *   open, or an operation that the object does not have
 */
export const checkHistory = (
  events: Iterable<HistoryEvent>,
  spec: Specification,
  { isKeyed = false, signal, maxSeconds = Infinity }: HistoryOptions = {},
): Promise<HistoryAnswer> => {
  const pace = new Clock({ signal, deadline: now() + maxSeconds * 1000, memoryInUse: () => 0 })
  return linearizable(operationsOf(events, spec), spec, { isKeyed, pace })
}
