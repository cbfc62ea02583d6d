import { Successors, type StateSpace } from '../explore/state-space.ts'
import type { Pace } from '../pace/pace.ts'
import { pack, type Layout } from '../store/layout.ts'
import { compareKeys, RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'
import { Unpacker } from './unpacker.ts'

/**
 * How many successors the states of a level have up to one, all of which were expanded before. Yields
 * when something else is to have its turn.
 */
export function* countUpTo(
  state: Int32Array,
  {
    level,
    layout,
    space,
    pace,
  }: {
    readonly level: SortedRun
    readonly layout: Layout
    readonly space: StateSpace
    readonly pace: Pace
  },
): Generator<void, number, void> {
  const last = new Int32Array(layout.words)
  pack(layout, state, last, 0)
  const unpacker = new Unpacker(layout, space.width)
  const out = new Successors()
  let count = 0
  for (const cursor = new RunCursor(level); !cursor.isAtEnd; cursor.advance()) {
    if (pace.isDue()) yield
    unpacker.read(cursor.keys, cursor.at)
    out.clear()
    // To count them, nothing need be due.
    space.successors(unpacker.ids, out, 0)
    count += out.count
    if (compareKeys(cursor.keys, cursor.at, last, 0, layout.words) === 0) break
  }
  return count
}
