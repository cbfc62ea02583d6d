import { Astray } from '../audit/astray.ts'
import { recordHeader, type Successors } from '../explore/state-space.ts'
import type { Orbits } from './orbits.ts'
import type { Swap, SwapOf } from './swap.ts'

/** What it takes to take the steps of a run once more. */
interface Folded {
  readonly orbits: Orbits
  /** How many nodes and values there are. */
  readonly points: number
  readonly swapOf: SwapOf
  /** All steps from a state, before nodes change places. */
  readonly successors: (state: Int32Array) => Successors
}

/**
 * A run of the system for a run of states that stand for orbits; it ends with the same state.
 *
 * From each state but the last some step leads to a state that becomes the next one when nodes change
 * places. So from the end backwards each state is given the places that the one after it has.
 *
 * @throws Astray where no step leads on
 */
export const unfold = (
  run: readonly Int32Array[],
  { orbits, points, swapOf, successors }: Folded,
): readonly Int32Array[] => {
  const last = run.at(-1)
  if (last === undefined) return []
  const unfolded = [last]
  /** For each node, and each value, the place that it has in the unfolded run. */
  let places = Array.from({ length: points }, (_, point) => point)
  for (let at = run.length - 2; at >= 0; at--) {
    const state = run[at] as Int32Array
    const swaps = swapsOf(state, run[at + 1] as Int32Array, orbits, successors(state))
    places = places.map((_, point) => {
      const then = swaps.reduce((place, swap) => swap.node(place), point)
      return places[then] as number
    })
    unfolded.push(arranged(state, places, swapOf))
  }
  return unfolded.toReversed()
}

/** The swaps by which what some step leads to becomes the next state. */
const swapsOf = (
  state: Int32Array,
  next: Int32Array,
  orbits: Orbits,
  { records: { data, length } }: Successors,
): readonly Swap[] => {
  for (let at = 0; at < length;) {
    const after = state.slice()
    const end = at + recordHeader + 2 * (data[at + 2] as number)
    for (let change = at + recordHeader; change < end; change += 2) {
      after[data[change] as number] = data[change + 1] as number
    }
    // A run may end with a state that does not stand for its orbit.
    if (after.every((id, component) => id === next[component])) return []
    orbits.toLeast(after)
    if (after.every((id, component) => id === next[component])) return orbits.swaps
    at = end
  }
  throw new Astray('a step led to a state before, and none does now')
}

/** A state with its nodes and values in other places. */
const arranged = (state: Int32Array, places: readonly number[], swapOf: SwapOf): Int32Array => {
  const after = state.slice()
  const open = [...places]
  for (let point = 0; point < open.length; point++) {
    for (let to = open[point] as number; to !== point; to = open[point] as number) {
      swapOf(point, to).apply(after)
      // Whoever is where this one belongs comes here, and this one has arrived.
      open[point] = open[to] as number
      open[to] = to
    }
  }
  return after
}
