import type { Told } from '../model/observer.ts'
import type { Pace } from '../pace/pace.ts'
import { equal } from '../value/compare.ts'
import { keyOf } from '../value/key.ts'
import type { World } from './actions.ts'
import { clockAtStart } from './clocks.ts'
import { apply } from './effects.ts'
import type { GlobalState } from './global-state.ts'
import { initialEnvironments, toldOfStart } from './initial.ts'
import { observedAfter, observedAtFirst } from './observing.ts'
import { settleEach } from './run-step.ts'
import { hasObservers } from './told-step.ts'

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
  // What observers may know by now: nodes may have begun like that in several ways.
  let known = new Map([[keyOf(observedAtFirst(system)), observedAtFirst(system)]])
  for (const { index, id } of places) {
    const tellings = await waysToBegin(world, state, index, pace)
    if (tellings.length === 0) return `node '${id}' cannot begin like that`
    const after = [...known.values()].flatMap((observed) =>
      tellings.map((told) => observedAfter(system, observed, told)),
    )
    known = new Map(after.map((observed) => [keyOf(observed), observed]))
  }
  return known.has(keyOf(state.observed)) ? null : 'its observers cannot know that yet'
}

/** What observers may have been told at the start of a run that begins in a state. */
export const toldAtStart = async (
  world: World,
  state: GlobalState,
  pace: Pace,
): Promise<readonly Told[]> => {
  if (!hasObservers(world.system)) return []
  const told: Told[] = []
  for (const { index } of world.places) {
    const [first = []] = await waysToBegin(world, state, index, pace)
    told.push(...first)
  }
  return told
}

/**
 * What observers may be told where a node, by itself, begins as it is in a state at the start of a run: for
 * each way to begin so. Where nobody is told anything, one way is enough.
 */
const waysToBegin = async (
  world: World,
  state: GlobalState,
  node: number,
  pace: Pace,
): Promise<readonly (readonly Told[])[]> => {
  const { system, places } = world
  const place = places[node]
  if (place === undefined) return []
  const sent = ({ inFlight }: GlobalState): GlobalState['inFlight'] =>
    inFlight.filter(({ from }) => from === node)
  const tellings: (readonly Told[])[] = []
  for (const { state: initial } of settleEach(place, undefined, { kind: 'initial' })) {
    const nodes = state.nodes.with(node, {
      up: true,
      state: initial,
      timers: [],
      ...clockAtStart(system),
    })
    const before = { ...state, nodes, inFlight: [] }
    for (const outcome of settleEach(place, initial, { kind: 'start' })) {
      if (pace.isDue()) await pace.turn()
      const after = apply(system, before, node, outcome)
      if (!equal(after.nodes[node], state.nodes[node]) || !equal(sent(after), sent(state))) continue
      if (!hasObservers(system)) return [[]]
      tellings.push(toldOfStart(world, before, node, outcome))
    }
  }
  return tellings
}
