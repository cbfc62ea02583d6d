import type { Graph } from '../explore/graph.ts'
import type { Pace } from '../pace/pace.ts'

/** Bytes for each node: of the tables, and of the list of all nodes. */
export const bytesOfComponents = 29

/**
 * The strongly connected components of a graph in which a run can stay for ever (those with a step
 * inside), by Tarjan's algorithm (1972) without recursion.
 *
 * The graph is cut into regions: only steps within a region count, and region 0 is left out.
 */
export class Components {
  readonly #graph: Graph
  /** For each node its region; whoever asks for components may change it in between. */
  readonly regions: Int32Array
  readonly #index: Int32Array
  readonly #low: Int32Array
  readonly #onStack: Uint8Array
  readonly #stack: Int32Array
  readonly #path: Int32Array
  /** Where each node on the path stands in its list of steps. */
  readonly #cursor: Int32Array

  constructor(graph: Graph, size: number) {
    this.#graph = graph
    this.regions = new Int32Array(size).fill(1)
    this.#index = new Int32Array(size)
    this.#low = new Int32Array(size)
    this.#onStack = new Uint8Array(size)
    this.#stack = new Int32Array(size)
    this.#path = new Int32Array(size)
    this.#cursor = new Int32Array(size)
  }

  /**
   * Hands out the components among some nodes, which all lie in one region.
   *
   * @throws Halt when the pace ends it
   */
  async *among(nodes: Int32Array, pace: Pace): AsyncGenerator<Int32Array, void> {
    for (const node of nodes) this.#index[node] = 0
    let counter = 0
    let depth = 0
    let height = 0
    const enter = (node: number): void => {
      counter += 1
      this.#index[node] = counter
      this.#low[node] = counter
      this.#onStack[node] = 1
      this.#stack[height++] = node
      this.#path[depth++] = node
      this.#cursor[node] = this.#graph.start(node)
    }
    for (const root of nodes) {
      if (this.#index[root] !== 0) continue
      const region = this.regions[root] as number
      enter(root)
      while (depth > 0) {
        if (pace.isDue()) await pace.turn()
        const node = this.#path[depth - 1] as number
        const next = this.#advance(node, region)
        if (next >= 0) {
          enter(next)
          continue
        }
        depth -= 1
        const low = this.#low[node] as number
        if (depth > 0) this.#lower(this.#path[depth - 1] as number, low)
        if (low !== this.#index[node]) continue
        const top = height
        do {
          height -= 1
          this.#onStack[this.#stack[height] as number] = 0
        } while (this.#stack[height] !== node)
        const component = this.#stack.slice(height, top)
        if (component.length > 1 || this.#hasLoop(node)) yield component
      }
    }
  }

  /** The next node to enter from a node, or -1 when all of its steps have been looked at. */
  #advance(node: number, region: number): number {
    const { targets } = this.#graph
    const end = this.#graph.start(node + 1)
    let at = this.#cursor[node] as number
    while (at < end) {
      const target = targets.data[at] as number
      at += 1
      if (this.regions[target] !== region) continue
      if (this.#index[target] === 0) {
        this.#cursor[node] = at
        return target
      }
      if (this.#onStack[target] === 1) this.#lower(node, this.#index[target] as number)
    }
    this.#cursor[node] = at
    return -1
  }

  #lower(node: number, value: number): void {
    if (value < (this.#low[node] as number)) this.#low[node] = value
  }

  #hasLoop(node: number): boolean {
    const { targets } = this.#graph
    for (let at = this.#graph.start(node); at < this.#graph.start(node + 1); at++) {
      if (targets.data[at] === node) return true
    }
    return false
  }
}
