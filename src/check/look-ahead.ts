import { recordHeader, Successors, type StateSpace } from '../explore/state-space.ts'
import { Halt, type Pace } from '../pace/pace.ts'
import { isImpure, ModelError } from '../value/model-error.ts'

/** So many states are looked at. */
const mostAhead = 32

/**
 * Takes the first steps of a search in its order, without a table of states and without predicates: where
 * nodes are told apart they mostly are soon, and a search that is given up costs several times as much.
 * What user code was asked is remembered by the space, so that the search need not ask again.
 *
 * @throws ModelError 'not-pure'. Other mistakes the search is about to meet, if it comes to them
 */
export const lookAhead = async (space: StateSpace, most: number, pace: Pace): Promise<void> => {
  try {
    for (const _ of firstStates(space, Math.min(most, mostAhead)))
      if (pace.isDue()) await pace.turn()
  } catch (error) {
    const isLeft = error instanceof Halt || (error instanceof ModelError && !isImpure(error))
    if (!isLeft) throw error
  }
}

/** The first states that a search expands, after their successors were asked for; none where more are initial. */
function* firstStates(space: StateSpace, most: number): Generator<Int32Array> {
  const known = new Map<string, Int32Array>()
  const add = (state: Int32Array): void => {
    const name = state.join(' ')
    if (!known.has(name)) known.set(name, state)
  }
  for (const state of space.initial()) {
    // A search takes no step before it has listed all of them: what a step changes outside of the state would not show.
    if (known.size >= most) return
    add(state.slice())
  }
  const out = new Successors()
  let count = 0
  for (const state of known.values()) {
    out.clear()
    space.successors(state, out, -1)
    yield state
    count += 1
    if (count >= most) return
    const { data, length } = out.records
    for (let at = 0; at < length && known.size < most;) {
      const after = state.slice()
      const end = at + recordHeader + 2 * (data[at + 2] as number)
      for (let change = at + recordHeader; change < end; change += 2) {
        after[data[change] as number] = data[change + 1] as number
      }
      add(after)
      at = end
    }
  }
}
