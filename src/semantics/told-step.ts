import type { Told } from '../model/observer.ts'
import type { System } from '../model/system.ts'
import type { Action, Transition, World } from './action.ts'
import type { GlobalState } from './global-state.ts'
import { toldOf } from './observers.ts'
import { observedAfter } from './observing.ts'
import { operationsOf } from './operations.ts'
import type { Outcome } from './step.ts'

/** A transition whose observers are not told yet. */
export interface Untold extends Transition {
  /** What the node that acts sends; null where none acts. */
  readonly sends: Outcome['sends'] | null
}

/** A transition with what the observers know after it. */
export const withObserved = (world: World, state: GlobalState, untold: Untold): Transition => {
  const { action, next } = untold
  const told = toldIn(world, state, untold)
  const observed = observedAfter(world.system, state.observed, told)
  return { action, next: { ...next, observed }, told }
}

/** Whether an observer is told anything of a transition. */
export const isHeard = (world: World, state: GlobalState, untold: Untold): boolean =>
  hasObservers(world.system) && toldIn(world, state, untold).length > 0

/** Whether anybody is told of anything. */
export const hasObservers = ({ observers }: System): boolean => observers.length > 0

const toldIn = (
  { system, places }: World,
  before: GlobalState,
  { action, next, sends }: Untold,
): readonly Told[] => {
  const node = sends === null ? -1 : nodeOf(action)
  return toldOf(
    system,
    {
      cause: action,
      node,
      before: before.nodes[node]?.state,
      after: next.nodes[node]?.state,
      sends: sends ?? [],
    },
    (of, state) => operationsOf(places[of], state),
  )
}

const nodeOf = (action: Action): number =>
  'mail' in action ? action.mail.to : 'node' in action ? action.node : -1
