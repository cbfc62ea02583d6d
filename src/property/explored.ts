import type { Graph } from '../explore/graph.ts'

/** A space that was explored with all of its steps. */
export interface Explored {
  readonly graph: Graph
  /** How many states there are, and how many of the first are initial. */
  readonly states: number
  readonly initial: number
  /**
   * Whether each of them was expanded. Where the search was stopped, what an infinite run may do is
   * not known; but each step that was kept is one.
   */
  readonly isWhole: boolean
  /** Reads a state by its index. */
  readonly read: (index: number, into: Int32Array) => void
  readonly width: number
  /** How many steps a shortest run to a state has. */
  readonly depthOf: (index: number) => number
}
