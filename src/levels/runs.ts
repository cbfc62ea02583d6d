import type { Pace } from '../pace/pace.ts'
import { pack, unpack, type Layout } from '../store/layout.ts'
import type { MakePages } from './pages.ts'
import { compareKeys, RunCursor } from './run-cursor.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

/** Keys between two looks at the pace. */
const mergedTogether = 1 << 14

/**
 * One run of the keys of two, which have none in common. Yields when something else is to have its turn.
 *
 * @param mayForget whether nobody else reads a run
 */
export function* mergeRuns(
  one: SortedRun,
  other: SortedRun,
  {
    make,
    pace,
    mayForget,
  }: {
    readonly make: MakePages
    readonly pace: Pick<Pace, 'isDue'>
    readonly mayForget: (run: SortedRun) => boolean
  },
): Generator<void, SortedRun, void> {
  const { words } = one
  const [a, b] = [new RunCursor(one, mayForget(one)), new RunCursor(other, mayForget(other))]
  const writer = new RunWriter(words, make)
  while (!a.isAtEnd && !b.isAtEnd) {
    if (writer.size % mergedTogether === 0 && pace.isDue()) yield
    if (compareKeys(a.keys, a.at, b.keys, b.at, words) < 0) {
      writer.add(a.keys, a.at)
      a.advance()
    } else {
      writer.add(b.keys, b.at)
      b.advance()
    }
  }
  for (const left of [a, b]) {
    for (; !left.isAtEnd; left.advance()) writer.add(left.keys, left.at)
  }
  return writer.finish()
}

/** The same states in a roomier layout of the same order. */
export const moveRun = (
  run: SortedRun,
  from: Layout,
  to: Layout,
  { width, make }: { width: number; make: MakePages },
): SortedRun => {
  const writer = new RunWriter(to.words, make)
  const ids = new Int32Array(width)
  const packed = new Int32Array(to.words)
  for (const cursor = new RunCursor(run); !cursor.isAtEnd; cursor.advance()) {
    unpack(from, cursor.keys, cursor.at, ids)
    pack(to, ids, packed, 0)
    writer.add(packed, 0)
  }
  return writer.finish()
}
