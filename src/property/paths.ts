import { sourceOf, type Facets } from '../explore/facets.ts'
import type { FacetSource } from '../explore/fields.ts'
import { DecisionTree, firstWordOf } from '../parts/decision-tree.ts'
import type { Sized } from '../store/sized.ts'

/**
 * A predicate's answers by what it read on the way to them: a decision tree over facets. States that take
 * the same path have the same answer, whatever they have where the predicate did not look this time;
 * `FacetMemo` tells states apart by all that was ever looked at.
 *
 * Why that is sound: which facet a predicate reads first does not depend on the state, and which one it
 * reads next depends only on what the ones before it hold. It must be handed objects that nobody was
 * handed before: what it remembers of an object it need not read again.
 */
export class Paths implements Sized {
  readonly #facets: Facets
  readonly #tree = new DecisionTree()
  readonly #root = this.#tree.plant()
  /** For each facet that was read its place in a row of contents. */
  readonly #places = new Map<number, number>()
  readonly #sources: FacetSource[] = []
  /** What a state has there: scratch. */
  #row = new Int32Array(8)

  constructor(facets: Facets) {
    this.#facets = facets
  }

  get bytes(): number {
    return this.#tree.bytes
  }

  get soon(): number {
    return this.#tree.soon
  }

  /** The answer for a state: 1 for yes, 0 for no, -1 where its path was not taken yet. */
  find(state: Int32Array): number {
    this.#fill(state)
    const leaf = this.#tree.find(this.#root, this.#row)
    return leaf === 0 ? -1 : firstWordOf(this.#tree, leaf)
  }

  /**
   * Adds an answer for a state whose path was not taken yet.
   *
   * @param reads the facets that were read, each once, in order
   * @returns whether the path is one that goes as others went before
   */
  add(state: Int32Array, reads: readonly number[], answer: boolean): boolean {
    const path = {
      reads: reads.map((facet) => this.#placeOf(facet)),
      after: reads.map(() => 0),
      taken: [],
      counts: [],
    }
    this.#fill(state)
    return this.#tree.add(this.#root, this.#row, path, [answer ? 1 : 0], 0) !== 0
  }

  #placeOf(facet: number): number {
    const known = this.#places.get(facet)
    if (known !== undefined) return known
    const place = this.#sources.push(sourceOf(this.#facets, facet)) - 1
    this.#places.set(facet, place)
    if (this.#row.length <= place) this.#row = new Int32Array(2 * this.#row.length)
    return place
  }

  #fill(state: Int32Array): void {
    const row = this.#row
    const sources = this.#sources
    for (let place = 0; place < sources.length; place++) {
      const { component, at } = sources[place] as FacetSource
      row[place] = at(state[component] as number)
    }
  }
}
