import { sessionConditionNames } from '../history/condition-names.ts'
import { conditions } from '../history/dependencies.ts'

/** What can be asked of recorded transactions, from strong to weak. */
export const transactionConditions = ['strict-serializable', ...conditions.toReversed()] as const

/** What can be asked of recorded operations on objects, from strong to weak. */
export const objectConditions = ['linearizable', ...sessionConditionNames] as const

/** What can be asked of a recorded history. */
export const conditionNames = [...objectConditions, ...transactionConditions] as const

/** One of them. */
export type ConditionName = (typeof conditionNames)[number]
