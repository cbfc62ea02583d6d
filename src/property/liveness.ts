import { stateFacet, upFacet, type Facets } from '../explore/facets.ts'
import type { Graph } from '../explore/graph.ts'
import type { Meaning } from '../explore/meaning.ts'
import { degreeOf, type Fairness } from '../model/fairness.ts'
import type { LivenessProperty, Requests, Temporal } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { buchiOf } from './buchi.ts'
import { fairCycle } from './fair-cycle.ts'
import { findFairComponents, Promised, restingStates, type FairBase } from './fair-components.ts'
import { Atoms, normalise } from './negation-normal.ts'
import type { Pace } from '../pace/pace.ts'
import { askOf, type Asked } from './ask.ts'
import { automatonProduct, rest, waitingProduct, type Product } from './product.ts'
import { waitingByState, type Reading, type Waiting } from './waiting.ts'

/** A space that was explored with all of its steps. */
export interface Explored {
  readonly graph: Graph
  /** How many states there are, and how many of the first are initial. */
  readonly states: number
  readonly initial: number
  /** Reads a state by its index. */
  readonly read: (index: number, into: Int32Array) => void
  readonly width: number
  /** How many steps a shortest run to a state has. */
  readonly depthOf: (index: number) => number
}

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

/** What became of a liveness property. */
export type LivenessResult =
  | { readonly verdict: 'holds' | 'vacuous' }
  | { readonly verdict: 'violated'; readonly lasso: Lasso }
  /** A request was refused: a finite run shows it. */
  | { readonly verdict: 'violated'; readonly refusedIn: number; readonly refused: Waiting }

/** Judges liveness properties on a graph that was explored to its end. */
export class LivenessJudge {
  readonly #system: System
  readonly #facets: Facets
  readonly #meaning: Meaning
  readonly #explored: Explored
  readonly #pace: Pace

  constructor(system: System, facets: Facets, meaning: Meaning, explored: Explored, pace: Pace) {
    this.#system = system
    this.#facets = facets
    this.#meaning = meaning
    this.#explored = explored
    this.#pace = pace
  }

  /**
   * @param name for errors of predicates
   * @throws Halt when the pace ends it
   */
  async judge(name: string, property: LivenessProperty): Promise<LivenessResult> {
    const base = await this.#fairBase(property.fairness ?? this.#system.fairness)
    return 'formula' in property
      ? this.#judgeFormula(name, property, base)
      : this.#judgeRequests(property, base)
  }

  async #judgeFormula(name: string, property: Temporal, base: FairBase): Promise<LivenessResult> {
    const atoms = new Atoms()
    const automaton = buchiOf(normalise(property.formula, true, atoms))
    const truth = await this.#truthOf(name, atoms.predicates)
    const { initial } = this.#explored
    const product = await automatonProduct(base, automaton, truth, initial, this.#pace)
    const lasso = await this.#lasso(base, product, null)
    if (lasso !== null) return { verdict: 'violated', lasso }
    const { trigger } = property
    if (trigger === null) return { verdict: 'holds' }
    const hasHappened = (await this.#truthOf(name, [trigger])).includes(1)
    return { verdict: hasHappened ? 'holds' : 'vacuous' }
  }

  async #judgeRequests(property: Requests, base: FairBase): Promise<LivenessResult> {
    const { waiting, refused, names } = await this.#requests()
    if (property.kind === 'everyRequestServed') {
      const state = refused.findIndex((each) => each.length > 0)
      const due = names[refused[state]?.[0] ?? -1]
      if (due !== undefined) return { verdict: 'violated', refusedIn: state, refused: due }
    }
    if (waiting.every((each) => each.length === 0)) return { verdict: 'vacuous' }
    const product = await waitingProduct(base, waiting, this.#pace)
    const lasso = await this.#lasso(base, product, names)
    return lasso === null ? { verdict: 'holds' } : { verdict: 'violated', lasso }
  }

  async #lasso(
    base: FairBase,
    product: Product,
    names: readonly Waiting[] | null,
  ): Promise<Lasso | null> {
    const stateOf = (node: number): number => product.states.data[node] as number
    const stemTo = (node: number): number =>
      product.parents === null
        ? this.#explored.depthOf(stateOf(node))
        : this.#stem(product, node).length - 1
    const components = await findFairComponents(base, product, this.#pace)
    const walk = await fairCycle(base, product, components, stemTo, this.#pace)
    if (walk === null) return null
    const entry = walk.nodes[0] ?? 0
    const cycle = walk.nodes.map(stateOf)
    const { labels } = walk
    const due = product.dues?.data[entry] ?? -1
    const waiting = names?.[due] ?? null
    if (product.parents === null) return { stem: { to: stateOf(entry) }, cycle, labels, waiting }
    return { ...rolledUp(this.#stem(product, entry), cycle, labels), waiting }
  }

  /** The moves of the run before the cycle. Where it comes to rest it has made the last one. */
  #stem(product: Product, entry: number): readonly number[] {
    const nodes: number[] = []
    for (let node = entry; node >= 0; node = product.parents?.data[node] ?? -1) {
      if (!product.isAtRest(node)) nodes.push(node)
    }
    return nodes.toReversed().map((node) => product.states.data[node] as number)
  }

  async #fairBase(fairness: Fairness): Promise<FairBase> {
    const { graph, states } = this.#explored
    const promised = Uint8Array.from({ length: this.#meaning.labels }, (_, label) => {
      const action = this.#meaning.actionOf(label)
      if (action === null) return Promised.nothing
      const degree = degreeOf(fairness, action)
      if (degree === 'none') return Promised.nothing
      return degree === 'strong' ? Promised.strong : Promised.weak
    })
    const rests = await restingStates(graph, states, promised, this.#pace)
    return { graph, states, promised, rests }
  }

  /** For each state the predicates that are true in it, as a bit set. */
  async #truthOf(
    name: string,
    predicates: readonly ((view: unknown) => boolean)[],
  ): Promise<Int32Array> {
    const asks: readonly Asked[] = predicates.map((predicate) =>
      askOf(this.#system, this.#facets, predicate, `property '${name}'`),
    )
    const { states, width, read } = this.#explored
    const truth = new Int32Array(states)
    const state = new Int32Array(width)
    for (let index = 0; index < states; index++) {
      if (this.#pace.isDue()) await this.#pace.turn()
      read(index, state)
      let bits = 0
      asks.forEach((ask, atom) => {
        if (ask(state)) bits |= 1 << atom
      })
      truth[index] = bits
    }
    return truth
  }

  #requests(): ReturnType<typeof waitingByState> {
    const { tables, components } = this.#facets
    const look = (facet: number, state: Int32Array): number =>
      tables[facet]?.data[state[components[facet] as number] as number] as number
    const reading: Reading = {
      isUp: (node, state) => look(upFacet(node), state) === 1,
      stateOf: (node, state) => look(stateFacet(node), state),
      idOf: (node) => this.#system.nodes[node]?.id ?? '',
    }
    return waitingByState(this.#explored, this.#meaning, reading, this.#pace)
  }
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
