import type { Event } from './team.ts'

/** The events of all parts in the order of their states: that in which one thread alone comes to them. */
export const inOrder = (
  parts: readonly (readonly Event[])[],
  order: readonly number[],
): readonly Event[] => parts.flat().toSorted((a, b) => compareStates(a.state, b.state, order))

/** Compares states as their packed words are compared. */
const compareStates = (a: Int32Array, b: Int32Array, order: readonly number[]): number => {
  for (const component of order) {
    const difference = (a[component] ?? 0) - (b[component] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
