import type { World } from './actions.ts'
import { guardContext } from './guard-context.ts'
import type { GlobalState } from './global-state.ts'
import type { Place } from './place.ts'
import { askGuard } from './run-step.ts'
import type { Event } from './step.ts'

/** Whether a node in this state says that it will never heed a message again: its `stale`, if it has one. */
export const isStale = (
  place: Place,
  state: unknown,
  event: Extract<Event, { kind: 'receive' }>,
): boolean => {
  const { stale } = place.handlers
  if (stale === undefined) return false
  const { from, message } = event
  const context = { ...guardContext(place), from }
  return askGuard(place, event, () => stale(state, message, context), 'its `stale`')
}

/** A global state without the messages that their receivers will never heed again. */
export const withoutStale = ({ places }: World, state: GlobalState): GlobalState => {
  const inFlight = state.inFlight.filter(({ from, to, message }) => {
    const event = { kind: 'receive' as const, from: places[from]?.id ?? '', message }
    return !isStale(places[to] as Place, state.nodes[to]?.state, event)
  })
  return inFlight.length === state.inFlight.length ? state : { ...state, inFlight }
}
