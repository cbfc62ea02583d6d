/** What may end a search before it has seen everything. */
export interface Limits {
  readonly maxStates: number
}

/** Why a search ended before it had seen everything. */
export type Stop =
  | { readonly kind: 'states' }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'aborted' }
