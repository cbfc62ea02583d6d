import { sessionConditionNames, type SessionConditionName } from '../history/condition-names.ts'
import { conditions, type Isolation } from '../history/dependencies.ts'
import type { Specification } from '../history/specification.ts'
import type { Transactions } from '../history/transactions.ts'
import { ModelError } from '../value/model-error.ts'
import {
  objectConditions,
  transactionConditions,
  type ConditionName,
} from './history-conditions.ts'

/** What is asked of a history. */
export type Question =
  /** That one order of all operations, or transactions, agrees with the clock. */
  | { readonly of: 'one-order' }
  | { readonly of: 'sessions'; readonly condition: SessionConditionName }
  | { readonly of: 'transactions'; readonly isolation: Isolation; readonly first: unknown }

/** What options ask of operations on an object. */
export const questionOf = (
  { condition, key }: { readonly condition?: ConditionName; readonly key?: string },
  spec: Specification,
): Question => {
  if (condition === undefined) return { of: 'one-order' }
  const isOfTransactions = isTransactions(spec)
  const possible: readonly ConditionName[] = isOfTransactions
    ? transactionConditions
    : objectConditions
  if (!possible.includes(condition)) {
    throw new ModelError('bad-option', {
      what: isOfTransactions
        ? `${condition} is asked of operations on one object, and these are transactions`
        : `${condition} is asked of transactions, and the operations are on a ${spec.name}`,
      where: [`--condition ${condition}`],
      fix: isOfTransactions
        ? `give one of: ${possible.join(', ')}`
        : `give one of: ${possible.join(', ')}; or say --spec transactions`,
    })
  }
  const isolation = conditions.find((each) => each === condition)
  if (isolation !== undefined && isOfTransactions) {
    if (key !== undefined) throw severalStores(isolation, key)
    return { of: 'transactions', isolation, first: spec.first }
  }
  const ofSessions = sessionConditionNames.find((each) => each === condition)
  return ofSessions === undefined ? { of: 'one-order' } : { of: 'sessions', condition: ofSessions }
}

/** Whether the operations are transactions. */
export const isTransactions = (spec: Specification): spec is Transactions => 'first' in spec

const severalStores = (condition: Isolation, key: string): ModelError =>
  new ModelError('bad-option', {
    what: `${condition} is asked of one store, and --key tells several apart`,
    where: [`--condition ${condition} --key ${key}`],
    fix: 'leave --key out, and let steps name what they read and write; or judge a file for each store',
  })
