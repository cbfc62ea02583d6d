import { promiseOf, type Fairness } from '../model/fairness.ts'
import type { Formula } from '../model/formula.ts'
import { canonical } from '../value/canonical.ts'
import { keyOf } from '../value/key.ts'
import { transitions } from './actions.ts'
import { fairActionOf } from './fair-action.ts'
import type { GlobalState } from './global-state.ts'
import type { World } from './actions.ts'
import { operationsOf } from './operations.ts'
import { plainView } from './plain-view.ts'
import { claimsOf, closureOf, isConsistent, rightOf } from './tableau.ts'

/*
 * The reference explorer's own decision of liveness: naive, on sets, and unlike the engine's in
 * everything. A formula becomes a tableau of maximal consistent sets of its subformulas
 * (Lichtenstein and Pnueli 1985); fair runs are found by shrinking sets of edges to a fixpoint
 * (Emerson and Lei 1986); strong fairness by trying every set of actions that are to be taken.
 */

/** An edge of the reachable graph: an action, or (with an empty name) a fault or a rest. */
interface Edge {
  readonly from: number
  readonly to: number
  readonly name: string
}

/** The reachable graph with what is promised in each state. */
export interface FairGraph {
  readonly states: readonly GlobalState[]
  readonly initial: readonly number[]
  /** The steps of runs that move. */
  readonly moves: readonly Edge[]
  /** The same with those to where runs come to rest. */
  readonly edges: readonly Edge[]
  /** For each state the promised actions that are enabled, and whether strongly. */
  readonly promised: readonly ReadonlyMap<string, boolean>[]
}

/** The graph of the reachable states. */
export const fairGraph = (
  world: World,
  reachable: ReadonlyMap<string, GlobalState>,
  initial: readonly GlobalState[],
  fairness: Fairness,
): FairGraph => {
  const index = new Map([...reachable.keys()].map((key, at) => [key, at]))
  const states = [...reachable.values()]
  const keys = [...reachable.keys()]
  const promised: ReadonlyMap<string, boolean>[] = []
  const edges: Edge[] = []
  states.forEach((state, from) => {
    const enabled = new Map<string, boolean>()
    for (const { action, next } of transitions(world, state)) {
      const fair = fairActionOf(world.system, action)
      const promise = fair === null ? null : promiseOf(fairness, fair)
      // Where only moves count, to stay in the state is nothing that was promised.
      const counts = promise?.moves !== true || keyOf(next) !== keys[from]
      const degree = counts ? (promise?.degree ?? 'none') : 'none'
      const name = degree === 'none' ? '' : keyOf(canonical(fair))
      if (degree !== 'none') enabled.set(name, degree === 'strong')
      const to = index.get(keyOf(next))
      if (to !== undefined) edges.push({ from, to, name })
    }
    promised.push(enabled)
  })
  const moves = edges.slice()
  // A run that comes to rest in a state does not move again: the state is there a second time.
  states.slice().forEach((state, from) => {
    if (promised[from]?.size !== 0) return
    const resting = states.push(state) - 1
    promised.push(new Map())
    edges.push({ from, to: resting, name: '' }, { from: resting, to: resting, name: '' })
  })
  const starts = initial.flatMap((state) => index.get(keyOf(state)) ?? [])
  return { states, initial: starts, moves, edges, promised }
}

/** Whether some fair run of the graph makes a formula false. */
export const isFormulaViolated = (world: World, graph: FairGraph, formula: Formula): boolean => {
  const goal: Formula = { op: 'not', of: formula }
  const subformulas = closureOf(goal)
  const untils = subformulas.filter(({ op }) => op === 'until' || op === 'eventually')
  const releases = subformulas.filter(({ op }) => op === 'release' || op === 'always')
  /** A node: a state and what it claims of each subformula. */
  const nodes = graph.states.flatMap((state, at) =>
    claimsOf(subformulas, plainView(world.system, state)).map((claim) => ({ at, claim })),
  )
  const byState = new Map<number, number[]>()
  nodes.forEach(({ at }, node) => byState.set(at, [...(byState.get(at) ?? []), node]))
  const edges = graph.edges.flatMap(({ from, to, name }) =>
    (byState.get(from) ?? []).flatMap((source) =>
      (byState.get(to) ?? [])
        .filter((target) => isConsistent(subformulas, nodes[source]?.claim, nodes[target]?.claim))
        .map((target) => ({ from: source, to: target, name })),
    ),
  )
  const starts = graph.initial.flatMap((at) =>
    (byState.get(at) ?? []).filter((node) => nodes[node]?.claim.get(goal)),
  )
  // Acceptance: infinitely often an until is not claimed or its right side holds; dually for release.
  const says = (node: number, inner: Formula): boolean => nodes[node]?.claim.get(inner) ?? false
  const recurring = [
    ...untils.map((it) => (node: number) => !says(node, it) || says(node, rightOf(it))),
    ...releases.map((it) => (node: number) => says(node, it) || !says(node, rightOf(it))),
  ]
  const promised = nodes.map(({ at }) => graph.promised[at] ?? new Map<string, boolean>())
  return hasFairRun({ size: nodes.length, starts, edges, promised, recurring })
}

/** Whether some fair run of the graph leaves a request waiting for ever. */
export const isRequestStarved = (world: World, graph: FairGraph): boolean => {
  const waitingIn = graph.states.map(({ nodes }) =>
    nodes.map(({ up, state }, node) => (up ? operationsOf(world.places[node], state).waiting : [])),
  )
  const all = new Set(
    waitingIn.flatMap((nodes) => nodes.flatMap((ids, node) => ids.map((id) => `${node} ${id}`))),
  )
  return [...all].some((name) => {
    const [node = '', ...rest] = name.split(' ')
    const waits = (at: number): boolean =>
      waitingIn[at]?.[Number(node)]?.includes(rest.join(' ')) ?? false
    const starts = [...graph.states.keys()].filter(waits)
    const edges = graph.edges.filter(({ from, to }) => waits(from) && waits(to))
    const { promised } = graph
    return hasFairRun({ size: graph.states.length, starts, edges, promised, recurring: [] })
  })
}

interface Arena {
  readonly size: number
  readonly starts: readonly number[]
  readonly edges: readonly Edge[]
  readonly promised: readonly ReadonlyMap<string, boolean>[]
  /** Sets of nodes that a run must meet again and again. */
  readonly recurring: readonly ((node: number) => boolean)[]
}

const hasFairRun = ({ size, starts, edges, promised, recurring }: Arena): boolean => {
  const strong = [
    ...new Set(promised.flatMap((each) => [...each].filter(([, it]) => it).map(([name]) => name))),
  ]
  const weak = [
    ...new Set(promised.flatMap((each) => [...each].filter(([, it]) => !it).map(([name]) => name))),
  ]
  const from = reachableFrom(starts, edges, size)
  // Every way to say which of the strongly promised actions are taken again and again: the others
  // must not be enabled any more.
  for (let choice = 0; choice < 2 ** strong.length; choice++) {
    const taken = strong.filter((_, at) => (choice & (1 << at)) !== 0)
    const given = strong.filter((_, at) => (choice & (1 << at)) === 0)
    const isAllowed = (node: number): boolean => given.every((name) => !promised[node]?.has(name))
    const conditions: ((edge: Edge) => boolean)[] = [
      ...recurring.map((meets) => (edge: Edge) => meets(edge.from)),
      ...taken.map((name) => (edge: Edge) => edge.name === name),
      ...weak.map((name) => (edge: Edge) => edge.name === name || !promised[edge.from]?.has(name)),
    ]
    const inside = edges.filter((edge) => isAllowed(edge.from) && isAllowed(edge.to))
    const core = emersonLei(inside, conditions, size)
    if (core.some((edge) => from.has(edge.from))) return true
  }
  return false
}

/** The edges from which some run meets every condition again and again, as a greatest fixpoint. */
const emersonLei = (
  all: readonly Edge[],
  conditions: readonly ((edge: Edge) => boolean)[],
  size: number,
): readonly Edge[] => {
  let edges = all
  for (;;) {
    let left = keepExtendable(edges)
    for (const condition of conditions) {
      const goals = left.filter(condition).map(({ from }) => from)
      const canReach = reachableFrom(
        goals,
        left.map(({ from, to, name }) => ({ from: to, to: from, name })),
        size,
      )
      left = left.filter(({ from, to }) => canReach.has(from) && canReach.has(to))
    }
    if (left.length === edges.length) return edges
    edges = left
  }
}

/** Without the edges after which a run could not go on. */
const keepExtendable = (edges: readonly Edge[]): readonly Edge[] => {
  let left = edges
  for (;;) {
    const sources = new Set(left.map(({ from }) => from))
    const kept = left.filter(({ to }) => sources.has(to))
    if (kept.length === left.length) return left
    left = kept
  }
}

const reachableFrom = (
  starts: readonly number[],
  edges: readonly Edge[],
  size: number,
): ReadonlySet<number> => {
  const successors: number[][] = Array.from({ length: size }, () => [])
  for (const { from, to } of edges) successors[from]?.push(to)
  const seen = new Set(starts)
  for (const node of seen) for (const next of successors[node] ?? []) seen.add(next)
  return seen
}
