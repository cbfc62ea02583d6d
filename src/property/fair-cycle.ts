import type { Pace } from '../pace/pace.ts'
import type { FairBase, FairComponent } from './fair-components.ts'
import { Needs, Promises } from './needs.ts'
import { rest, type Product } from './product.ts'

/** A walk through a product: its nodes, and the label of the step into each but the first. */
export interface Walk {
  readonly nodes: number[]
  readonly labels: number[]
}

/** So many steps are looked at before the shortest cycle found so far is good enough. */
const mostSteps = 2_000_000

/**
 * A short cycle in a fair component: it meets every condition and is fair by itself. Of the cycles
 * through the nodes where a run may enter, the one that makes the shortest run is taken.
 *
 * @param components by the order in which they begin
 * @param stemTo how many moves lead to a node: later nodes need no less than earlier ones, but for
 *   those at rest, which are found a step later than they could be
 * @returns null if there is no component
 * @throws Halt when the pace ends it
 */
export const fairCycle = async (
  base: FairBase,
  product: Product,
  components: readonly FairComponent[],
  stemTo: (node: number) => number,
  pace: Pace,
): Promise<Walk | null> => {
  if (components.length === 0) return null
  const paths = new Paths(product, pace)
  const promises = new Promises(base, product)
  let best: Walk | null = null
  let least = Infinity
  let fewest = Infinity
  for (const component of components) {
    if (stemTo(component.nodes[0] as number) > least || paths.looked > mostSteps) break
    paths.component = component
    for (const entry of component.nodes) {
      const stem = stemTo(entry)
      if (stem > least || (best !== null && paths.looked > mostSteps)) break
      const walk = await cycleThrough(entry, Needs.of(promises, entry), paths)
      const moves = movesOf(walk)
      // Of runs of the same length the one that repeats less is easier to read.
      const isBetter = stem + moves < least || (stem + moves === least && moves < fewest)
      if (isBetter) [best, least, fewest] = [walk, stem + moves, moves]
    }
  }
  return best
}

/** How many steps of a walk are told: all but those in which nothing moves. */
const movesOf = ({ labels }: Walk): number => labels.filter((label) => label !== rest).length

/**
 * A cycle through a node, built greedily: go to the nearest thing that would still be missing if the
 * cycle were closed, until closing it leaves nothing missing.
 */
const cycleThrough = async (entry: number, needs: Needs, paths: Paths): Promise<Walk> => {
  const walk: Walk = { nodes: [entry], labels: [] }
  let last = entry
  const go = (way: Walk): Walk => {
    for (const node of way.nodes) walk.nodes.push(node)
    for (const label of way.labels) walk.labels.push(label)
    last = walk.nodes.at(-1) ?? entry
    return walk
  }
  for (;;) {
    // Where the way to what was missing has led back to the entry, that may be enough.
    if (walk.labels.length > 0 && last === entry && needs.areMet) return walk
    const back = await paths.search(
      last,
      () => false,
      (node) => node === entry,
    )
    const closed = needs.copy()
    followed(closed, back)
    if (closed.areMet) return go(back)
    const way = await paths.search(
      last,
      (label) => closed.isMetBy(label),
      (node) => closed.isMetIn(node),
    )
    followed(needs, way)
    go(way)
  }
}

const followed = (needs: Needs, { nodes, labels }: Walk): void => {
  labels.forEach((label, at) => needs.follow(label, nodes[at] as number))
}

/** Shortest paths inside a component. */
class Paths {
  /** How many steps were looked at so far. */
  looked = 0
  component: FairComponent | null = null
  readonly #graph: Product['graph']
  readonly #pace: Pace
  /** For each node the search that reached it last, and by which step from which node. */
  readonly #reached: Int32Array
  readonly #sources: Int32Array
  readonly #labels: Int32Array
  #search = 0

  constructor({ graph, size }: Product, pace: Pace) {
    pace.claim(12 * size)
    this.#graph = graph
    this.#pace = pace
    this.#reached = new Int32Array(size)
    this.#sources = new Int32Array(size)
    this.#labels = new Int32Array(size)
  }

  /**
   * A shortest walk of at least one step whose last step is wanted, or ends in a node that is.
   *
   * @returns the walk without the node from which it starts
   */
  async search(
    from: number,
    isStepWanted: (label: number) => boolean,
    isNodeWanted: (node: number) => boolean,
  ): Promise<Walk> {
    const graph = this.#graph
    const { region, regions } = this.component as FairComponent
    const search = ++this.#search
    const queue = [from]
    for (let at = 0; at < queue.length; at++) {
      if (this.#pace.isDue()) await this.#pace.turn()
      const source = queue[at] as number
      for (let step = graph.start(source); step < graph.start(source + 1); step++) {
        const target = graph.targets.data[step] as number
        this.looked += 1
        if (regions[target] !== region) continue
        const label = graph.labels.data[step] as number
        const isNew = this.#reached[target] !== search
        if (isStepWanted(label) || (isNew && isNodeWanted(target))) {
          return this.#walk(from, source, label, target)
        }
        if (!isNew) continue
        this.#reached[target] = search
        if (target === from) continue
        this.#sources[target] = source
        this.#labels[target] = label
        queue.push(target)
      }
    }
    throw new Error('A fair component is not connected: this is a bug in netsplit')
  }

  #walk(from: number, source: number, label: number, target: number): Walk {
    const nodes = [target]
    const labels = [label]
    for (let node = source; node !== from; node = this.#sources[node] as number) {
      nodes.push(node)
      labels.push(this.#labels[node] as number)
    }
    return { nodes: nodes.toReversed(), labels: labels.toReversed() }
  }
}
