import type { Explored } from './explored.ts'
import { outside } from '../explore/graph.ts'
import type { Pace } from '../pace/pace.ts'
import { findFairComponents, type FairBase } from './fair-components.ts'
import { waitingProduct } from './product.ts'

/** Whether some step leads out of the bound. */
export const leadsOut = ({ graph }: Explored): boolean =>
  graph.targets.data.subarray(0, graph.targets.length).includes(outside)

/**
 * Whether some fair run stays within the bound for ever that comes through one of some states.
 *
 * @param isWanted whether a state is one of them
 * @throws Halt when the pace ends it
 */
export const mayStay = async (
  base: FairBase,
  isWanted: (state: number) => boolean,
  pace: Pace,
): Promise<boolean> => {
  const after = await statesAfter(base, isWanted, pace)
  const product = await waitingProduct(base, (state) => (after[state] === 1 ? [0] : []), pace)
  return (await findFairComponents(base, product, pace)).length > 0
}

/** For each state whether it is one of some states or can be reached from one: 1, or 0. */
const statesAfter = async (
  { graph, states }: FairBase,
  isWanted: (state: number) => boolean,
  pace: Pace,
): Promise<Uint8Array> => {
  pace.claim(5 * states)
  const after = new Uint8Array(states)
  const open: number[] = []
  const reach = (state: number): void => {
    if (state === outside || after[state] === 1) return
    after[state] = 1
    open.push(state)
  }
  for (let state = 0; state < states; state++) {
    if (pace.isDue()) await pace.turn()
    if (isWanted(state)) reach(state)
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (let at = graph.start(next); at < graph.start(next + 1); at++) {
        reach(graph.targets.data[at] as number)
      }
    }
  }
  return after
}
