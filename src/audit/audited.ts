import type { Instance } from './instance.ts'

/** Questions that user code has answered, and on whose answers a report rests. */
export interface Audited {
  /** How many questions there are by now. */
  readonly size: number
  /** How many there were, where not all are kept. */
  readonly met?: number
  /** Which piece of the model's code one of them was put to. */
  pieceOf(at: number): string
  /**
   * Asks one of them once more.
   *
   * @param instance which instance of the model's code to ask. Default: that which was asked before
   * @throws ModelError 'not-pure' when the answer is another one than before
   */
  again(at: number, instance?: Instance): void
}
