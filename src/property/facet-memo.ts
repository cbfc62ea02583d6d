import type { Facets } from '../explore/facets.ts'
import { AnswerMemo } from '../store/answer-memo.ts'
import type { Sized } from '../store/sized.ts'
import { FacetKeys } from './facet-keys.ts'

/** The keys that are shared, by their facets. */
export type SharedKeys = Map<string, FacetKeys>

/**
 * Answers remembered for what was looked at: for the contents of a set of facets, in one state or in
 * the two states of a step.
 */
export class FacetMemo {
  readonly #facets: Facets
  readonly #views: 1 | 2
  readonly #shared: SharedKeys
  #watched: readonly number[] = []
  #keys: FacetKeys
  #memo = new AnswerMemo(1, 0)
  readonly #onWiden = (convert: (key: Int32Array) => Int32Array): void => {
    const old = this.#memo
    this.#memo = this.#emptyMemo()
    old.forEach((key, answer) => this.#memo.add(convert(key), answer))
  }

  /**
   * @param views 1, or 2 for the states before and after a step
   * @param shared keys that others use, too
   */
  constructor(facets: Facets, views: 1 | 2, shared: SharedKeys) {
    this.#facets = facets
    this.#views = views
    this.#shared = shared
    this.#keys = this.#subscribe()
  }

  /** The answers and the keys. Of shared keys only the first who shares them tells. */
  get tables(): readonly Sized[] {
    const [first] = this.#keys.onWiden
    return first === this.#onWiden ? [this.#memo, this.#keys] : [this.#memo]
  }

  /** How many keys there are, if each component may have any of its contents. */
  get combinations(): number {
    return this.#keys.combinations
  }

  /** Adds facets to the keys: all answers so far are forgotten. */
  watch(facets: readonly number[]): void {
    this.dispose()
    this.#watched = [...new Set([...this.#watched, ...facets])].toSorted((a, b) => a - b)
    this.#keys = this.#subscribe()
    this.#memo = this.#emptyMemo()
  }

  /** Gives the keys up. */
  dispose(): void {
    const { onWiden } = this.#keys
    onWiden.delete(this.#onWiden)
    if (onWiden.size === 0) this.#shared.delete(this.#name)
  }

  /**
   * The answer for a state, or for the states of a step: 1 for yes, 0 for no, -1 if not known.
   *
   * @param moment as in {@link FacetKeys.of}
   */
  get(state: Int32Array, after: Int32Array | null, moment: number): number {
    const word = this.#keys.of(state, after, moment)
    const { key } = this.#keys
    return key.length === 1 ? this.#memo.getWord(word) : this.#memo.get(key)
  }

  /** Adds an answer that is not known yet. */
  add(state: Int32Array, after: Int32Array | null, answer: boolean): void {
    this.#keys.of(state, after, -1)
    this.#memo.add(this.#keys.key, answer)
  }

  get #name(): string {
    return [this.#views, ...this.#watched].join(' ')
  }

  #subscribe(): FacetKeys {
    const name = this.#name
    const keys = this.#shared.get(name) ?? new FacetKeys(this.#facets, this.#views, this.#watched)
    this.#shared.set(name, keys)
    keys.onWiden.add(this.#onWiden)
    return keys
  }

  #emptyMemo(): AnswerMemo {
    return new AnswerMemo(this.#keys.key.length, this.#keys.lastBits)
  }
}
