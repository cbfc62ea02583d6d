import { IntList } from '../store/int-list.ts'
import type { Sized } from '../store/sized.ts'
import { factorial } from './alike.ts'
import { Arranger, type Arrangement } from './arrangement.ts'
import { PairSwap, type Swap, type SwapOf } from './swap.ts'

/** The nodes and values that may change places, by class; values have numbers behind those of all nodes. */
export interface Classes {
  readonly nodes: readonly (readonly number[])[]
  readonly values: readonly (readonly number[])[]
}

/**
 * States that become one another when nodes or values change places within their classes: an orbit. Of each orbit
 * one state stands for all, the least: first by the kinds of the cells of each class of nodes in turn, then by ids.
 *
 * Why that is one of each orbit: the kind of a cell is the orbit of the cell by itself, so the states of an
 * orbit have the same kinds in each class, and those whose kinds are sorted are the same states whichever
 * of them one begins with; of these, with values in all
 * places, the least is taken. That ids appear later does not matter: two ids
 * compare as they always did.
 */
export class Orbits {
  /** Classes of nodes, and behind them those of values. */
  readonly classes: readonly (readonly number[])[]
  readonly #ofNodes: readonly (readonly number[])[]
  readonly #ofValues: readonly (readonly number[])[]
  /** Swaps from which all others can be made. */
  readonly generators: readonly Swap[]
  /** How many ways there are for nodes and values to change places. */
  readonly order: number
  readonly #swapOf: SwapOf
  readonly #arranger: Arranger<Swap>
  /** Another one, as orbits are gone through by those who may ask for a least state meanwhile. */
  readonly #walker: Arranger<Swap>
  /** The same of two states, one behind the other. */
  readonly #pairs: Arranger<PairSwap>
  /** Scratch: two states, and each of them. */
  readonly #pair: Int32Array
  readonly #halves: readonly [Int32Array, Int32Array]
  /** For each node the kinds of its cells; -1 where nobody has asked yet. */
  readonly #kinds: readonly IntList[]
  #kindCount = 0
  readonly #made: Swap[] = []
  #madeCount = 0

  /** @param width how many components a state has */
  constructor({ nodes: ofNodes, values: ofValues }: Classes, swapOf: SwapOf, width: number) {
    const classes = [...ofNodes, ...ofValues]
    this.classes = classes
    this.#ofNodes = ofNodes
    this.#ofValues = ofValues
    this.#swapOf = swapOf
    this.generators = classes.flatMap((points) =>
      points.slice(1).map((point, index) => swapOf(points[index] as number, point)),
    )
    this.order = classes.reduce((product, { length }) => product * factorial(length), 1)
    const places = classes.reduce((sum, { length }) => sum + length, 0)
    this.#arranger = new Arranger(swapOf, width, places)
    this.#walker = new Arranger(swapOf, width, places)
    this.#pair = new Int32Array(2 * width)
    this.#halves = [this.#pair.subarray(0, width), this.#pair.subarray(width)]
    const known = new Map<Swap, PairSwap>()
    const pairOf = (first: number, second: number): PairSwap => {
      const swap = swapOf(first, second)
      let both = known.get(swap)
      if (both === undefined) known.set(swap, (both = new PairSwap(swap)))
      return both
    }
    this.#pairs = new Arranger(pairOf, 2 * width, places)
    this.#kinds = Array.from({ length: width - 1 }, () => new IntList())
  }

  get tables(): readonly Sized[] {
    return this.#kinds
  }

  /** Turns a state into the one that stands for its orbit. */
  toLeast(state: Int32Array): void {
    this.#madeCount = 0
    for (const nodes of this.#ofNodes) this.#sort(state, nodes)
    const ties = this.#ties(state)
    if (ties.length === 0) return
    const { least, taken } = this.#arranger.least(state, ties)
    for (const swap of taken) this.#made[this.#madeCount++] = swap
    state.set(least)
  }

  /** The swaps that {@link toLeast} made last, in order. */
  get swaps(): readonly Swap[] {
    return this.#made.slice(0, this.#madeCount)
  }

  /** How many states the orbit of a state has that stands for it. */
  sizeOf(state: Int32Array): number {
    const ties = this.#ties(state)
    if (ties.length === 0) return this.order
    return this.order / this.#arranger.least(state, ties).stabilizer
  }

  /**
   * Goes through the orbit of a state, which may come up more than once.
   *
   * @param visit says whether to go on
   */
  forEach(state: Int32Array, visit: Arrangement): void {
    this.#walker.each(state, this.classes, visit)
  }

  /**
   * Goes through what two states become when nodes change places in both alike. The same may come up more than
   * once.
   *
   * @param visit says whether to go on
   */
  forEachPair(
    before: Int32Array,
    after: Int32Array,
    visit: (before: Int32Array, after: Int32Array) => boolean,
  ): void {
    const pair = this.#pair
    pair.set(before)
    pair.set(after, before.length)
    const [first, second] = this.#halves
    this.#pairs.each(pair, this.classes, (both) => {
      pair.set(both)
      return visit(first, second)
    })
  }

  /** Sorts the nodes of a class by the kinds of their cells. */
  #sort(state: Int32Array, nodes: readonly number[]): void {
    for (let place = 0; place < nodes.length - 1; place++) {
      const here = nodes[place] as number
      let from = here
      let least = this.#kindOf(here, state[here] as number)
      for (let other = place + 1; other < nodes.length; other++) {
        const node = nodes[other] as number
        const kind = this.#kindOf(node, state[node] as number)
        if (kind >= least) continue
        least = kind
        from = node
      }
      if (from === here) continue
      const swap = this.#swapOf(here, from)
      swap.apply(state)
      this.#made[this.#madeCount++] = swap
    }
  }

  /** Blocks of nodes whose cells are of one kind, in a state that is sorted; and all values. */
  #ties(state: Int32Array): readonly (readonly number[])[] {
    let blocks: (readonly number[])[] | null = null
    for (const nodes of this.#ofNodes) {
      let start = 0
      for (let place = 1; place <= nodes.length; place++) {
        const isTied = place < nodes.length && this.#kindAt(state, nodes, place - 1, place)
        if (isTied) continue
        if (place - start > 1) (blocks ??= []).push(nodes.slice(start, place))
        start = place
      }
    }
    if (this.#ofValues.length > 0) return [...(blocks ?? []), ...this.#ofValues]
    return blocks ?? []
  }

  #kindAt(state: Int32Array, nodes: readonly number[], place: number, other: number): boolean {
    const [a, b] = [nodes[place] as number, nodes[other] as number]
    return this.#kindOf(a, state[a] as number) === this.#kindOf(b, state[b] as number)
  }

  /** The orbit of a cell by itself, by number. */
  #kindOf(node: number, cell: number): number {
    const known = (this.#kinds[node] as IntList).at(cell)
    if (known >= 0) return known
    const kind = this.#kindCount++
    ;(this.#kinds[node] as IntList).put(cell, kind, -1)
    const open: number[] = [node, cell]
    while (open.length > 0) {
      const id = open.pop() as number
      const at = open.pop() as number
      for (const swap of this.generators) {
        const other = swap.node(at)
        const image = swap.cell(at, id)
        const kinds = this.#kinds[other] as IntList
        if (kinds.at(image) >= 0) continue
        kinds.put(image, kind, -1)
        open.push(other, image)
      }
    }
    return kind
  }
}
