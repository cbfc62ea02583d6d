import type { Pace } from '../pace/pace.ts'
import { fairCycle } from './fair-cycle.ts'
import { findFairComponents, type FairBase } from './fair-components.ts'
import { rest, type Product } from './product.ts'
import type { Waiting } from './waiting.ts'

/** An infinite run that violates a property, by indices of states. */
export interface Lasso {
  /** From an initial state to the one from which on the run repeats itself. */
  readonly stem: readonly number[] | { readonly to: number }
  /** The cycle: begins and ends with the same state. */
  readonly cycle: readonly number[]
  /** The label of each step of the cycle, or -1 where the run rests. */
  readonly labels: readonly number[]
  /** The request that goes on waiting, if the property is about requests. */
  readonly waiting: Waiting | null
}

/**
 * A short fair lasso in a product, or null if there is none.
 *
 * @param depthOf how many steps a shortest run to a state has, for products that do not know
 * @param names the requests that may be due in it
 * @throws Halt when the pace ends it
 */
export const lassoIn = async (
  base: FairBase,
  product: Product,
  depthOf: (state: number) => number,
  names: readonly Waiting[],
  pace: Pace,
): Promise<Lasso | null> => {
  const stateOf = (node: number): number => product.states.data[node] as number
  const stemTo = (node: number): number =>
    product.parents === null ? depthOf(stateOf(node)) : movesTo(product, node).length - 1
  const components = await findFairComponents(base, product, pace)
  const walk = await fairCycle(base, product, components, stemTo, pace)
  if (walk === null) return null
  const entry = walk.nodes[0] ?? 0
  const cycle = walk.nodes.map(stateOf)
  const labels = walk.labels.map((label) => (label === rest ? rest : label % base.actions))
  const waiting = names[product.dues?.data[entry] ?? -1] ?? null
  if (product.parents === null) return { stem: { to: stateOf(entry) }, cycle, labels, waiting }
  return { ...rolledUp(movesTo(product, entry), cycle, labels), waiting }
}

/**
 * The states of the run to a node, as far as it moves: where it comes to rest it has made its last
 * move.
 */
export const movesTo = (product: Product, end: number): readonly number[] => {
  const states: number[] = []
  for (let node = end; node >= 0; node = product.parents?.data[node] ?? -1) {
    if (!product.isAtRest(node)) states.push(product.states.data[node] as number)
  }
  return states.toReversed()
}

/**
 * The same run with a shorter stem, where the cycle may begin before it: the automaton takes a step
 * or two to notice that the system goes round already.
 */
const rolledUp = (
  stem: readonly number[],
  cycle: readonly number[],
  labels: readonly number[],
): Pick<Lasso, 'cycle' | 'labels'> & { stem: readonly number[] } => {
  const before = stem.at(-2)
  if (before === undefined || before !== cycle.at(-2)) return { stem, cycle, labels }
  return rolledUp(
    stem.slice(0, -1),
    [before, ...cycle.slice(0, -1)],
    [labels.at(-1) ?? rest, ...labels.slice(0, -1)],
  )
}
