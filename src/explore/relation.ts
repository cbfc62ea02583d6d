/**
 * The steps of a state space as data, for those who search by joining tables: each process reads a few
 * components, and what its steps do to others depends on nothing but what these are.
 */
export interface Relation {
  readonly processes: readonly Process[]
  /**
   * The steps of a process where the components that it reads have these ids. User code may run for that: it is
   * to be asked for what some reachable state has, and for nothing else.
   */
  stepsOf(process: number, ids: readonly number[]): Steps
  /** What becomes of a component by an effect; user code may run for that, too. */
  after(component: number, effect: number, id: number): number
}

/** What can happen by what a few components say. */
export interface Process {
  /** The components that it reads, and writes. */
  readonly reads: readonly number[]
  /** The components that its steps may have an effect on, besides. */
  readonly affects: readonly number[]
  /** The bit that says in a state whether its steps are due; 0 where all of them always are. */
  readonly dueBit: number
}

/** The steps of a process from where its components have certain ids. */
export interface Steps {
  /** How many there are, those included that change nothing. */
  readonly count: number
  /** How many of these are no faults. */
  readonly progress: number
  readonly rows: readonly Step[]
}

/** One step of a process. */
export interface Step {
  /** What is due after it. */
  readonly due: number
  /** Whether it is taken even where the process's steps are not due. */
  readonly isAlways: boolean
  /** The ids that the components that the process reads have after it. */
  readonly writes: readonly number[]
  /** Its effect on each of the others, in their order; {@link noEffect} where there is none. */
  readonly effects: readonly number[]
}

/** The effect that leaves a component as it is. */
export const noEffect = 0
