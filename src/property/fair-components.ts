import type { Pace } from '../pace/pace.ts'
import type { IntList } from '../store/int-list.ts'
import { bytesOfComponents, Components } from './components.ts'
import { rest, type Base, type Product } from './product.ts'

/** What is promised of each action, by label: see {@link Degree}. */
export const Promised = { nothing: 0, weak: 1, strong: 2 } as const

/** A component in which a run can go round for ever, meeting all conditions and all fairness. */
export interface FairComponent {
  /** Its nodes, ascending. */
  readonly nodes: Int32Array
  /** Marks its nodes in `regions`. */
  readonly region: number
  readonly regions: Int32Array
}

/** The system as liveness sees it: its steps, and what is promised of its actions. */
export interface FairBase extends Base {
  /** For each label one of {@link Promised}. */
  readonly promised: Uint8Array
  /** How many labels actions have: one that is so much larger is the same action where it changes nothing. */
  readonly actions: number
}

/**
 * The fair components, by the order in which they begin among the product's nodes; none if no run
 * violates the property.
 *
 * Weak fairness is judged on each component as a whole: an action that is enabled in all of its
 * states and taken on none of its steps rules the component out, with all cycles inside. Strong
 * fairness needs more, and so do the conditions: the nodes in which a starved action is enabled, or
 * that call for what no node answers, are left out, and what remains is searched again (Emerson and
 * Lei 1987; Lichtenstein and Pnueli 1985).
 *
 * @throws Halt when the pace ends it
 */
export const findFairComponents = async (
  base: FairBase,
  product: Product,
  pace: Pace,
): Promise<readonly FairComponent[]> => {
  pace.claim(bytesOfComponents * product.size)
  const components = new Components(product.graph, product.size)
  const { regions } = components
  const judge = new Judge(base, product, regions)
  const found: FairComponent[] = []
  let fresh = 2
  const work: Int32Array[] = [Int32Array.from({ length: product.size }, (_, node) => node)]
  for (let nodes = work.pop(); nodes !== undefined; nodes = work.pop()) {
    for await (const component of components.among(nodes, pace)) {
      const region = fresh++
      for (const node of component) regions[node] = region
      const starved = await judge.starved(component, region, pace)
      if (starved === 'hopeless') continue
      if (starved === 'none') {
        found.push({ nodes: component.toSorted(), region, regions })
        continue
      }
      const left = fresh++
      const remaining = component.filter((node) => !judge.isStarving(node, starved))
      for (const node of component) regions[node] = 0
      for (const node of remaining) regions[node] = left
      if (remaining.length > 0) work.push(remaining)
    }
  }
  return found.toSorted((a, b) => (a.nodes[0] as number) - (b.nodes[0] as number))
}

/** What a component calls for and does not give. */
interface Starved {
  /** Strongly promised actions that are enabled in some of its nodes and never taken. */
  readonly labels: ReadonlySet<number>
  /** Conditions without an answer, as a bit set; null if there are none. */
  readonly unmet: Int32Array | null
}

/** Judges components. */
class Judge {
  readonly #base: FairBase
  readonly #product: Product
  readonly #regions: Int32Array
  /** For each label how many nodes of the component at hand enable it, and whether it is taken. */
  readonly #enabled: Int32Array
  readonly #taken: Uint8Array
  /** For each label the node that was counted last, + 1. */
  readonly #stamp: Int32Array

  constructor(base: FairBase, product: Product, regions: Int32Array) {
    this.#base = base
    this.#product = product
    this.#regions = regions
    this.#enabled = new Int32Array(base.promised.length)
    this.#taken = new Uint8Array(base.promised.length)
    this.#stamp = new Int32Array(base.promised.length)
  }

  /** What a component starves; `hopeless` if no cycle inside can be fair. */
  async starved(
    component: Int32Array,
    region: number,
    pace: Pace,
  ): Promise<Starved | 'none' | 'hopeless'> {
    const { conditions, markOf } = this.#product
    const met = conditions.none()
    const seen: number[] = []
    for (const node of component) {
      if (pace.isDue()) await pace.turn()
      if (met.length > 0) conditions.addTo(met, markOf(node))
      this.#count(node, region, seen)
    }
    const labels = new Set<number>()
    let isHopeless = false
    for (const label of seen) {
      if (this.#taken[label] === 0) {
        if (this.#enabled[label] === component.length) isHopeless = true
        else if (this.#base.promised[label] === Promised.strong) labels.add(label)
      }
      this.#enabled[label] = 0
      this.#taken[label] = 0
      this.#stamp[label] = 0
    }
    if (isHopeless) return 'hopeless'
    const unmet = conditions.unmet(met)
    return labels.size === 0 && unmet === null ? 'none' : { labels, unmet }
  }

  /** Whether a node calls for something that is starved. */
  isStarving(node: number, { labels, unmet }: Starved): boolean {
    const { conditions, markOf, states } = this.#product
    if (unmet !== null && conditions.calls(markOf(node), unmet)) return true
    if (labels.size === 0) return false
    const { graph } = this.#base
    const state = states.data[node] as number
    for (let at = graph.start(state); at < graph.start(state + 1); at++) {
      if (labels.has(graph.labels.data[at] as number)) return true
    }
    return false
  }

  /** Counts what a node enables (all that its state does) and takes (within the component). */
  #count(node: number, region: number, seen: number[]): void {
    const { graph, promised } = this.#base
    const state = this.#product.states.data[node] as number
    for (let at = graph.start(state); at < graph.start(state + 1); at++) {
      const label = graph.labels.data[at] as number
      if (promised[label] === Promised.nothing || this.#stamp[label] === node + 1) continue
      if (this.#stamp[label] === 0) seen.push(label)
      this.#stamp[label] = node + 1
      this.#enabled[label] = (this.#enabled[label] as number) + 1
    }
    const own = this.#product.graph
    for (let at = own.start(node); at < own.start(node + 1); at++) {
      const label = own.labels.data[at] as number
      if (label === rest || this.#regions[own.targets.data[at] as number] !== region) continue
      this.#taken[label] = 1
    }
  }
}

/**
 * For each state whether it may last for ever: none of its enabled actions is promised.
 *
 * @throws Halt when the pace ends it
 */
export const restingStates = async (
  graph: { start: (state: number) => number; readonly labels: IntList },
  states: number,
  promised: Uint8Array,
  pace: Pace,
): Promise<Uint8Array> => {
  const rests = new Uint8Array(states)
  for (let state = 0; state < states; state++) {
    if (pace.isDue()) await pace.turn()
    let at = graph.start(state)
    const end = graph.start(state + 1)
    while (at < end && promised[graph.labels.data[at] as number] === Promised.nothing) at += 1
    if (at === end) rests[state] = 1
  }
  return rests
}
