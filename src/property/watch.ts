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
import { FacetMemo } from './facet-memo.ts'

/** Predicates are asked twice, to see that they are pure, so often at first and then now and again. */
const probedAtFirst = 256
const probeEvery = 16

/** A predicate over one view, or over two (before and after a step). */
type Predicate = (...views: readonly unknown[]) => unknown

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
  readonly #read = new Set<number>()
  /** Those that the answers remembered do not know of yet. */
  #unread: number[] = []
  readonly #answers: FacetMemo
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
    this.#answers = new FacetMemo(facets, options.views ?? 1)
    this.#views = Array.from(
      { length: options.views ?? 1 },
      () => new TrackedView(system, facets, (facet) => this.#note(facet)),
    )
  }

  get bytes(): number {
    return this.#answers.bytes
  }

  /** Whether the predicate has looked at anything at all so far. */
  get hasRead(): boolean {
    return this.#read.size > 0
  }

  /**
   * The answer for one state, or for the two states of a step, if it is known: 1 for yes, 0 for no,
   * -1 where the predicate has to be asked.
   */
  recall(state: Int32Array, after: Int32Array | null): number {
    return this.#answers.get(state, after)
  }

  /** Asks the predicate, and remembers the answer. */
  evaluate(state: Int32Array, after: Int32Array | null): boolean {
    this.evaluated += 1
    const states = after === null ? [state] : [state, after]
    const views = states.map((each, index) => this.#views[index]?.of(each))
    let answer: unknown
    try {
      answer = this.#predicate(...views)
      const isProbed = this.evaluated <= probedAtFirst || this.evaluated % probeEvery === 0
      if (isProbed && !Object.is(this.#predicate(...views), answer)) throw impure()
    } finally {
      // Also after a throw: whoever catches it may go on asking.
      if (this.#unread.length > 0) this.#answers.watch(this.#unread)
      this.#unread = []
    }
    if (typeof answer !== 'boolean') throw neither(answer)
    this.#answers.add(state, after, answer)
    return answer
  }

  #note(facet: number): void {
    if (this.#read.has(facet)) return
    this.#read.add(facet)
    this.#unread.push(facet)
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

const neither = (answer: unknown): ModelError => {
  const isObject = typeof answer === 'object' && answer !== null
  const kind = answer instanceof Promise ? 'a promise' : isObject ? 'an object' : String(answer)
  return new ModelError('property-threw', {
    what: `A predicate answered ${kind}, which is neither true nor false`,
    fix: 'let it return true or false; a body in braces needs `return`',
  })
}

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
    return this.#facets.stateOf(node, this.#look(stateFacet(node)))
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
