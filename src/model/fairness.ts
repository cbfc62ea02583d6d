import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { describeThrown } from '../value/thrown.ts'

/**
 * What is promised of an action.
 *
 * - `weak`: if from some point on it is always enabled, it is taken again and again
 * - `strong`: if it is enabled again and again, it is taken again and again
 * - `none`: nothing
 */
export type Degree = 'none' | 'weak' | 'strong'

/**
 * An action of which fairness may be promised. Faults (split, lose, duplicate, crash) are not among
 * them: nobody promises that they happen.
 */
export type FairAction =
  | {
      readonly kind: 'deliver'
      readonly from: string
      readonly to: string
      readonly message: unknown
    }
  | { readonly kind: 'timeout'; readonly node: string; readonly name: string }
  | {
      readonly kind: 'internal'
      readonly node: string
      readonly name: string
      /** Of a step that is one of a family its item; absent of any other. */
      readonly item?: unknown
    }
  | { readonly kind: 'restart'; readonly node: string }
  | { readonly kind: 'heal' }
  | { readonly kind: 'resume'; readonly node: string }
  | { readonly kind: 'tick' }

/**
 * The fairness under which liveness is judged. Default `'weak'`: weak fairness of each delivery (by
 * envelope, so that one message cannot starve behind others), each timeout, each internal step that
 * is not optional, and of restarts and heals that are promised (`'eventually'`).
 *
 * Restarts and heals that are not promised have no fairness, and optional steps have none, whatever
 * is said here.
 *
 * Of a unit of time (`tick`) strong fairness is promised where nothing else is said, so that time goes on.
 */
export type Fairness =
  | Degree
  | { readonly [Kind in FairAction['kind']]?: Degree }
  | ((action: FairAction) => Degree)

/** What a fairness promises of an action that may be promised anything. */
export const degreeOf = (fairness: Fairness, action: FairAction): Degree => {
  // Something that is due may stop the clock again and again; each time it goes on.
  const isTick = action.kind === 'tick'
  if (typeof fairness === 'string') return isTick && fairness === 'weak' ? 'strong' : fairness
  if (typeof fairness === 'function') return checkDegree(answerOf(fairness, action), action)
  return fairness[action.kind] ?? (isTick ? 'strong' : 'weak')
}

const answerOf = (fairness: (action: FairAction) => Degree, action: FairAction): Degree => {
  try {
    return fairness(action)
  } catch (error) {
    throw new ModelError('not-a-system', {
      what: `The fairness function threw ${describeThrown(error)} for ${action.kind}`,
      where: ['fairness'],
      fix: "let it answer 'none', 'weak' or 'strong' for every action",
      cause: error,
    })
  }
}

const checkDegree = (degree: Degree, action: FairAction): Degree => {
  if (degree === 'none' || degree === 'weak' || degree === 'strong') return degree
  throw new ModelError('not-a-system', {
    what: `The fairness function answered ${brief(degree)} for ${action.kind}`,
    where: ['fairness'],
    fix: "let it answer 'none', 'weak' or 'strong' for every action",
  })
}
