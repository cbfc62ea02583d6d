import type { Spender } from '../model/budgets.ts'
import type { System } from '../model/system.ts'
import { compare } from '../value/compare.ts'
import {
  cutsIn,
  isBlocked,
  isTraitor,
  put,
  spend,
  spendOwn,
  standingWith,
  type Environment,
  type GlobalState,
  type Mail,
  type NodeState,
} from './global-state.ts'
import { ageAtStart, withTimers } from './clocks.ts'
import type { Place } from './place.ts'
import type { Outcome } from './step.ts'

/** The global state after a split: where messages are dropped, those across the cut are gone. */
export const split = (system: System, state: GlobalState, cut: number): GlobalState => {
  const { environment, inFlight } = state
  const standing = standingWith(system, [...cutsIn(system, environment.cut), cut])
  const isDropped = ({ from, to }: Mail): boolean => isDroppedBy(system, standing, from, to)
  const splits = spend(environment.splits)
  const after: Environment = { ...environment, cut: standing, splits }
  return { ...state, environment: after, inFlight: inFlight.filter((mail) => !isDropped(mail)) }
}

/** The global state after a cut heals. */
export const heal = (system: System, state: GlobalState, cut: number): GlobalState => {
  const { environment } = state
  const left = cutsIn(system, environment.cut).filter((each) => each !== cut)
  return { ...state, environment: { ...environment, cut: standingWith(system, left) } }
}

/** Whether the cuts that stand swallow messages from one node to another. What a traitor may say it may say again. */
export const isDroppedBy = (system: System, cut: number, from: number, to: number): boolean =>
  system.faults.acrossCut === 'dropped' &&
  isBlocked(system, cut, from, to) &&
  !isTraitor(system, from)

/** The global state after a node's step: its new state and timers, and its messages sent. */
export const apply = (
  system: System,
  state: GlobalState,
  node: number,
  { state: nodeState, timers, sends }: Outcome,
): GlobalState => {
  const { cut } = state.environment
  const isLost = (to: number): boolean => isDroppedBy(system, cut, node, to)
  const inFlight = sends
    .filter(({ to }) => !isLost(to))
    .reduce(
      (mail, { to, message, once }) =>
        put(system, mail, { from: node, to, message, ...ageAtStart(system) }, once),
      state.inFlight,
    )
  return replaceNode({ ...state, inFlight }, node, {
    state: nodeState,
    ...withTimers(state.nodes[node] as NodeState, timers),
  })
}

/** A global state with one node changed. */
export const replaceNode = (
  state: GlobalState,
  node: number,
  change: Partial<NodeState>,
): GlobalState => ({
  ...state,
  nodes: state.nodes.map((it, index) => (index === node ? { ...it, ...change } : it)),
})

/** Whether a step changes the node's state or timers. */
export const changesNode = (before: NodeState, { state, timers }: Outcome): boolean => {
  if (compare(before.state, state) !== 0) return true
  if (timers.size === 0) return false
  const { timers: names, clock } = withTimers(before, timers)
  return (
    compare(before.timers, names) !== 0 ||
    compare(before.clock?.left ?? [], clock?.left ?? []) !== 0
  )
}

/** The state in which a step is paid for, if it spends a budget; null where nothing is left of it. */
export const pay = (
  places: readonly Place[],
  state: GlobalState,
  node: number,
  ...[kind, name]: readonly [kind: Spender['kind'], name: string]
): GlobalState | null => {
  const budget = places[node]?.spends[kind].get(name)
  if (budget === undefined) return state
  const environment = spendOwn(state.environment, budget)
  return environment && { ...state, environment }
}
