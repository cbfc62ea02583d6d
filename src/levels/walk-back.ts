import { allDue, recordHeader, Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { unpack, type Layout } from '../store/layout.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'

/**
 * Most steps change few components: states that differ from the one after in more are only tried
 * where no other leads to it.
 */
const mostChanges = [2, 4, 8, Infinity]

/**
 * The first state of a level from which a step leads to a state; null where there is none.
 *
 * @throws Halt when the pace ends it
 */
export const stateBefore = async (
  after: Int32Array,
  {
    level,
    layout,
    space,
    pace,
  }: { level: SortedRun; layout: Layout; space: StateSpace; pace: Pace },
): Promise<Int32Array | null> => {
  const out = new Successors()
  const state = new Int32Array(space.width)
  let tried = 0
  for (const most of mostChanges) {
    for (const cursor = new RunCursor(level); !cursor.isAtEnd; cursor.advance()) {
      if (pace.isDue()) await pace.turn()
      unpack(layout, cursor.keys, cursor.at, state)
      const changes = differences(state, after)
      if (changes <= tried || changes > most) continue
      out.clear()
      space.successors(state, out, allDue)
      if (leadsTo(state, out, after)) return state
    }
    tried = most
  }
  return null
}

const differences = (a: Int32Array, b: Int32Array): number => {
  let count = 0
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) count += 1
  return count
}

/** Whether one of the successors of a state is this one. */
const leadsTo = (state: Int32Array, out: Successors, after: Int32Array): boolean => {
  out.gather()
  const changes = differences(state, after)
  const { data, length } = out.records
  for (let at = 0; at < length;) {
    const end = at + recordHeader + 2 * (data[at + 2] as number)
    let same = 0
    for (let change = at + recordHeader; change < end; change += 2) {
      const component = data[change] as number
      const id = data[change + 1] as number
      if (after[component] !== id) {
        same = -1
        break
      }
      if (state[component] !== id) same += 1
    }
    if (same === changes) return true
    at = end
  }
  return false
}
