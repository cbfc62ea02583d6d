import type { Handed } from '../explore/handed.ts'
import type { Claim } from '../store/int-list.ts'
import { pack, unpack, type Layout } from '../store/layout.ts'
import type { FoundBy } from './found-by.ts'
import type { MakePages } from './pages.ts'
import { sortRows } from './radix-sort.ts'
import { Notes } from './notes.ts'
import { RunWriter, type SortedRun } from './sorted-run.ts'

interface SortedStates {
  readonly run: SortedRun
  /** What is due in each. */
  readonly notes: Notes
  /** The place that each has in the order given. */
  readonly places: Int32Array
}

interface Ground {
  readonly layout: Layout
  readonly foundBy: FoundBy
  readonly make: MakePages
  readonly claim: Claim
}

/** All states of a search as a sorted run. */
export const statesOf = (
  { states, layout, space }: Handed,
  { layout: own, make, claim }: Ground,
): SortedRun => {
  const { words } = own
  const { size } = states
  claim(8 * size * words)
  const rows = new Int32Array(size * words)
  const ids = new Int32Array(space.width)
  let to = 0
  states.each((slots, at) => {
    unpack(layout, slots, at, ids)
    pack(own, ids, rows, to)
    to += words
  })
  const shape = { count: size, stride: words, words }
  const sorted = sortRows(rows, new Int32Array(size * words), shape)
  const writer = new RunWriter(words, make)
  for (let row = 0; row < size; row++) writer.add(sorted, row * words)
  return writer.finish()
}

/** Those that are still to be expanded. */
export const queuedOf = ({ frontier, layout, space }: Handed, ground: Ground): SortedStates => {
  const ids = new Int32Array(space.width)
  const words = new Int32Array(layout.words)
  const each: Each = (callback) => {
    while (frontier.length > 0) {
      const due = frontier.take(words)
      unpack(layout, words, 0, ids)
      callback(ids, due)
    }
  }
  return sortedStates(frontier.length, each, ground)
}

/** Calls back with each state, and what is due in it. The vector is scratch. */
type Each = (callback: (state: Int32Array, due: number) => void) => void

const sortedStates = (
  count: number,
  each: Each,
  { layout, foundBy, make, claim }: Ground,
): SortedStates => {
  const { words } = layout
  const stride = words + 2
  claim(8 * count * stride)
  const rows = new Int32Array(count * stride)
  let to = 0
  each((state, due) => {
    pack(layout, state, rows, to)
    rows[to + words] = foundBy.of(-1, due)
    rows[to + words + 1] = to / stride
    to += stride
  })
  const sorted = sortRows(rows, new Int32Array(count * stride), { count, stride, words })
  const writer = new RunWriter(words, make)
  const notes = new Notes(make())
  const places = new Int32Array(count)
  for (let row = 0; row < count; row++) {
    writer.add(sorted, row * stride)
    notes.push(sorted[row * stride + words] as number)
    places[row] = sorted[row * stride + words + 1] as number
  }
  return { run: writer.finish(), notes: notes.finish(), places }
}
