import type { Steps } from './steps.ts'

/** How a walk goes on: of all steps one of the highest rank is taken, each of them as likely as the others. */
export interface Strategy {
  /** A walk begins. @param key what everything in it is drawn by */
  begin(key: number): void
  /**
   * Looks at a state after so many steps of the walk, and says in which cell of the archive it is kept, for walks to go
   * back there; null where none is to. Left out: none goes back.
   */
  look?(steps: Steps, state: Int32Array, number: number): number | null
  /** The rank of a step. */
  rank(steps: Steps, step: number): number
  /** Whether to choose again instead of taking a step, the how manieth of the walk it would be. */
  isDeferred(steps: Steps, step: number, number: number): boolean
  /** A step is taken. */
  onTaken(steps: Steps, step: number): void
}

/** What a walk's draws are for. */
export const For = { priority: 1, depth: 2, length: 3, change: 4, feature: 5, coin: 6 } as const
