import type { MachineWays } from './machine/machine-ways.ts'
import type { ReductionBar } from './compile/reductions.ts'
import type { ToldApart } from './compile/told-apart.ts'

/** What a check may take advantage of. */
export interface Ways {
  /**
   * What forbids to let ignored deliveries stay in flight, which does not keep exact what is in
   * flight; null where nothing does.
   */
  readonly bar: ReductionBar | null
  /** What forbids to take messages out of flight that nobody will ever heed again; null where nothing does. */
  readonly staleBar: ReductionBar | null
  /** The predicates that notice it if they are watched field by field: they read states as a whole. */
  readonly readWhole: ReadonlySet<string>
  /** The replicas that turned out not to be alike: states in which they change places are others. */
  readonly apart: readonly ToldApart[]
  /** How a machine is taken apart. */
  readonly machine: MachineWays
}

/** Thrown when a predicate turns out to forbid a way that was taken. */
export class StartAfresh extends Error {
  readonly ways: Partial<Ways>

  constructor(ways: Partial<Ways>) {
    super()
    this.ways = ways
  }
}
