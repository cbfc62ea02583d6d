import type { System } from '../model/system.ts'
import { firstClock, isAwake, runOut } from './clocks.ts'
import type { GlobalState, NodeState } from './global-state.ts'

/** A node that is paused, or goes on. */
export const paused = (
  { clock = firstClock }: NodeState,
  isPaused: boolean,
): Partial<NodeState> => ({
  clock: { ...clock, paused: isPaused },
})

/** Whether something must happen before a unit can pass. @param next the mail that may be delivered now */
const isDue = (
  { time }: System,
  { nodes, inFlight }: GlobalState,
  next: readonly number[],
): boolean =>
  next.some((index) => inFlight[index]?.age === time?.max) ||
  nodes.some((node) => isAwake(node) && runOut(node).length > 0)

/**
 * The states a unit later, one for each way in which the clocks may go; none while something is due.
 *
 * @param next the mail that may be delivered now, by index
 */
export const ticked = (
  system: System,
  state: GlobalState,
  next: readonly number[],
): readonly GlobalState[] => {
  const { time } = system
  if (time === null || isDue(system, state, next)) return []
  const inFlight = state.inFlight.map((mail) => ({
    ...mail,
    age: Math.min((mail.age ?? 0) + 1, time.oldest),
  }))
  let ways: (readonly NodeState[])[] = [[]]
  state.nodes.forEach((node, index) => {
    const speeds = time.drifting[index] ? [1, 0, 2] : [1]
    ways = ways.flatMap((nodes) => speeds.map((speed) => [...nodes, later(node, speed)]))
  })
  return ways
    .filter((nodes) => spread(nodes) <= time.drift)
    .map((nodes) => ({ ...state, nodes, inFlight }))
}

/** A node after its clock has gone on by some units while one passed. */
const later = (node: NodeState, units: number): NodeState => {
  const { left, ahead, paused } = node.clock ?? firstClock
  const rest = left.map((each) => Math.max(each - units, 0))
  return { ...node, clock: { left: rest, ahead: ahead + units - 1, paused } }
}

/** By how much any two clocks differ at most, that of true time included. */
const spread = (nodes: readonly NodeState[]): number => {
  const all = [0, ...nodes.map(({ clock }) => clock?.ahead ?? 0)]
  return Math.max(...all) - Math.min(...all)
}

/** Whether between two states no more happened than that time went by: no timer came closer, no message aged. */
export const isIdle = (before: GlobalState, after: GlobalState): boolean =>
  before.inFlight.every(({ age }, index) => age === after.inFlight[index]?.age) &&
  before.nodes.every(({ clock }, node) =>
    (clock ?? firstClock).left.every((each, at) => each === after.nodes[node]?.clock?.left[at]),
  )
