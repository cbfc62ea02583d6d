import type { Audited } from '../audit/audited.ts'
import { itself } from '../audit/instance.ts'
import { answersChanged } from '../semantics/step-errors.ts'
import { placeIn, type Place } from '../semantics/place.ts'
import { brief, thrown } from '../value/brief.ts'
import { equal } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import type { Beginning } from './beginning.ts'
import { outcomesOf, waysOf } from './beginnings.ts'
import type { Tables } from './tables.ts'

/** The ways for each node to begin, gone through once more, in their order. */
export const auditedBeginnings = (tables: Tables): readonly Audited[] =>
  tables.begun.map((begun, node) => new BeginAudit(tables, node, begun))

class BeginAudit implements Audited {
  readonly #tables: Tables
  readonly #place: Place
  readonly #begun: readonly Beginning[]
  #now: Iterator<Beginning> | null = null
  #at = 0

  constructor(tables: Tables, node: number, begun: readonly Beginning[]) {
    this.#tables = tables
    this.#place = tables.world.places[node] as Place
    this.#begun = begun
  }

  get size(): number {
    return this.#begun.length
  }

  pieceOf(): string {
    return 'how nodes begin'
  }

  /** The ways can only be gone through from the first on: the last place is where that begins. */
  again(at: number, instance = itself): void {
    if (at === this.size - 1) {
      this.#now = waysOf(placeIn(instance, this.#place))
      this.#at = 0
    }
    const before = this.#begun[this.#at++]
    if (this.#now === null || before === undefined) return
    const old = outcomesOf(this.#tables, before)
    let now: string
    try {
      const next = this.#now.next()
      const fresh = next.done === true ? null : outcomesOf(this.#tables, next.value)
      if (equal(old, fresh)) return
      now = brief(fresh)
    } catch (error) {
      if (error instanceof ModelError && error.code === 'not-pure') throw error
      now = `throws ${thrown(error)}`
    }
    throw answersChanged(this.#place, [
      'its initial state and its start',
      `before: ${brief(old)}`,
      `now: ${now}`,
    ])
  }
}
