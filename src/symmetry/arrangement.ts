/** Is shown a state, which is scratch. @returns whether to go on */
export type Arrangement = (state: Int32Array) => boolean

/** What two nodes that change places make of a state. */
interface Exchange {
  apply(state: Int32Array): void
  /** Whether the state stays as it is. */
  fixes(state: Int32Array): boolean
}

/** The least of some states that are arrangements of one another. */
export interface Least<Swap extends Exchange> {
  /** Scratch. */
  readonly least: Int32Array
  /** The swaps that lead to it, in order. */
  readonly taken: readonly Swap[]
  /** In how many ways the nodes can change places so that it stays as it is. */
  readonly stabilizer: number
}

/**
 * Goes through the ways in which nodes can change places within blocks.
 *
 * Nodes that can change places so that the state stays as it is have the same label, and of arrangements
 * with the same labels one is enough: swaps that fix a state make up all ways to arrange those nodes, and
 * each of these leaves the state as it is.
 */
export class Arranger<Swap extends Exchange> {
  readonly #swapOf: (first: number, second: number) => Swap
  /** The nodes of the blocks, one after the other, and for each where its block ends. */
  readonly #nodes: number[] = []
  readonly #ends: number[] = []
  /** For each number of nodes that have their place: the state, and the labels. */
  readonly #states: readonly Int32Array[]
  readonly #labels: readonly Int32Array[]
  /** The swap that was made last for each of these, if any. */
  readonly #taken: (Swap | null)[] = []
  readonly #least: Int32Array
  #leastTaken: readonly Swap[] = []
  #equals = 0
  #visit: Arrangement = () => true

  /** @param nodes at most so many change places, in states of so many components: `width` */
  constructor(swapOf: (first: number, second: number) => Swap, width: number, nodes = width) {
    this.#swapOf = swapOf
    this.#states = Array.from({ length: nodes + 1 }, () => new Int32Array(width))
    this.#labels = Array.from({ length: nodes + 1 }, () => new Int32Array(nodes))
    this.#least = new Int32Array(width)
  }

  /** The least arrangement of a state. */
  least(state: Int32Array, blocks: readonly (readonly number[])[]): Least<Swap> {
    const fixed = this.#begin(state, blocks)
    this.#least.set(state)
    this.#leastTaken = []
    this.#equals = 0
    this.#visit = this.#compare
    this.#place(0)
    return { least: this.#least, taken: this.#leastTaken, stabilizer: fixed * this.#equals }
  }

  /** Shows all arrangements of a state. */
  each(state: Int32Array, blocks: readonly (readonly number[])[], visit: Arrangement): void {
    this.#begin(state, blocks)
    this.#visit = visit
    this.#place(0)
  }

  /** @returns how many ways there are to arrange nodes that have the same label */
  #begin(state: Int32Array, blocks: readonly (readonly number[])[]): number {
    this.#nodes.length = 0
    this.#ends.length = 0
    const [labels] = this.#labels as readonly [Int32Array]
    let fixed = 1
    let alike = 0
    for (const block of blocks) {
      const start = this.#nodes.length
      for (const node of block) {
        const at = this.#nodes.length
        labels[at] = this.#labelOf(state, node, start)
        for (let before = start; before <= at; before++) {
          if (before === at || labels[before] === labels[at]) alike += 1
        }
        fixed *= alike
        alike = 0
        this.#nodes.push(node)
        this.#ends.push(start + block.length)
      }
    }
    this.#states[0]?.set(state)
    return fixed
  }

  /** The place of the first node of a block with which the next one can change places; else its own. */
  #labelOf(state: Int32Array, node: number, start: number): number {
    const labels = this.#labels[0] as Int32Array
    const at = this.#nodes.length
    for (let before = start; before < at; before++) {
      const other = this.#nodes[before] as number
      if (labels[before] === before && this.#swapOf(other, node).fixes(state)) return before
    }
    return at
  }

  /** Puts each node that may come next in a place, and goes on. @returns whether to go on after that */
  #place(place: number): boolean {
    const state = this.#states[place] as Int32Array
    if (place === this.#nodes.length) return this.#visit(state)
    const labels = this.#labels[place] as Int32Array
    const end = this.#ends[place] as number
    const next = this.#states[place + 1] as Int32Array
    const nextLabels = this.#labels[place + 1] as Int32Array
    for (let from = place; from < end; from++) {
      if (isBefore(labels, place, from)) continue
      next.set(state)
      nextLabels.set(labels)
      this.#taken[place] = null
      if (from !== place) {
        const swap = this.#swapOf(this.#nodes[place] as number, this.#nodes[from] as number)
        swap.apply(next)
        this.#taken[place] = swap
        nextLabels[place] = labels[from] as number
        nextLabels[from] = labels[place] as number
      }
      if (!this.#place(place + 1)) return false
    }
    return true
  }

  readonly #compare = (state: Int32Array): boolean => {
    const least = this.#least
    let at = 0
    while (at < least.length && state[at] === least[at]) at += 1
    if (at === least.length) {
      this.#equals += 1
    } else if ((state[at] as number) < (least[at] as number)) {
      least.set(state)
      this.#equals = 1
      this.#leastTaken = this.#taken.slice(0, this.#nodes.length).filter((swap) => swap !== null)
    }
    return true
  }
}

/** Whether the label of a place is also that of an earlier one, from `start` on. */
const isBefore = (labels: Int32Array, start: number, place: number): boolean => {
  for (let at = start; at < place; at++) if (labels[at] === labels[place]) return true
  return false
}
