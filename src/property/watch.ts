import { isMailFacet, sourceOf, wholeOf, type Facets } from '../explore/facets.ts'
import { anyBit, touchedBit } from '../explore/state-space.ts'
import type { System } from '../model/system.ts'
import { ModelError } from '../value/model-error.ts'
import { FacetMemo } from './facet-memo.ts'
import { inspectingGetters } from './tracked-state.ts'
import { TrackedView, type Handing } from './tracked-view.ts'

/** Predicates are asked twice, to see that they are pure, so often at first and then now and again. */
const probedAtFirst = 256
const probeEvery = 16

/** After so many evaluations it is weighed whether to watch field by field pays; then after twice. */
const firstWeighed = 2048
/** By how much it has to lower the number of evaluations. */
const worthwhile = 16

/** A predicate over one view, or over two (before and after a step). */
type Predicate = (...views: readonly unknown[]) => unknown

export interface WatchOptions {
  /** 2 for a predicate over the states before and after a step. */
  readonly views?: 1 | 2
  /** Told when the predicate first looks at messages in flight. */
  readonly onMail?: (() => void) | undefined
  /**
   * Told when the predicate turns out to answer otherwise, or to read otherwise, where it is watched
   * field by field: what was remembered for fields cannot be trusted then. Without this, a state is
   * read as a whole.
   */
  readonly onOpaque?: (() => void) | undefined
}

/** What a predicate that threw is taken to have answered. */
const threw = Symbol('threw')

/**
 * A predicate that is watched while it looks: what it reads is recorded, and its answer is
 * remembered for the ids of all facets that it ever read. It runs once for each distinct combination
 * of them.
 *
 * Why that is sound: a predicate is a function of what it reads, so two states that agree on all
 * facets it has ever read up to now agree on what it reads in either.
 *
 * Fields of states are facets, too. They are recorded in two runs on states in disguise, each of
 * which shows what the other might not; the answer is that of a third run, on plain objects, and
 * the three have to agree. Two states of a step may be compared by identity, part by part, which
 * depends on more than the parts: there, states are read as a whole.
 */
export class Watch {
  /** The bits of `touched` that may change the answer. Grows as the predicate reads more. */
  interest = 0
  /** How often the predicate was asked. */
  evaluated = 0
  readonly #facets: Facets
  readonly #predicate: Predicate
  readonly #views: readonly TrackedView[]
  /** The facets read so far, by the predicate on any of its views. */
  readonly #read = new Set<number>()
  /** Those that the answers remembered do not know of yet. */
  #unread: number[] = []
  #answers: FacetMemo
  readonly #options: WatchOptions
  #isByField: boolean
  #weighAt = firstWeighed

  constructor(system: System, facets: Facets, predicate: Predicate, options: WatchOptions = {}) {
    const { views = 1, onOpaque } = options
    this.#facets = facets
    this.#predicate = predicate
    this.#options = options
    this.#isByField = onOpaque !== undefined && views === 1 && facets.fields !== null
    this.#answers = new FacetMemo(facets, views)
    this.#views = Array.from(
      { length: views },
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
    if (this.#isByField && this.evaluated === this.#weighAt) this.#weigh()
    const states = after === null ? [state] : [state, after]
    let answer: unknown
    try {
      answer = this.#isByField ? this.#askByField(states) : this.#askWhole(states)
    } finally {
      // Also after a throw: whoever catches it may go on asking.
      if (this.#unread.length > 0) this.#answers.watch(this.#unread)
      this.#unread = []
    }
    if (typeof answer !== 'boolean') throw neither(answer)
    this.#answers.add(state, after, answer)
    return answer
  }

  /**
   * Reads states as a whole from now on if there are hardly fewer combinations of the fields that
   * are read: to watch field by field takes several times as long, where states have fields.
   */
  #weigh(): void {
    this.#weighAt *= 2
    if (!this.#views[0]?.hasDisguised) return
    const whole = new FacetMemo(this.#facets, 1)
    const facets = [...this.#read].map((facet) => wholeOf(this.#facets, facet))
    whole.watch([...new Set(facets)])
    if (whole.combinations >= worthwhile * this.#answers.combinations) return
    this.#isByField = false
    this.#answers = whole
    for (const facet of facets) this.#read.add(facet)
  }

  #askWhole(states: readonly Int32Array[]): unknown {
    return this.#probe(this.#ask(states, 'whole'), states, 'whole')
  }

  /** Now and then asks a second time, to see that the answer is the same. */
  #probe(answer: unknown, states: readonly Int32Array[], handing: Handing): unknown {
    const isProbed = this.evaluated <= probedAtFirst || this.evaluated % probeEvery === 0
    if (isProbed && !Object.is(this.#ask(states, handing), answer)) throw impure()
    return answer
  }

  #askByField(states: readonly Int32Array[]): unknown {
    const [view] = this.#views as readonly [TrackedView]
    view.hasDisguised = false
    const first = inspectingGetters(() => this.#try(states, 'getters'))
    if (!view.hasDisguised && first !== threw) return this.#probe(first, states, 'plain')
    const second = this.#try(states, 'traps')
    const { size } = this.#read
    const answer = this.#try(states, 'plain')
    if (this.#read.size === size && Object.is(first, answer) && Object.is(second, answer)) {
      return answer === threw ? this.#ask(states, 'plain') : answer
    }
    this.#isByField = false
    this.#options.onOpaque?.()
    return this.#askWhole(states)
  }

  #ask(states: readonly Int32Array[], handing: Handing): unknown {
    return this.#predicate(...states.map((state, at) => this.#views[at]?.of(state, handing)))
  }

  #try(states: readonly Int32Array[], handing: Handing): unknown {
    try {
      return this.#ask(states, handing)
    } catch {
      return threw
    }
  }

  #note(facet: number): void {
    if (this.#read.has(facet)) return
    this.#read.add(facet)
    this.#unread.push(facet)
    const isMail = isMailFacet(facet, this.#facets.nodes)
    this.interest |= isMail ? anyBit : touchedBit(sourceOf(this.#facets, facet).component)
    if (isMail) this.#options.onMail?.()
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
