import { equal } from '../value/compare.ts'
import { transitions, type World } from './actions.ts'
import type { GlobalState } from './global-state.ts'
import { isFault } from './reference.ts'
import { withoutStale } from './stale.ts'

/**
 * The run of the system that a run without stale messages stands for: what was taken out of flight is
 * still there, and nobody heeds it.
 *
 * @param first where it begins: the first state of the run, with all that is in flight
 * @param rest the other states of the run, without stale messages
 * @returns the states as they are found; it ends early where none goes on like the run
 */
export function* withStale(
  world: World,
  first: GlobalState,
  rest: Iterable<GlobalState>,
): Generator<GlobalState> {
  let state = first
  yield state
  for (const wanted of rest) {
    const fitting = transitions(world, state).filter(({ next }) =>
      equal(withoutStale(world, next), wanted),
    )
    const taken = fitting.find(({ action }) => !isFault(action)) ?? fitting[0]
    if (taken === undefined) return
    state = taken.next
    yield state
  }
}
