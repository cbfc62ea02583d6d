import type { Pace } from '../pace/pace.ts'
import { equal } from '../value/compare.ts'
import type { World } from './actions.ts'
import { clockAtStart } from './clocks.ts'
import { apply } from './effects.ts'
import type { GlobalState } from './global-state.ts'
import { initialEnvironments } from './initial.ts'
import { settleEach } from './run-step.ts'

/**
 * What is wrong with a state that is to be an initial one; null if it is one. Each node is looked at
 * by itself: what it does at the start depends on nobody else, and the messages that it sent are those
 * from it.
 */
export const misfit = async (
  world: World,
  state: GlobalState,
  pace: Pace,
): Promise<string | null> => {
  const { system, places } = world
  const isThere = initialEnvironments(system).some((it) => equal(it, state.environment))
  if (!isThere) return 'its cut and what may still go wrong are not those of the start'
  if (state.nodes.length !== places.length) return 'it has another number of nodes'
  for (const { index, id } of places) {
    if (!(await mayBegin(world, state, index, pace))) return `node '${id}' cannot begin like that`
  }
  return null
}

/** Whether a node, by itself, may be as it is in a state at the start of a run. */
const mayBegin = async (
  { system, places }: World,
  state: GlobalState,
  node: number,
  pace: Pace,
): Promise<boolean> => {
  const place = places[node]
  if (place === undefined) return false
  const sent = ({ inFlight }: GlobalState): GlobalState['inFlight'] =>
    inFlight.filter(({ from }) => from === node)
  for (const { state: initial } of settleEach(place, undefined, { kind: 'initial' })) {
    const nodes = state.nodes.with(node, {
      up: true,
      state: initial,
      timers: [],
      ...clockAtStart(system),
    })
    for (const outcome of settleEach(place, initial, { kind: 'start' })) {
      if (pace.isDue()) await pace.turn()
      const after = apply(system, { ...state, nodes, inFlight: [] }, node, outcome)
      if (equal(after.nodes[node], state.nodes[node]) && equal(sent(after), sent(state)))
        return true
    }
  }
  return false
}
