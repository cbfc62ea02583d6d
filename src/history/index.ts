export { queue, set, stack } from './containers.ts'
export { lock, map } from './keyed.ts'
export type { HistoryAnswer, HistoryVerdict, ObjectAnswer } from './linearizable.ts'
export type { BrokenEdge, NeededOrder } from './needed.ts'
export type { EventType, HistoryEvent, Operation } from './operation.ts'
export { linearizable } from './as-it-happens.ts'
export type { Linearizations } from './as-it-happens.ts'
export { checkHistory } from './of-events.ts'
export type { HistoryOptions } from './of-events.ts'
export type { OpenOperation, Possible, Way } from './possible.ts'
export type { Reading, ToldCall } from './reading.ts'
export { casRegister, counter, register } from './registers.ts'
export type { Conflict } from './smallest.ts'
export type { SeenSessions, SessionOperation } from './sessions.ts'
export {
  causallyConsistent,
  monotonicReads,
  monotonicWrites,
  readYourWrites,
  sequentiallyConsistent,
  writesFollowReads,
  type Watch,
} from './watch-sessions.ts'
export type { Call, OperationKind, Outcome, Specification } from './specification.ts'
export {
  serializable,
  snapshotIsolation,
  type SeenTransactions,
  type WatchTransactions,
} from './watch-transactions.ts'
export { transactions, type Transactions, type TransactionStep } from './transactions.ts'
export { eventuallyConsistent, haveConverged, type SeenUpdates, type Update } from './eventual.ts'
