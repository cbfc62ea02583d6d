import type { Audited } from '../audit/audited.ts'
import { itself, type Instance } from '../audit/instance.ts'
import { Sample } from '../audit/sample.ts'
import { observedFacet, stateFacet, type Facets } from '../explore/facets.ts'
import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import { IntList } from '../store/int-list.ts'
import { brief, thrown } from '../value/brief.ts'
import { isImpure, ModelError } from '../value/model-error.ts'
import { pureFix } from './answers.ts'
import { TrackedView } from './tracked-view.ts'

/** Of each predicate's questions so many are kept, and less of those that follow. */
const mostSampled = 1 << 14
const leastSampled = 1 << 6

/**
 * States at which predicates were asked, one after the other. Predicates that are asked about the
 * same state share it.
 */
export class AskedStates {
  readonly #system: System
  readonly #facets: Facets
  readonly words = new IntList()
  readonly #views: readonly TrackedView[]

  constructor(system: System, facets: Facets) {
    this.#system = system
    this.#facets = facets
    this.#views = [0, 1].map(() => new TrackedView(system, facets, tellNobody, tellNobody))
  }

  /** Keeps a state. @returns where it is */
  keep(state: Int32Array): number {
    const words = this.words
    const last = words.length - state.length
    if (last >= 0 && state.every((word, index) => word === words.data[last + index])) return last
    for (const word of state) words.push(word)
    return last + state.length
  }

  /** The views of some states. */
  views(places: readonly number[]): readonly unknown[] {
    const { parts } = this.#facets
    return places.map((place, index) =>
      parts === null
        ? this.#views[index]?.of(this.#read(place), 'whole')
        : parts.components.decode(this.#read(place)),
    )
  }

  /** A state in words: that of each node. */
  describe(place: number): string {
    const { components, tables, stateOf, parts } = this.#facets
    const state = this.#read(place)
    if (parts !== null) return cutOff(brief(parts.components.decode(state)))
    const nodes = this.#system.nodes.map(({ id }, node) => {
      const facet = stateFacet(node)
      const value = tables[facet]?.data[state[components[facet] as number] as number] ?? 0
      return `${id} ${brief(stateOf(node, value))}`
    })
    const observed = this.#system.observers.map(({ name }, observer) => {
      const facet = observedFacet(this.#facets.nodes, observer)
      const value = tables[facet]?.data[state[components[facet] as number] as number] ?? 0
      return `observed.${name} ${brief(this.#facets.observedOf(observer, value))}`
    })
    return cutOff([...nodes, ...observed].join('; '))
  }

  #read(place: number): Int32Array {
    return this.words.data.subarray(place, place + this.#facets.width)
  }
}

/** The longest description of a state. */
const widest = 400

const cutOff = (text: string): string => (text.length > widest ? `${text.slice(0, widest)}…` : text)

const tellNobody = (): void => undefined

export interface WatchAuditOptions {
  /** The predicate's name, for errors: `property 'safe'`. */
  readonly place: string
  /** Where the states are kept, for all predicates of a check. */
  readonly states: AskedStates
  /** How many predicates there are. */
  readonly predicates: number
}

/** The words of an entry: where the states are (-1 if there is no second), and the answer. */
const entryWords = 3

/** What a predicate was asked, as far as it is kept, with its answers. */
export class WatchAudit implements Audited {
  readonly #predicate: (...views: readonly unknown[]) => unknown
  readonly #place: string
  readonly #states: AskedStates
  readonly #sample: Sample
  readonly entries = new IntList(entryWords)

  constructor(
    predicate: (...views: readonly unknown[]) => unknown,
    { place, states, predicates }: WatchAuditOptions,
  ) {
    this.#predicate = predicate
    this.#place = place
    this.#states = states
    this.#sample = new Sample(Math.max(leastSampled, Math.floor(mostSampled / predicates)))
  }

  get size(): number {
    return this.entries.length / entryWords
  }

  get met(): number {
    return this.#sample.met
  }

  /** Notes an answer. */
  note(state: Int32Array, after: Int32Array | null, answer: boolean): void {
    if (!this.#sample.takes()) return
    this.entries.push(this.#states.keep(state))
    this.entries.push(after === null ? -1 : this.#states.keep(after))
    this.entries.push(answer ? 1 : 0)
  }

  pieceOf(): string {
    return 'predicates'
  }

  again(at: number, instance = itself): void {
    const entry = at * entryWords
    const { data } = this.entries
    const places = [...data.subarray(entry, entry + 2)].filter((place) => place >= 0)
    const before = data[entry + 2] === 1
    const now = this.#ask(places, instance)
    if (now === String(before)) return
    throw new ModelError('not-pure', {
      what: 'A predicate is not pure: asked once more about the same state, it gave another answer',
      where: [
        this.#place,
        ...places.map((place) => `in ${this.#states.describe(place)}`),
        `it said ${before} before, and ${now} now`,
      ],
      fix: pureFix,
    })
  }

  /** What it says now, in words. */
  #ask(places: readonly number[], instance: Instance): string {
    try {
      const answer = ask(instance(this.#predicate), this.#states.views(places))
      if (answer instanceof Promise) answer.catch(() => undefined)
      return typeof answer === 'boolean' ? String(answer) : 'something else'
    } catch (error) {
      if (isImpure(error)) throw error.at(this.#place)
      return `throws ${thrown(error)}`
    }
  }
}
