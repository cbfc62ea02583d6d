import { differences, leadsTo, mostChanges } from '../explore/leads-to.ts'
import { allDue, Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { unpack, type Layout } from '../store/layout.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'

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
