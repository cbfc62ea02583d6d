import type { World } from './action.ts'
import { clockAtStart } from './clocks.ts'
import { apply } from './effects.ts'
import { spend, type Environment, type GlobalState } from './global-state.ts'
import { toldOf } from './observers.ts'
import { observedAfter, observedAtFirst } from './observing.ts'
import { operationsOf } from './operations.ts'
import { placesOf } from './place.ts'
import { settleStep } from './run-step.ts'
import type { Outcome } from './step.ts'
import type { Told } from '../model/observer.ts'
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
    observed: observedAtFirst(system),
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
        afterStart(world, state, place.index, outcome),
      ),
    )
  }
  return states
}

/** The state after a node's start, of which observers are told. */
export const afterStart = (
  world: World,
  state: GlobalState,
  node: number,
  outcome: Outcome,
): GlobalState => {
  const { system } = world
  const next = apply(system, state, node, outcome)
  if (system.observers.length === 0) return next
  const told = toldOfStart(world, state, node, outcome)
  return { ...next, observed: observedAfter(system, state.observed, told) }
}

/** What observers are told of a node's start. */
export const toldOfStart = (
  { system, places }: World,
  state: GlobalState,
  node: number,
  { state: after, sends }: Outcome,
): readonly Told[] =>
  toldOf(
    system,
    { cause: 'start', node, before: state.nodes[node]?.state, after, sends },
    (of, at) => operationsOf(places[of], at),
  )

/** The environments a run may begin in: no cut, or each of the cuts that may be there already. */
export const initialEnvironments = (system: System): readonly Environment[] => {
  const { faults, network, budgets, time } = system
  const whole: Environment = {
    cut: -1,
    splits: faults.splits,
    crashes: faults.crashes,
    disks: faults.lostDisks,
    losses: network.loss,
    duplicates: network.duplication,
    pauses: time?.pauses ?? 0,
    own: budgets.map(({ times }) => times),
  }
  if (!faults.splitAtStart) return [whole]
  return [...faults.cuts.keys()].map((cut) => ({ ...whole, cut, splits: spend(faults.splits) }))
}
