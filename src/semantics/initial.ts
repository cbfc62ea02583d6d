import type { World } from './actions.ts'
import { clockAtStart } from './clocks.ts'
import { apply } from './effects.ts'
import { spend, type Environment, type GlobalState } from './global-state.ts'
import { placesOf } from './place.ts'
import { settleStep } from './run-step.ts'
import type { System } from '../model/system.ts'

/** A system with its places. */
export const worldOf = (system: System): World => ({ system, places: placesOf(system) })

/**
 * Every initial global state: each node in its role's initial state, then every node's `start` run
 * once; one for each way to choose, and for each cut that may be there from the start.
 */
export const initialStates = (world: World): readonly GlobalState[] => {
  const { system, places } = world
  let states = initialEnvironments(system).map((environment): GlobalState => ({
    nodes: [],
    inFlight: [],
    environment,
  }))
  for (const place of places) {
    const outcomes = settleStep(place, undefined, { kind: 'initial' })
    states = states.flatMap((state) =>
      outcomes.map((outcome) => ({
        ...state,
        nodes: [
          ...state.nodes,
          { up: true, state: outcome.state, timers: [], ...clockAtStart(system) },
        ],
      })),
    )
  }
  for (const place of places) {
    states = states.flatMap((state) =>
      settleStep(place, state.nodes[place.index]?.state, { kind: 'start' }).map((outcome) =>
        apply(system, state, place.index, outcome),
      ),
    )
  }
  return states
}

/** The environments a run may begin in: no cut, or each of the cuts that may be there already. */
export const initialEnvironments = ({ faults, network, time }: System): readonly Environment[] => {
  const whole: Environment = {
    cut: -1,
    splits: faults.splits,
    crashes: faults.crashes,
    losses: network.loss,
    duplicates: network.duplication,
    pauses: time?.pauses ?? 0,
  }
  if (!faults.splitAtStart) return [whole]
  return [...faults.cuts.keys()].map((cut) => ({ ...whole, cut, splits: spend(faults.splits) }))
}
