import { unpaced, type Halt, type Pace } from '../pace/pace.ts'

/** What may end a search before it has seen everything. */
export interface Limits {
  readonly maxStates: number
  readonly pace: Pace
}

/** Why a search ended before it had seen everything. */
export type Stop = { readonly kind: 'states' | 'divergence' | Halt['kind'] }

/** No limits. */
export const unlimited: Limits = { maxStates: Infinity, pace: unpaced }
