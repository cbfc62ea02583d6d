/** What may end a search before it has seen everything. */
export interface Limits {
  readonly maxStates: number
  /** Asked before a table of the search grows by so many bytes. */
  readonly mayGrow: (bytes: number) => boolean
}

/** Why a search ended before it had seen everything. */
export type Stop = { readonly kind: 'states' | 'memory' | 'aborted' }

/** No limits. */
export const unlimited: Limits = { maxStates: Infinity, mayGrow: () => true }
