import type { TraceStep } from '../trace/trace.ts'

/**
 * What a step of the model is to the real system.
 *
 * - `{ does }`: the test does it, by this function: a request, a crash, a tick of a clock. If the promise gives
 *   something, the real system has shown that in answer
 * - `{ shows }`: the real system does it by itself, and shows this: an answer, an entry of a log
 * - `'hidden'`: the real system does it by itself, at any time, and nobody sees it: a message between servers
 * - `'never'`: it does not happen in the test: a loss where nothing is lost
 */
export type Part<Real> =
  | { readonly does: (real: Real) => unknown }
  | { readonly shows: unknown }
  | 'hidden'
  | 'never'

/** What `commandsOf` may be told. The model's bound (`within`) is not looked at: it ends a search, not what is real. */
export interface BridgeOptions<Real> {
  /**
   * What a step of the model is to the real system. Asked of every step that the model can take; the answer may
   * depend on what happens in it, and on nothing else: not on the numbers of messages or of steps.
   */
  readonly steps: (step: TraceStep) => Part<Real>
  /**
   * What the real system has shown by itself since it was asked last, in the order in which it came. Asked before
   * and after each command; what it gives then counts as shown after the command's answer. Default: nothing.
   */
  readonly shown?: (real: Real) => readonly unknown[] | Promise<readonly unknown[]>
  /** In so many states the model may be at a time; beyond it the test fails. Default: 10,000. */
  readonly maxStates?: number
}
