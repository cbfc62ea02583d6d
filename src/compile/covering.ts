import type { Cells } from './cells.ts'
import type { Tables } from './tables.ts'

/** Two states of a run: the later one equals the earlier one but for more messages in flight. */
export interface Covering {
  readonly from: number
  readonly to: number
}

/** How many pairs of states of a run are compared at most. */
const mostPairs = 10_000

/**
 * The pairs of states of a run of which the later one covers the earlier one (Karp and Miller 1969):
 * first those that end early, of these first those that are close together.
 */
export const coverings = function* (
  tables: Tables,
  run: readonly Int32Array[],
): Generator<Covering> {
  const byLocal = new Map<string, number[]>()
  let left = mostPairs
  for (const [to, later] of run.entries()) {
    const key = localKey(tables, later)
    const alike = byLocal.get(key) ?? []
    for (const from of alike.toReversed()) {
      if (left-- === 0) return
      if (covers(tables, later, run[from] as Int32Array)) yield { from, to }
    }
    alike.push(to)
    byLocal.set(key, alike)
  }
}

/** All of a state but the messages in flight. */
const localKey = ({ cells, nodes }: Tables, state: Int32Array): string =>
  cells
    .map((own, node) => {
      const content = own.get(state[node] as number)
      return `${content.isUp ? content.state : -1 - content.state} ${content.timers}`
    })
    .concat([...state.subarray(nodes)].map(String))
    .join()

/** Whether each node has all the messages in flight to it that it had before. */
const covers = ({ cells, boxes }: Tables, later: Int32Array, earlier: Int32Array): boolean =>
  cells.every((own: Cells, node) =>
    boxes.covers(
      own.mailboxes.data[later[node] as number] as number,
      own.mailboxes.data[earlier[node] as number] as number,
    ),
  )
