import type { Divided } from '../parts/shape.ts'

/** What is known of how a machine is to be taken apart, from searches that were given up. */
export interface MachineWays {
  /** The places in the state that are not divided: their shape changes. */
  readonly coarse: ReadonlySet<string>
  /** The actions that notice it when they are watched: they are run in each state. */
  readonly opaque: ReadonlySet<string>
}

/** Nothing is known. */
export const anyMachine: MachineWays = { coarse: new Set(), opaque: new Set() }

/** After so many places the whole state is one component. */
const mostCoarse = 12

/** The ways once a state has turned out to be of another shape somewhere. */
export const coarser = (ways: MachineWays, { place }: Divided): MachineWays => {
  const coarse = new Set([...ways.coarse, place])
  return { ...ways, coarse: coarse.size > mostCoarse ? new Set(['']) : coarse }
}

/** The ways once an action has turned out to notice that it is watched. */
export const lessWatched = (ways: MachineWays, action: string): MachineWays => ({
  ...ways,
  opaque: new Set([...ways.opaque, action]),
})
