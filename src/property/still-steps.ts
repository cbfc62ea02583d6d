import { Graph } from '../explore/graph.ts'
import type { Pace } from '../pace/pace.ts'

/** The system's steps, where those of some actions that change nothing count for no promise. */
export interface Stilled {
  readonly graph: Graph
  /** What is promised of each label: nothing of those that steps which change nothing have here. */
  readonly promised: Uint8Array
}

/**
 * The same steps, where those from a state to itself by an action of which only moves count are an action of
 * their own, of which nothing is promised: so they are neither possible nor taken, as far as the promise goes.
 *
 * @param moves for each label whether only steps that change the state count
 * @throws Halt when the pace ends it
 */
export const stilled = async (
  { graph, promised }: Stilled,
  states: number,
  moves: Uint8Array,
  pace: Pace,
): Promise<Stilled> => {
  if (!moves.includes(1)) return { graph, promised }
  const own = new Graph((bytes) => pace.claim(bytes), graph)
  for (let state = 0; state < states; state++) {
    if (pace.isDue()) await pace.turn()
    for (let at = graph.start(state); at < graph.start(state + 1); at++) {
      const label = graph.labels.data[at] as number
      const isStill = moves[label] === 1 && graph.targets.data[at] === state
      own.labels.push(isStill ? label + moves.length : label)
    }
  }
  const all = new Uint8Array(2 * promised.length)
  all.set(promised)
  return { graph: own, promised: all }
}
