import type { StateSpace } from '../../src/explore/state-space.ts'

/** A space in which successors are found in another way. */
export const around = (space: StateSpace, successors: StateSpace['successors']): StateSpace => ({
  width: space.width,
  sizes: space.sizes,
  get revision() {
    return space.revision
  },
  initial: () => space.initial(),
  successors,
})
