import { initialTouch, type Observer } from '../explore/observer.ts'
import type { Pace } from '../pace/pace.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'
import type { Unpacker } from './unpacker.ts'

/**
 * Has the states of a level judged that were judged in another process: what predicates read there has to
 * be known before it can be said that a step did not touch it. Yields when something else is to have its
 * turn.
 */
export function* judgeAgain(
  level: SortedRun,
  unpacker: Unpacker,
  observer: Observer,
  depth: number,
  pace: Pace,
): Generator<void, void, void> {
  for (const cursor = new RunCursor(level); !cursor.isAtEnd; cursor.advance()) {
    if (pace.isDue()) yield
    unpacker.read(cursor.keys, cursor.at)
    observer.onState(unpacker.ids, depth, -1, initialTouch)
  }
}
