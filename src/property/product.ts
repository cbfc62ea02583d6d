import { Graph, outside } from '../explore/graph.ts'
import type { Pace } from '../pace/pace.ts'
import { IntList, type Claim } from '../store/int-list.ts'
import { PairSet } from '../store/pair-set.ts'
import { discharged, type Automaton } from './automaton.ts'
import { unconditional, type Conditions } from './conditions.ts'
import type { Letters } from './letters.ts'

/** The label of a step that is no action: the run rests in its state. */
export const rest = -1

/** The steps of the system, and where it may rest for ever. */
export interface Base {
  readonly graph: Graph
  /** How many states there are, and how many of the first are initial. */
  readonly states: number
  readonly initial: number
  /** For each state whether no fair action is enabled there: it may last for ever. */
  readonly rests: Uint8Array
}

/**
 * A part of the system's runs in which something is still due, as a graph: its nodes are states of
 * the system together with what is due. A fair cycle in it is a violation.
 */
export interface Product {
  readonly size: number
  readonly graph: Graph
  /** For each node the index of its state of the system. */
  readonly states: IntList
  /** What a cycle has to meet besides fairness, and what each node contributes, as a mark. */
  readonly conditions: Conditions
  readonly markOf: (node: number) => number
  /** For each node the one from which it was found, or -1: the way from the start. Null: see there. */
  readonly parents: IntList | null
  /** Whether in a node the run has come to rest: it stays in its state from there on. */
  readonly isAtRest: (node: number) => boolean
  /** What is due in a node, for explanations. */
  readonly dues: IntList | null
}

/** Where only the cycle is a product, its runs come to rest in loops. */
const never = (): boolean => false

/** A product as far as it was built, and the node at which building it ended, if any. */
export interface AutomatonProduct {
  readonly product: Product
  /**
   * The first node in breadth-first order, of those that moved to their state, with which nothing is
   * left of the formula: the run to it makes the formula true whatever comes later. Null if there is
   * none: then the product is whole.
   */
  readonly decided: number | null
}

/** The product of a system with an automaton, as it is built. */
class Unfolding {
  /** Nodes by the index of their state, and twice their move; and 1 more where the run is at rest. */
  readonly nodes: PairSet
  readonly parents: IntList
  readonly graph: Graph
  /** See {@link AutomatonProduct}. */
  decided: number | null = null
  readonly #base: Base
  readonly #automaton: Automaton
  readonly #letters: Letters

  constructor(base: Base, automaton: Automaton, letters: Letters, claim: Claim) {
    this.nodes = new PairSet(claim)
    this.parents = new IntList(16, claim)
    this.graph = new Graph(claim)
    this.#base = base
    this.#automaton = automaton
    this.#letters = letters
  }

  /** The nodes in which runs begin. */
  begin(): void {
    for (let state = 0; state < this.#base.initial; state++) {
      for (const move of this.#moves(this.#automaton.initial, state)) this.#visit(state, move, -1)
    }
  }

  /** The steps of a node, and the nodes that they lead to. */
  expand(node: number): void {
    const { graph, rests } = this.#base
    const state = this.nodes.firsts.data[node] as number
    const obligations = this.#automaton.leaves(this.moveOf(node))
    if (!this.isAtRest(node)) {
      for (let at = graph.start(state); at < graph.start(state + 1); at++) {
        const target = graph.targets.data[at] as number
        if (target === outside) continue
        for (const move of this.#moves(obligations, target)) {
          this.graph.add(node, this.#visit(target, move, node), graph.labels.data[at] as number)
        }
      }
    }
    if (rests[state] === 0) return
    for (const move of this.#moves(obligations, state)) {
      this.graph.add(node, this.#add(state, 2 * move + 1, node), rest)
    }
  }

  /** The move of the automaton that was made in a node. */
  moveOf(node: number): number {
    return (this.nodes.seconds.data[node] as number) >>> 1
  }

  isAtRest(node: number): boolean {
    return ((this.nodes.seconds.data[node] as number) & 1) === 1
  }

  #moves(obligations: number, state: number): Int32Array {
    return this.#automaton.moves(obligations, this.#letters.of(state))
  }

  #visit(state: number, move: number, parent: number): number {
    const node = this.#add(state, 2 * move, parent)
    if (this.#automaton.leaves(move) === discharged) this.decided ??= node
    return node
  }

  #add(state: number, half: number, parent: number): number {
    const node = this.nodes.intern(state, half)
    if (node === this.parents.length) this.parents.push(parent)
    return node
  }
}

/**
 * The product of the system with an automaton, as far as it is reachable, in breadth-first order.
 *
 * A run that has come to rest does not move again: formulas with `next` can tell a pause from the
 * end. So each move of the automaton is there twice: for runs that move, and for those at rest.
 *
 * @throws Halt when the pace ends it
 */
export const automatonProduct = async (
  base: Base,
  automaton: Automaton,
  letters: Letters,
  pace: Pace,
): Promise<AutomatonProduct> => {
  const unfolding = new Unfolding(base, automaton, letters, (bytes) => pace.claim(bytes))
  const { nodes, parents, graph } = unfolding
  unfolding.begin()
  for (let node = 0; node < nodes.size && unfolding.decided === null; node++) {
    if (pace.isDue()) await pace.turn()
    unfolding.expand(node)
  }
  graph.finish(nodes.size)
  const product: Product = {
    size: nodes.size,
    graph,
    states: nodes.firsts,
    conditions: automaton.conditions,
    markOf: (node) => automaton.markOf(unfolding.moveOf(node)),
    parents,
    isAtRest: (node) => unfolding.isAtRest(node),
    dues: null,
  }
  return { product, decided: unfolding.decided }
}

/**
 * The states in which a request waits, once for each request, with the steps through which it goes
 * on waiting. Only that part of the space matters to requests.
 *
 * @param waiting for each state the ids of the requests that wait in it
 * @throws Halt when the pace ends it
 */
export const waitingProduct = async (
  base: Base,
  waiting: (state: number) => readonly number[],
  pace: Pace,
): Promise<Product> => {
  const claim: Claim = (bytes) => pace.claim(bytes)
  const states = new IntList(16, claim)
  const dues = new IntList(16, claim)
  pace.claim(4 * base.states)
  /** For each state its first node; requests follow in order. */
  const firsts = new Int32Array(base.states)
  for (let state = 0; state < base.states; state++) {
    if (pace.isDue()) await pace.turn()
    firsts[state] = states.length
    for (const due of waiting(state)) {
      states.push(state)
      dues.push(due)
    }
  }
  const graph = new Graph(claim)
  for (let node = 0; node < states.length; node++) {
    if (pace.isDue()) await pace.turn()
    const state = states.data[node] as number
    const due = dues.data[node] as number
    for (let at = base.graph.start(state); at < base.graph.start(state + 1); at++) {
      const target = base.graph.targets.data[at] as number
      if (target === outside) continue
      const place = waiting(target).indexOf(due)
      if (place < 0) continue
      graph.add(node, (firsts[target] as number) + place, base.graph.labels.data[at] as number)
    }
    if (base.rests[state] === 1) graph.add(node, node, rest)
  }
  graph.finish(states.length)
  return {
    size: states.length,
    graph,
    states,
    conditions: unconditional(),
    markOf: () => 0,
    parents: null,
    isAtRest: never,
    dues,
  }
}
