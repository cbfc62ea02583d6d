import { pack, unpack, type Layout } from '../store/layout.ts'
import type { MakePages } from './pages.ts'
import { compareKeys, RunCursor } from './run-cursor.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

/** One run of the keys of two, which have none in common. */
export const mergeRuns = (
  one: SortedRun,
  other: SortedRun,
  make: MakePages,
  mayForget: (run: SortedRun) => boolean,
): SortedRun => {
  const { words } = one
  const [a, b] = [new RunCursor(one, mayForget(one)), new RunCursor(other, mayForget(other))]
  const writer = new RunWriter(words, make)
  while (!a.isAtEnd && !b.isAtEnd) {
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
  for (const cursor = new RunCursor(run, true); !cursor.isAtEnd; cursor.advance()) {
    unpack(from, cursor.keys, cursor.at, ids)
    pack(to, ids, packed, 0)
    writer.add(packed, 0)
  }
  run.drop()
  return writer.finish()
}
