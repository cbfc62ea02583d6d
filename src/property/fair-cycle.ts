import type { Pace } from '../pace/pace.ts'
import { Promised, type FairBase, type FairComponent } from './fair-components.ts'
import { rest, type Product } from './product.ts'

/** A walk through a product: its nodes, and the label of the step into each but the first. */
export interface Walk {
  readonly nodes: readonly number[]
  readonly labels: readonly number[]
}

/** So many steps are looked at before the shortest cycle found so far is good enough. */
const mostSteps = 2_000_000

/**
 * A short cycle in a fair component: it meets every acceptance set and is fair by itself. Of the
 * cycles through the nodes where a run may enter, the one that makes the shortest run is taken.
 *
 * @param components by the order in which they begin
 * @param stemTo how many moves lead to a node: later nodes need no less than earlier ones, but for
 *   those at rest, which are found a step later than they could be
 * @returns null if there is no component
 */
export const fairCycle = async (
  base: FairBase,
  product: Product,
  components: readonly FairComponent[],
  stemTo: (node: number) => number,
  pace: Pace,
): Promise<Walk | null> => {
  let best: Walk | null = null
  let least = Infinity
  let looked = 0
  for (const component of components) {
    if (stemTo(component.nodes[0] as number) > least || looked > mostSteps) break
    const paths = new Paths(product, component)
    for (const entry of component.nodes) {
      if (pace.isDue()) await pace.turn()
      const stem = stemTo(entry)
      if (stem > least || looked + paths.looked > mostSteps) break
      const walk = cycleThrough(entry, base, product, paths)
      const length = stem + movesOf(walk)
      if (length < least) [best, least] = [walk, length]
    }
    looked += paths.looked
  }
  return best
}

/** How many steps of a walk are told: all but those in which nothing moves. */
const movesOf = ({ labels }: Walk): number => labels.filter((label) => label !== rest).length

/**
 * A cycle through a node, built greedily: go to the nearest thing that is still missing, until
 * closing the cycle leaves nothing missing.
 */
const cycleThrough = (entry: number, base: FairBase, product: Product, paths: Paths): Walk => {
  let walk: Walk = { nodes: [entry], labels: [] }
  for (;;) {
    // Where the way to what was missing has led back to the entry, that may be enough.
    const isClosed = walk.labels.length > 0 && last(walk) === entry
    if (isClosed && firstMissing(base, product, walk) === null) return walk
    const closed = join(
      walk,
      paths.toNode(last(walk), (node) => node === entry),
    )
    const missing = firstMissing(base, product, closed)
    if (missing === null) return closed
    walk = join(walk, paths.toward(last(walk), missing))
  }
}

/** What a walk still needs: to visit a node, or to take an action. */
interface Missing {
  readonly node: ((node: number) => boolean) | null
  readonly label: number | null
}

const firstMissing = (base: FairBase, product: Product, cycle: Walk): Missing | null => {
  const met = cycle.nodes.reduce((bits, node) => bits | (product.accepts.data[node] as number), 0)
  if ((met & product.all) !== product.all) {
    const adds = (node: number): boolean =>
      ((product.accepts.data[node] as number) & product.all & ~met) !== 0
    return { node: adds, label: null }
  }
  const states = cycle.nodes.map((node) => product.states.data[node] as number)
  const enabled = states.map((state) => promisedIn(base, state))
  const taken = new Set(cycle.labels)
  for (const label of new Set(enabled.flatMap((labels) => [...labels]))) {
    if (taken.has(label)) continue
    const isAlwaysOn = enabled.every((labels) => labels.has(label))
    if (base.promised[label] === Promised.strong) return { node: null, label }
    if (!isAlwaysOn) continue
    const isOff = (node: number): boolean =>
      !promisedIn(base, product.states.data[node] as number).has(label)
    return { node: isOff, label }
  }
  return null
}

/** The promised actions that a state enables. */
export const promisedIn = ({ graph, promised }: FairBase, state: number): ReadonlySet<number> => {
  const found = new Set<number>()
  for (let at = graph.start(state); at < graph.start(state + 1); at++) {
    const label = graph.labels.data[at] as number
    if (promised[label] !== Promised.nothing) found.add(label)
  }
  return found
}

/** Shortest paths inside a component. */
class Paths {
  /** How many steps were looked at so far. */
  looked = 0
  readonly #product: Product
  readonly #component: FairComponent

  constructor(product: Product, component: FairComponent) {
    this.#product = product
    this.#component = component
  }

  /** A shortest walk of at least one step to a node that is wanted. */
  toNode(from: number, isWanted: (node: number) => boolean): Walk {
    return this.#search(from, (_, target) => isWanted(target))
  }

  /** A shortest walk to what is missing. */
  toward(from: number, { node, label }: Missing): Walk {
    return this.#search(
      from,
      (taken, target) => (label !== null && taken === label) || (node?.(target) ?? false),
    )
  }

  #search(from: number, isGoal: (label: number, target: number) => boolean): Walk {
    const { graph } = this.#product
    const { region, regions } = this.#component
    /** For each node reached, the step that reached it: its source and label. */
    const reached = new Map<number, readonly [number, number]>()
    const queue = [from]
    for (let at = 0; at < queue.length; at++) {
      const source = queue[at] as number
      for (let step = graph.start(source); step < graph.start(source + 1); step++) {
        const target = graph.targets.data[step] as number
        const label = graph.labels.data[step] as number
        this.looked += 1
        if (regions[target] !== region) continue
        if (isGoal(label, target)) {
          const before = unwind(reached, from, source)
          return { nodes: [...before.nodes, target], labels: [...before.labels, label] }
        }
        if (target === from || reached.has(target)) continue
        reached.set(target, [source, label])
        queue.push(target)
      }
    }
    throw new Error('A fair component is not connected: this is a bug in netsplit')
  }
}

const unwind = (
  reached: ReadonlyMap<number, readonly [number, number]>,
  from: number,
  to: number,
): Walk => {
  const nodes = [to]
  const labels: number[] = []
  for (let node = to; node !== from;) {
    const [source, label] = reached.get(node) ?? [from, rest]
    nodes.push(source)
    labels.push(label)
    node = source
  }
  return { nodes: nodes.toReversed(), labels: labels.toReversed() }
}

const last = ({ nodes }: Walk): number => nodes.at(-1) ?? 0

const join = (first: Walk, second: Walk): Walk => ({
  nodes: [...first.nodes, ...second.nodes.slice(1)],
  labels: [...first.labels, ...second.labels],
})
