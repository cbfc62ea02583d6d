import type { Operation } from './operation.ts'

/** An operation as the search for an order sees it. */
export interface Item {
  readonly operation: Operation
  /** Its class in the behaviour. */
  readonly kind: number
  /** Which entry of the object it is about, from 0. */
  readonly entry: number
  readonly isReadOnly: boolean
  readonly isOverwriting: boolean
  /** Nobody knows that it happened. */
  readonly isOpen: boolean
  /** It overwrites all of its entry, and no other operation may use what it leaves. */
  readonly isIdle: boolean
}
