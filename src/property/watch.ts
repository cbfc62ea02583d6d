import {
  cutFacet,
  isMailFacet,
  mailFacet,
  stateFacet,
  upFacet,
  type Facets,
} from '../explore/facets.ts'
import { anyBit, touchedBit } from '../explore/state-space.ts'
import type { System } from '../model/system.ts'
import { makeView, type ViewReader } from '../model/view.ts'
import { ModelError } from '../value/model-error.ts'
import { AnswerMemo } from '../store/answer-memo.ts'

/** A predicate over one view, or over two (before and after a step). */
type Predicate = (...views: readonly unknown[]) => boolean

/**
 * A predicate that is watched while it looks: what it reads is recorded, and its answer is
 * remembered for the ids of all facets that it ever read. It runs once for each distinct combination
 * of them.
 *
 * Why that is sound: a predicate is a function of what it reads, so two states that agree on all
 * facets it has ever read up to now agree on what it reads in either.
 */
export class Watch {
  /** The bits of `touched` that may change the answer. Grows as the predicate reads more. */
  interest = 0
  /** How often the predicate ran. */
  evaluated = 0
  readonly #facets: Facets
  readonly #predicate: Predicate
  readonly #views: readonly TrackedView[]
  /** The facets read so far, by the predicate on any of its views. */
  readonly #read: number[] = []
  #key = new Int32Array(0)
  #memo = new AnswerMemo(0)
  readonly #onMail: () => void

  /** @param onMail is told when the predicate first looks at messages in flight */
  constructor(
    system: System,
    facets: Facets,
    predicate: Predicate,
    options: { views?: 1 | 2; onMail?: () => void } = {},
  ) {
    this.#facets = facets
    this.#predicate = predicate
    this.#onMail = options.onMail ?? (() => undefined)
    this.#views = Array.from(
      { length: options.views ?? 1 },
      () => new TrackedView(system, facets, (facet) => this.#note(facet)),
    )
  }

  /** Whether the predicate has looked at anything at all so far. */
  get hasRead(): boolean {
    return this.#read.length > 0
  }

  /** The predicate's answer for one state, or for the two states of a step. */
  test(...states: readonly Int32Array[]): boolean {
    this.#fillKey(states)
    const known = this.#memo.get(this.#key)
    if (known >= 0) return known === 1
    return this.#evaluate(states)
  }

  #evaluate(states: readonly Int32Array[]): boolean {
    this.evaluated += 1
    const readBefore = this.#read.length
    const views = this.#views.map((view, index) => view.of(states[index] ?? new Int32Array(0)))
    const answer = this.#predicate(...views)
    if (this.#predicate(...views) !== answer) throw impure()
    if (this.#read.length > readBefore) {
      const width = this.#read.length * this.#views.length
      this.#key = new Int32Array(width)
      this.#memo = new AnswerMemo(width)
      this.#fillKey(states)
    }
    this.#memo.add(this.#key, answer)
    return answer
  }

  #fillKey(states: readonly Int32Array[]): void {
    const { tables, components } = this.#facets
    let at = 0
    for (const state of states) {
      for (const facet of this.#read) {
        const component = components[facet] as number
        const table = tables[facet]
        this.#key[at++] = table?.data[state[component] as number] as number
      }
    }
  }

  #note(facet: number): void {
    if (this.#read.includes(facet)) return
    this.#read.push(facet)
    const isMail = isMailFacet(facet, this.#facets.nodes)
    this.interest |= isMail ? anyBit : touchedBit(this.#facets.components[facet] as number)
    if (isMail) this.#onMail()
  }
}

const impure = (): ModelError =>
  new ModelError('not-pure', {
    what: 'A predicate is not pure: asked twice about the same state, it gave two answers',
    fix: 'let it look at nothing but the view: no clock, no Math.random, no outside variable',
  })

/** The view of a state vector, which tells what is read of it. */
class TrackedView implements ViewReader {
  readonly #facets: Facets
  readonly #note: (facet: number) => void
  readonly #view: () => unknown
  #state: Int32Array = new Int32Array(0)

  constructor(system: System, facets: Facets, note: (facet: number) => void) {
    this.#facets = facets
    this.#note = note
    this.#view = makeView(system, this)
  }

  /** The view, now of this state. */
  of(state: Int32Array): unknown {
    this.#state = state
    return this.#view()
  }

  state(node: number): unknown {
    return this.#facets.stateOf(this.#look(stateFacet(node)))
  }

  up(node: number): boolean {
    return this.#look(upFacet(node)) === 1
  }

  inFlight(): ReturnType<ViewReader['inFlight']> {
    const nodes = Array.from({ length: this.#facets.nodes }, (_, node) => node)
    return nodes.flatMap((node) => this.#facets.mailOf(this.#look(mailFacet(node))))
  }

  partitioned(): boolean {
    return this.#look(cutFacet(this.#facets.nodes)) > 0
  }

  #look(facet: number): number {
    this.#note(facet)
    const component = this.#facets.components[facet] as number
    return this.#facets.tables[facet]?.data[this.#state[component] as number] ?? 0
  }
}
