import type { World } from '../semantics/actions.ts'
import { clockAtStart } from '../semantics/clocks.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { afterStart, initialEnvironments } from '../semantics/initial.ts'
import { observedAtFirst } from '../semantics/observing.ts'
import { settleEach } from '../semantics/run-step.ts'

/** The initial states in the order of the semantics, each as it is asked for: there may be very many. */
export function* startsOf(world: World): Generator<GlobalState> {
  const observed = observedAtFirst(world.system)
  for (const environment of initialEnvironments(world.system)) {
    yield* settled(world, { nodes: [], inFlight: [], environment, observed }, 0)
  }
}

/** The nodes from one on in each of their initial states. */
function* settled(world: World, state: GlobalState, node: number): Generator<GlobalState> {
  const place = world.places[node]
  if (place === undefined) {
    yield* started(world, state, 0)
    return
  }
  for (const { state: initial } of settleEach(place, undefined, { kind: 'initial' })) {
    const nodes = [
      ...state.nodes,
      { up: true, state: initial, timers: [], ...clockAtStart(world.system) },
    ]
    yield* settled(world, { ...state, nodes }, node + 1)
  }
}

/** The nodes from one on after their start. */
function* started(world: World, state: GlobalState, node: number): Generator<GlobalState> {
  const place = world.places[node]
  if (place === undefined) {
    yield state
    return
  }
  for (const outcome of settleEach(place, state.nodes[node]?.state, { kind: 'start' })) {
    yield* started(world, afterStart(world, state, node, outcome), node + 1)
  }
}
