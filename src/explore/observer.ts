/**
 * What a search reports to while it runs. Vectors that are handed over are scratch: copy what must
 * last.
 */
export interface Observer {
  /**
   * Which changes matter to `onState`: a new state is reported only if the step that found it
   * touched one of these bits. Initial states are always reported. May shrink and grow as the
   * search goes on.
   */
  readonly interest: number
  /** Whether a state is within the bound; null where there is none. Asked before it is stored. */
  readonly admits: ((state: Int32Array, touched: number) => boolean) | null
  /**
   * A new state. `index` is its place in the order of discovery, `depth` that of its level, `touched`
   * what the step that found it touched, or {@link initialTouch}.
   */
  onState(state: Int32Array, depth: number, index: number, touched: number): void
  /**
   * Every step that changes the state, those to known states included; null if nobody asks. `index`
   * is that of the state before. Of steps that change nothing but what is in flight, and are left out,
   * only one is told, with the state before as the state after, too. Where nodes change places in what steps lead
   * to, `after` is the state before they do.
   */
  readonly onStep:
    | ((before: Int32Array, after: Int32Array, depth: number, index: number) => void)
    | null
  /** A state whose successors are all faults; null if nobody asks. */
  readonly onStuck: ((state: Int32Array, depth: number, index: number) => void) | null
  /** Called before the search forgets from where states were found: the last chance to ask for runs. */
  onForget(): void | Promise<void>
  /** A level is complete. */
  onLevel(depth: number): void
  /** Whether everything that the observer wanted to know is known: the search may end. */
  readonly isDone: boolean
}

/** Initial states touch everything: they are always reported. */
export const initialTouch = -1
