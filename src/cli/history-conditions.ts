import { conditions } from '../history/dependencies.ts'

/** What can be asked of recorded transactions, from strong to weak. */
export const conditionNames = ['strict-serializable', ...conditions.toReversed()] as const

/** One of them. */
export type ConditionName = (typeof conditionNames)[number]
