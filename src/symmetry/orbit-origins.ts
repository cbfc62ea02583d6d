import type { Origins, Share } from '../explore/share.ts'

/**
 * What can be told of where orbits come from. Which node of a class stands where in the state that was
 * found is a matter of order, so what some of them have alone says nothing.
 */
export const orbitOrigins = (
  origins: Origins,
  classes: readonly (readonly number[])[],
): Origins => ({
  ...origins,
  areOrbits: true,
  *shares(used) {
    for (const share of origins.shares(used)) {
      if (classes.every((members) => isOfAllOrNone(share, members))) yield share
    }
  },
})

const isOfAllOrNone = ({ rest }: Share, members: readonly number[]): boolean =>
  new Set(members.map((node) => rest.has(node))).size <= 1
