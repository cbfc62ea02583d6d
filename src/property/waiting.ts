import type { Meaning } from '../explore/meaning.ts'
import type { Pace } from '../pace/pace.ts'
import type { Explored } from './liveness.ts'

/** A request: the node that asked, and what it calls it. */
export interface Waiting {
  readonly node: string
  readonly operation: string
}

/** How a node of a state vector is read. */
export interface Reading {
  readonly isUp: (node: number, state: Int32Array) => boolean
  readonly stateOf: (node: number, state: Int32Array) => number
  readonly idOf: (node: number) => string
}

/**
 * For each state the requests that wait in it and those that were refused, as ids into `names`. The
 * requests of a node that is down do not count: it has forgotten them.
 */
export const waitingByState = async (
  { states, width, read }: Explored,
  { askers, operationsOf }: Meaning,
  reading: Reading,
  pace: Pace,
): Promise<{
  readonly waiting: readonly (readonly number[])[]
  readonly refused: readonly (readonly number[])[]
  readonly names: readonly Waiting[]
}> => {
  const names: Waiting[] = []
  const ids = new Map<string, number>()
  const idOf = (node: number, operation: string): number => {
    const key = `${node} ${operation}`
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, names.length)
    return names.push({ node: reading.idOf(node), operation }) - 1
  }
  /** Many states agree on what all askers do: they share the lists. */
  const shared = new Map<string, { waiting: readonly number[]; refused: readonly number[] }>()
  const waiting: (readonly number[])[] = []
  const refused: (readonly number[])[] = []
  const state = new Int32Array(width)
  for (let index = 0; index < states; index++) {
    if (pace.isDue()) await pace.turn()
    read(index, state)
    let key = ''
    for (const node of askers) {
      key += reading.isUp(node, state) ? `${reading.stateOf(node, state)} ` : '- '
    }
    let lists = shared.get(key)
    if (lists === undefined) {
      const up = askers.filter((node) => reading.isUp(node, state))
      const listsOf = (which: 'waiting' | 'refused'): readonly number[] =>
        up.flatMap((node) =>
          operationsOf(node, reading.stateOf(node, state))[which].map((it) => idOf(node, it)),
        )
      lists = { waiting: listsOf('waiting'), refused: listsOf('refused') }
      shared.set(key, lists)
    }
    waiting.push(lists.waiting)
    refused.push(lists.refused)
  }
  return { waiting, refused, names }
}
