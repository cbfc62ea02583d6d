import type { MessagePort } from 'node:worker_threads'

/** What a thread that searches is given when it is started. */
export interface First {
  /** Where it puts its answers. */
  readonly port: MessagePort
  /** Counts the answers of all. */
  readonly answered: Int32Array
}

export const firstOf = (first: First): First => first
