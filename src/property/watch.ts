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
import type { IntList } from '../store/int-list.ts'
import { AnswerMemo } from '../store/answer-memo.ts'

/** Predicates are asked twice, to see that they are pure, so often at first and then now and again. */
const probedAtFirst = 256
const probeEvery = 16

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

  /**
   * The answer for one state, or for the two states of a step, if it is known: 1 for yes, 0 for no,
   * -1 where the predicate has to be asked.
   */
  recall(state: Int32Array, after: Int32Array | null): number {
    this.#fillKey(state, after)
    return this.#memo.get(this.#key)
  }

  /** Asks the predicate, and remembers the answer. */
  evaluate(state: Int32Array, after: Int32Array | null): boolean {
    this.evaluated += 1
    const readBefore = this.#read.length
    const states = after === null ? [state] : [state, after]
    const views = states.map((each, index) => this.#views[index]?.of(each))
    const answer = this.#predicate(...views)
    const isProbed = this.evaluated <= probedAtFirst || this.evaluated % probeEvery === 0
    if (isProbed && this.#predicate(...views) !== answer) throw impure()
    if (this.#read.length > readBefore) {
      const width = this.#read.length * this.#views.length
      this.#key = new Int32Array(width)
      this.#memo = new AnswerMemo(width)
    }
    this.#fillKey(state, after)
    this.#memo.add(this.#key, answer)
    return answer
  }

  #fillKey(state: Int32Array, after: Int32Array | null): void {
    const { tables, components } = this.#facets
    const read = this.#read
    const key = this.#key
    const count = read.length
    for (let index = 0; index < count; index++) {
      const facet = read[index] as number
      const component = components[facet] as number
      const { data } = tables[facet] as IntList
      key[index] = data[state[component] as number] as number
      if (after !== null) key[count + index] = data[after[component] as number] as number
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
