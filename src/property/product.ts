import { Graph, outside } from '../explore/graph.ts'
import type { Pace } from '../pace/pace.ts'
import { IntList } from '../store/int-list.ts'
import type { Buchi } from './buchi.ts'

/** The label of a step that is no action: the run rests in its state. */
export const rest = -1

/** The steps of the system, and where it may rest for ever. */
export interface Base {
  readonly graph: Graph
  /** How many states there are. */
  readonly states: number
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
  /** For each node the acceptance sets that it is in; a cycle must meet all of them. */
  readonly accepts: IntList
  readonly all: number
  /** For each node the one from which it was found, or -1: the way from the start. Null: see there. */
  readonly parents: IntList | null
  /** Whether in a node the run has come to rest: it stays in its state from there on. */
  readonly isAtRest: (node: number) => boolean
  /** What is due in a node, for explanations. */
  readonly dues: IntList | null
}

/** Where only the cycle is a product, its runs come to rest in loops. */
const never = (): boolean => false

/** Nodes with dense ids, found by state and second half; from `width` on that is of a run at rest. */
class Nodes {
  readonly states = new IntList()
  readonly halves = new IntList()
  readonly #ids: Int32Array
  readonly #width: number
  /** For each state where its nodes at rest stand among all: only some states have them. */
  readonly #atRest: Int32Array

  constructor({ states, rests }: Base, width: number) {
    this.#width = width
    this.#atRest = new Int32Array(states)
    let room = states * width
    for (let state = 0; state < states; state++) {
      if (rests[state] === 0) continue
      this.#atRest[state] = room
      room += width
    }
    this.#ids = new Int32Array(room)
  }

  /** The id of a node; new ones are appended. */
  of(state: number, half: number): number {
    const width = this.#width
    const at = half < width ? state * width + half : (this.#atRest[state] as number) + half - width
    const known = this.#ids[at] as number
    if (known > 0) return known - 1
    this.states.push(state)
    this.halves.push(half)
    this.#ids[at] = this.states.length
    return this.states.length - 1
  }
}

/**
 * The product of the system with an automaton, as far as it is reachable, in breadth-first order.
 *
 * A run that has come to rest does not move again: formulas with `next` can tell a pause from the
 * end. So each state of the automaton is there twice: for runs that move, and for those at rest.
 *
 * @param atoms for each state of the system the atoms that are true, as a bit set
 * @param initial how many of the first states of the system are initial
 */
export const automatonProduct = async (
  base: Base,
  automaton: Buchi,
  atoms: Int32Array,
  initial: number,
  pace: Pace,
): Promise<Product> => {
  const nodes = new Nodes(base, automaton.size)
  const parents = new IntList()
  const accepts = new IntList()
  const graph = new Graph()
  const fits = (state: number, half: number): boolean => {
    const truth = atoms[state] as number
    const needs = automaton.positive[half] as number
    return (truth & needs) === needs && (truth & (automaton.negative[half] as number)) === 0
  }
  const visit = (state: number, half: number, parent: number): number => {
    const node = nodes.of(state, half)
    if (node === parents.length) {
      parents.push(parent)
      accepts.push(automaton.accepts[half % automaton.size] as number)
    }
    return node
  }
  for (let state = 0; state < initial; state++) {
    for (const half of automaton.initial) if (fits(state, half)) visit(state, half, -1)
  }
  for (let node = 0; node < parents.length; node++) {
    if (pace.isDue()) await pace.turn()
    const state = nodes.states.data[node] as number
    const from = nodes.halves.data[node] as number
    const halves = automaton.successors[from % automaton.size] ?? []
    const step = (target: number, label: number): void => {
      const offset = label === rest ? automaton.size : 0
      for (const half of halves) {
        if (fits(target, half)) graph.add(node, visit(target, half + offset, node), label)
      }
    }
    const end = from < automaton.size ? base.graph.start(state + 1) : base.graph.start(state)
    for (let at = base.graph.start(state); at < end; at++) {
      const target = base.graph.targets.data[at] as number
      if (target !== outside) step(target, base.graph.labels.data[at] as number)
    }
    if (base.rests[state] === 1) step(state, rest)
  }
  graph.finish(parents.length)
  const { length: size } = parents
  const { states, halves } = nodes
  const isAtRest = (node: number): boolean => (halves.data[node] as number) >= automaton.size
  return { size, graph, states, accepts, all: automaton.all, parents, isAtRest, dues: null }
}

/**
 * The states in which a request waits, once for each request, with the steps through which it goes
 * on waiting. Only that part of the space matters to requests.
 *
 * @param waiting for each state the ids of the requests that wait in it
 */
export const waitingProduct = async (
  base: Base,
  waiting: readonly (readonly number[])[],
  pace: Pace,
): Promise<Product> => {
  const states = new IntList()
  const dues = new IntList()
  const accepts = new IntList()
  /** For each state its first node; requests follow in order. */
  const firsts = new Int32Array(base.states)
  for (let state = 0; state < base.states; state++) {
    firsts[state] = states.length
    for (const due of waiting[state] ?? []) {
      states.push(state)
      dues.push(due)
      accepts.push(0)
    }
  }
  const graph = new Graph()
  for (let node = 0; node < states.length; node++) {
    if (pace.isDue()) await pace.turn()
    const state = states.data[node] as number
    const due = dues.data[node] as number
    for (let at = base.graph.start(state); at < base.graph.start(state + 1); at++) {
      const target = base.graph.targets.data[at] as number
      if (target === outside) continue
      const place = waiting[target]?.indexOf(due) ?? -1
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
    accepts,
    all: 0,
    parents: null,
    isAtRest: never,
    dues,
  }
}
