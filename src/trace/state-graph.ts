import type { Standing, TraceStep } from './trace.ts'

/** A state of a graph. */
export interface GraphState {
  /** The path of a shortest walk that leads there. */
  readonly path: readonly number[]
  /** How everything stands in it. */
  readonly standing: Standing
  /** Whether it is an initial state. */
  readonly isInitial: boolean
  /** The properties of states that it violates. */
  readonly violates: readonly string[]
  /** The `reachable` properties that it is a witness to. */
  readonly witnesses: readonly string[]
}

/** A step of a graph, between two of its states by their numbers, from 0. */
export interface GraphStep {
  /** The state that it starts in. */
  readonly from: number
  /** The state that it leads to. */
  readonly to: number
  /** The step in words, as a trace tells it. */
  readonly action: string
  /** What kind of step it is. */
  readonly kind: TraceStep['kind']
}

/** The reachable states within the model's bound, breadth first, and the steps between them. */
export interface StateGraph {
  /** Whether the system is a machine, whose one node goes unnamed. */
  readonly isMachine: boolean
  /** The states, the initial ones first; within the bound only. */
  readonly states: readonly GraphState[]
  /** Steps that change nothing are left out. */
  readonly steps: readonly GraphStep[]
  /** Whether these are all: false where there were more states than asked for. */
  readonly isWhole: boolean
}
