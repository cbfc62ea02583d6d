import type { Audited } from '../audit/audited.ts'
import { stateFacet, upFacet, type Facets } from '../explore/facets.ts'
import type { Meaning } from '../explore/meaning.ts'
import { asksModel, isList, type Fairness } from '../model/fairness.ts'
import type { LivenessProperty, StatePredicate, Temporal } from '../model/property.ts'
import type { System } from '../model/system.ts'
import type { Pace } from '../pace/pace.ts'
import { AskedFairness } from './asked-fairness.ts'
import { Automaton } from './automaton.ts'
import { Promised, restingStates, type FairBase } from './fair-components.ts'
import { lassoIn, movesTo, type Lasso } from './lasso.ts'
import type { Explored } from './explored.ts'
import { Letters } from './letters.ts'
import { normalise } from './negation-normal.ts'
import { automatonProduct, waitingProduct } from './product.ts'
import { Propositions } from './propositions.ts'
import { Questions } from './questions.ts'
import { partsOf, Terms } from './terms.ts'
import { leadsOut, mayStay } from './staying.ts'
import { stilled } from './still-steps.ts'
import { requestsByState, type RequestsByState, type Waiting } from './waiting.ts'

/** A property that is a formula. */
type Formulated = Extract<LivenessProperty, Temporal>

/** What became of a liveness property. */
export type LivenessResult =
  /** `incomplete`: the search was stopped, and in what it saw no finite run is a violation. */
  | { readonly verdict: 'holds' | 'vacuous' | 'incomplete' }
  | { readonly verdict: 'violated'; readonly lasso: Lasso }
  /** A shortest finite run after which a formula is false whatever comes later, by indices of states. */
  | {
      readonly verdict: 'violated'
      readonly property: Formulated
      readonly prefix: readonly number[]
    }
  /** A request was refused: a finite run shows it. */
  | { readonly verdict: 'violated'; readonly refusedIn: number; readonly refused: Waiting }

/** So many kinds of fairness are remembered at a time. */
const mostBases = 16

/** Judges liveness properties on a graph that was explored. What several of them need is made once. */
export class LivenessJudge {
  readonly #system: System
  readonly #facets: Facets
  readonly #meaning: Meaning
  readonly #explored: Explored
  readonly #pace: Pace
  /** What predicates, fairness and operations were asked: grows. */
  readonly audited: Audited[]
  readonly #questions: Questions
  readonly #bases = new Map<unknown, FairBase>()
  #requests: RequestsByState | null = null

  constructor(system: System, facets: Facets, meaning: Meaning, explored: Explored, pace: Pace) {
    this.#system = system
    this.#facets = facets
    this.#meaning = meaning
    this.#explored = explored
    this.#pace = pace
    this.audited = [meaning.audited]
    this.#questions = new Questions(system, facets, this.audited)
  }

  /**
   * @param name for errors of predicates
   * @throws Halt when the pace ends it
   */
  async judge(name: string, property: LivenessProperty): Promise<LivenessResult> {
    const result =
      'formula' in property
        ? await this.#judgeFormula(name, property)
        : await this.#judgeRequests(name, property)
    this.#questions.release(property)
    return result
  }

  async #judgeFormula(name: string, property: Formulated): Promise<LivenessResult> {
    const { isWhole, depthOf } = this.#explored
    const terms = new Terms(new Propositions())
    const negation = normalise(property.formula, true, terms)
    const used = partsOf(negation).flatMap((part) => {
      if (part.op === 'now') return part.proposition
      return part.op === 'recurs' ? [part.calls, part.answers] : []
    })
    const letters = this.#letters(name, terms.propositions, [...new Set(used)])
    const automaton = new Automaton(negation, terms, letters)
    if (!isWhole && !automaton.mayDischarge) return { verdict: 'incomplete' }
    const base = await this.#base(name, property)
    const { product, decided } = await automatonProduct(base, automaton, letters, this.#pace)
    if (decided !== null)
      return { verdict: 'violated', property, prefix: movesTo(product, decided) }
    if (!isWhole) return { verdict: 'incomplete' }
    const lasso = await lassoIn(base, product, depthOf, [], this.#pace)
    if (lasso !== null) return { verdict: 'violated', lasso }
    const { trigger } = property
    const isAbout = trigger === null ? () => true : this.#reader(name, trigger)
    const isVacuous = trigger !== null && !(await this.#isEver(isAbout))
    return { verdict: isVacuous || !(await this.#mayStay(base, isAbout)) ? 'vacuous' : 'holds' }
  }

  async #judgeRequests(
    name: string,
    property: Exclude<LivenessProperty, Formulated>,
  ): Promise<LivenessResult> {
    const { isWhole, states, depthOf } = this.#explored
    this.#requests ??= await this.#readRequests()
    const { of, distinct, names } = this.#requests
    if (property.kind === 'everyRequestServed' && distinct.some((it) => it.refused.length > 0)) {
      let state = 0
      while (state < states && of(state).refused.length === 0) state += 1
      const refused = names[of(state).refused[0] ?? -1]
      if (refused !== undefined) return { verdict: 'violated', refusedIn: state, refused }
    }
    if (!isWhole) return { verdict: 'incomplete' }
    if (distinct.every(({ waiting }) => waiting.length === 0)) return { verdict: 'vacuous' }
    const base = await this.#base(name, property)
    const product = await waitingProduct(base, (state) => of(state).waiting, this.#pace)
    const lasso = await lassoIn(base, product, depthOf, names, this.#pace)
    if (lasso !== null) return { verdict: 'violated', lasso }
    const isStaying = await this.#mayStay(base, (state) => of(state).waiting.length > 0)
    return { verdict: isStaying ? 'holds' : 'vacuous' }
  }

  /**
   * Whether some fair run through one of some states stays within the bound. Where all of them leave it, that no run
   * which stays violates a property says nothing.
   */
  #mayStay(base: FairBase, isWanted: (state: number) => boolean): boolean | Promise<boolean> {
    const isCut = this.#system.isBoundIntended && leadsOut(this.#explored)
    return !isCut || mayStay(base, isWanted, this.#pace)
  }

  /** The graph with what a property's fairness promises. */
  async #base(name: string, property: LivenessProperty): Promise<FairBase> {
    const fairness = property.fairness ?? this.#system.fairness
    const key = keyOf(fairness)
    const known = this.#bases.get(key)
    if (known !== undefined) return known
    const { graph, states, initial, isWhole } = this.#explored
    const asked = new AskedFairness(name, fairness, this.#meaning)
    this.audited.push(asked)
    const { labels } = this.#meaning
    const moves = new Uint8Array(labels)
    const promised = Uint8Array.from({ length: labels }, (_, label) => {
      const promise = asked.of(label)
      if (promise.degree === 'none') return Promised.nothing
      moves[label] = promise.moves ? 1 : 0
      return promise.degree === 'strong' ? Promised.strong : Promised.weak
    })
    const steps = await stilled({ graph, promised }, states, moves, this.#pace)
    this.#pace.claim(states)
    // Where not all steps of a state are known, it may be that one of them is promised.
    const rests = isWhole
      ? await restingStates(steps.graph, states, steps.promised, this.#pace)
      : new Uint8Array(states)
    const base = { ...steps, states, initial, rests, actions: labels }
    if (this.#bases.size >= mostBases) this.#bases.clear()
    this.#bases.set(key, base)
    return base
  }

  #letters(name: string, propositions: Propositions, used: readonly number[]): Letters {
    const asks = propositions.predicates.map((predicate) => this.#questions.of(predicate, name))
    const { states, width, read } = this.#explored
    const state = new Int32Array(width)
    this.#pace.claim(4 * states)
    return new Letters(states, used, (index) => {
      read(index, state)
      return propositions.evaluate(asks.map((ask) => ask(state)))
    })
  }

  /** Asks a predicate about states by their index. */
  #reader(name: string, predicate: StatePredicate): (index: number) => boolean {
    const ask = this.#questions.of(predicate, name)
    const { width, read } = this.#explored
    const state = new Int32Array(width)
    return (index) => {
      read(index, state)
      return ask(state)
    }
  }

  /** Whether something is true in some state. */
  async #isEver(isTrue: (index: number) => boolean): Promise<boolean> {
    for (let index = 0; index < this.#explored.states; index++) {
      if (this.#pace.isDue()) await this.#pace.turn()
      if (isTrue(index)) return true
    }
    return false
  }

  #readRequests(): Promise<RequestsByState> {
    const { tables, components } = this.#facets
    const look = (facet: number, state: Int32Array): number =>
      tables[facet]?.data[state[components[facet] as number] as number] as number
    const reading = {
      isUp: (node: number, state: Int32Array) => look(upFacet(node), state) === 1,
      stateOf: (node: number, state: Int32Array) => look(stateFacet(node), state),
      idOf: (node: number) => this.#system.nodes[node]?.id ?? '',
    }
    return requestsByState(this.#explored, this.#meaning, reading, this.#pace)
  }
}

/** Equal for what is promised alike; each function of actions is a fairness of its own, and each list that has one. */
const keyOf = (fairness: Fairness): unknown => {
  if (typeof fairness !== 'object' || asksModel(fairness)) return fairness
  if (isList(fairness)) return JSON.stringify(fairness)
  const given = Object.entries(fairness).filter(([, degree]) => degree !== undefined)
  return JSON.stringify(given.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
