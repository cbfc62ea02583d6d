import { initialTouch, type Observer } from '../explore/observer.ts'
import type { Pace } from '../pace/pace.ts'
import { RunCursor } from './run-cursor.ts'
import type { SortedRun } from './sorted-run.ts'
import type { Unpacker } from './unpacker.ts'

/** By whom and how fast states are judged. */
export interface Judging {
  readonly unpacker: Unpacker
  readonly observer: Observer
  readonly pace: Pace
}

/**
 * Has states judged that were judged in another process, level by level: no verdict rests on what only
 * that one was answered, and what predicates read there has to be known before it can be said that a step
 * did not touch it. Yields when something else is to have its turn.
 *
 * @param levels of which this process has judged the first
 * @param depth how many steps lead to the last of them
 */
export function* judgeAgain(
  levels: readonly SortedRun[],
  depth: number,
  { unpacker, observer, pace }: Judging,
): Generator<void, void, void> {
  const first = depth - (levels.length - 1)
  for (const [index, level] of levels.entries()) {
    if (index === 0) continue
    for (const cursor = new RunCursor(level); !cursor.isAtEnd; cursor.advance()) {
      if (pace.isDue()) yield
      unpacker.read(cursor.keys, cursor.at)
      observer.onState(unpacker.ids, first + index, -1, initialTouch)
    }
  }
}
