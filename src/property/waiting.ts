import type { Meaning } from '../explore/meaning.ts'
import type { Pace } from '../pace/pace.ts'
import type { Explored } from './explored.ts'

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

/** The requests that wait in some states, and those that were refused, as ids. */
interface Requests {
  readonly waiting: readonly number[]
  readonly refused: readonly number[]
}

/** The requests of each state of a space. */
export interface RequestsByState {
  readonly of: (state: number) => Requests
  /** What states may be like, each once. */
  readonly distinct: readonly Requests[]
  /** The requests by id. */
  readonly names: readonly Waiting[]
}

/**
 * For each state the requests that wait in it and those that were refused. The requests of a node
 * that is down do not count: it has forgotten them.
 *
 * @throws Halt when the pace ends it
 */
export const requestsByState = async (
  { states, width, read }: Explored,
  { askers, operationsOf }: Meaning,
  reading: Reading,
  pace: Pace,
): Promise<RequestsByState> => {
  const names: Waiting[] = []
  const ids = new Map<string, number>()
  const idOf = (node: number, operation: string): number => {
    const key = `${node} ${operation}`
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, names.length)
    return names.push({ node: reading.idOf(node), operation }) - 1
  }
  /** Many states agree on what all askers do: they share an entry of `distinct`. */
  const shared = new Map<string, number>()
  const distinct: Requests[] = []
  pace.claim(4 * states)
  const entries = new Int32Array(states)
  const state = new Int32Array(width)
  for (let index = 0; index < states; index++) {
    if (pace.isDue()) await pace.turn()
    read(index, state)
    let key = ''
    for (const node of askers) {
      key += reading.isUp(node, state) ? `${reading.stateOf(node, state)} ` : '- '
    }
    let entry = shared.get(key)
    if (entry === undefined) {
      const up = askers.filter((node) => reading.isUp(node, state))
      const listsOf = (which: keyof Requests): readonly number[] =>
        up.flatMap((node) =>
          operationsOf(node, reading.stateOf(node, state))[which].map((it) => idOf(node, it)),
        )
      entry = distinct.push({ waiting: listsOf('waiting'), refused: listsOf('refused') }) - 1
      shared.set(key, entry)
    }
    entries[index] = entry
  }
  return { of: (index) => distinct[entries[index] as number] as Requests, distinct, names }
}
