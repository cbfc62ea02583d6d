import { checkFunction, checkSettings } from './settings.ts'

/**
 * A bound: states of which it says false are not stored, not checked and not expanded. What is said with one
 * leaves open what is beyond it, unless the bound is `intended`: then the model is meant to be what is within.
 */
export type Bound<View> =
  | ((view: View) => boolean)
  | {
      /** The bound itself. */
      readonly states: (view: View) => boolean
      /** Whether nothing is to be said of what is beyond it. Default: false. */
      readonly intended?: boolean
    }

/** A bound as the rest of netsplit sees it. */
interface BoundPlan {
  /** Null for none. The view that is handed in at run time is built from the nodes of the system. */
  readonly within: ((view: unknown) => boolean) | null
  readonly isBoundIntended: boolean
}

/** Checks a bound and fills in the defaults. */
export const planBound = <View>(bound: Bound<View> | undefined): BoundPlan => {
  if (bound === undefined) return { within: null, isBoundIntended: false }
  if (typeof bound === 'object' && bound !== null) {
    const known = { states: 'function', intended: 'flag' } as const
    checkSettings(bound, known, 'within', { required: ['states'] })
  } else checkFunction(bound, "'within'", 'within')
  const { states, intended = false } = typeof bound === 'function' ? { states: bound } : bound
  return { within: states as (view: unknown) => boolean, isBoundIntended: intended }
}
