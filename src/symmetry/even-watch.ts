import { isImpure } from '../value/model-error.ts'
import {
  cutFacet,
  firstField,
  isMailFacet,
  mailFacet,
  sourceOf,
  stateFacet,
  upFacet,
  type Facets,
} from '../explore/facets.ts'
import { anyBit, touchedBit } from '../explore/state-space.ts'
import { FacetMemo, type SharedKeys } from '../property/facet-memo.ts'
import type { WatchAudit } from '../property/watch-audit.ts'
import type { Watching } from '../property/watching.ts'
import type { Sized } from '../store/sized.ts'
import type { Orbits } from './orbits.ts'
import type { Swap } from './swap.ts'
import { unevenSwaps } from './uneven.ts'

/**
 * A predicate that has to answer alike wherever nodes, or values, change places: whenever it is asked about a state, it
 * is asked about all of its orbit; about a step, about all steps that become it.
 *
 * The answer is remembered for all that was looked at in any state of the orbit. So it is that of all
 * orbits that agree there: the question "what do you say of the orbit of this state?" is itself a predicate
 * that is watched while it looks (`Watch`). What is looked at is the same whichever state of an orbit the
 * question begins with, so that a state that was not asked about need not be asked about by another name.
 */
export class EvenWatch implements Watching {
  interest = 0
  readonly #inner: Watching
  readonly #facets: Facets
  readonly #orbits: Orbits
  readonly #onUneven: (swaps: readonly Swap[]) => void
  readonly #names: ReadonlyMap<string, number>
  readonly #answers: FacetMemo
  /** What was looked at in any state of an orbit. */
  readonly #watched = new Set<number>()
  #readSoFar = 0

  /**
   * @param names the names of the nodes and values, by number
   * @param onUneven is told when the predicate tells nodes or values apart, and which, two of each class: what is
   *   answered then is of no use
   */
  constructor(
    inner: Watching,
    facets: Facets,
    orbits: Orbits,
    options: {
      /** 2 for a predicate over the states before and after a step. */
      readonly views: 1 | 2
      readonly names: readonly string[]
      readonly shared: SharedKeys
      readonly onUneven: (swaps: readonly Swap[]) => void
    },
  ) {
    this.#inner = inner
    this.#facets = facets
    this.#orbits = orbits
    this.#onUneven = options.onUneven
    this.#names = new Map(options.names.map((name, point) => [name, point]))
    this.#answers = new FacetMemo(facets, options.views, options.shared)
  }

  get evaluated(): number {
    return this.#inner.evaluated
  }

  get audit(): WatchAudit | null {
    return this.#inner.audit
  }

  get tables(): readonly Sized[] {
    return [...this.#inner.tables, ...this.#answers.tables]
  }

  get hasRead(): boolean {
    return this.#inner.hasRead
  }

  get reads(): ReadonlySet<number> {
    return this.#inner.reads
  }

  recall(state: Int32Array, after: Int32Array | null, moment: number): number {
    return this.#answers.get(state, after, moment)
  }

  evaluate(state: Int32Array, after: Int32Array | null): boolean {
    const known = this.#isWhole ? this.#inner.recall(state, after, -1) : -1
    if (known >= 0) {
      this.#answers.add(state, after, known === 1)
      return known === 1
    }
    const answer = this.#ask(state, after)
    let isEven = true
    const compare = (other: Int32Array, then: Int32Array | null): boolean => {
      isEven = this.#ask(other, then) === answer
      return isEven
    }
    try {
      if (after === null) this.#orbits.forEach(state, (other) => compare(other, null))
      else this.#orbits.forEachPair(state, after, compare)
    } catch (error) {
      if (isImpure(error)) throw error
      // It has an answer for this state: that it fails for another one tells nodes apart.
      isEven = false
    }
    if (!isEven) {
      const ask = (other: Int32Array, then: Int32Array | null): boolean => this.#ask(other, then)
      this.#onUneven(unevenSwaps(this.#orbits, state, after, ask))
    }
    this.#note()
    this.#answers.add(state, after, answer)
    return answer
  }

  #ask(state: Int32Array, after: Int32Array | null): boolean {
    const known = this.#inner.recall(state, after, -1)
    return known >= 0 ? known === 1 : this.#inner.evaluate(state, after)
  }

  /**
   * Whether all that may be looked at where nodes change places was looked at. What agrees in that with something of
   * an orbit that was gone through agrees in it wherever nodes change places.
   */
  get #isWhole(): boolean {
    return this.#watched.size === this.#readSoFar && this.#inner.reads.size === this.#readSoFar
  }

  /** Takes in what was looked at since the last time. */
  #note(): void {
    const { reads } = this.#inner
    if (reads.size === this.#readSoFar) return
    this.#readSoFar = reads.size
    const fresh = [...reads].flatMap((facet) => this.#alike(facet))
    const unknown = fresh.filter((facet) => !this.#watched.has(facet))
    for (const facet of unknown) this.#watched.add(facet)
    this.#answers.watch(unknown)
    for (const facet of unknown) {
      const isMail = isMailFacet(facet, this.#facets.nodes)
      this.interest |= isMail ? anyBit : touchedBit(sourceOf(this.#facets, facet).component)
    }
  }

  /** What a facet may become when nodes change places, itself included. */
  #alike(facet: number): readonly number[] {
    const { nodes, fields } = this.#facets
    if (facet === cutFacet(nodes)) return [facet]
    if (facet < cutFacet(nodes)) {
      const of = [stateFacet, upFacet, mailFacet][facet % 3] as typeof stateFacet
      return this.#classOf(Math.floor(facet / 3)).map((node) => of(node))
    }
    // What an observer knows is one facet.
    if (fields === null || facet < firstField(this.#facets.tables)) return [facet]
    const { component } = fields.source(facet)
    const name = fields.nameOf(facet)
    const point = name === null ? undefined : this.#names.get(name)
    const names = [...this.#names.keys()]
    const like = point === undefined ? [name] : this.#classOf(point).map((at) => names[at] ?? '')
    return this.#classOf(component).flatMap((owner) =>
      like.map((each) => (each === null ? fields.shell(owner) : fields.field(owner, each))),
    )
  }

  /** The nodes that a node may change places with, or the values that a value may, itself included. */
  #classOf(point: number): readonly number[] {
    return this.#orbits.classes.find((members) => members.includes(point)) ?? [point]
  }
}
