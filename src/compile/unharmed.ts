import type { Audited } from '../audit/audited.ts'
import { brief, thrown } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Shown, Values } from '../value/values.ts'

/**
 * The values that user code was shown and that will be shown again: each has to be what it was. Frozen
 * objects are, and so are Maps and Sets whose own methods refuse; but nothing withstands
 * `Map.prototype.set.call(map, …)`.
 */
export class Unharmed implements Pick<Audited, 'size' | 'again'> {
  readonly #values: Values
  readonly #shown: () => readonly Shown[]
  #now: readonly Shown[] = []

  /** @param shown what is remembered for the next time */
  constructor(values: Values, shown: () => readonly Shown[]) {
    this.#values = values
    this.#shown = shown
  }

  get size(): number {
    this.#now = this.#shown()
    return this.#now.length
  }

  again(at: number): void {
    const [id, value] = this.#now[at] as Shown
    const harm = this.#harmTo(id, value)
    if (harm === null) return
    throw new ModelError('not-pure', {
      what: 'The model changes a value that it is only shown',
      where: [`${brief(this.#values.fresh(id))} has become ${harm}`],
      fix: 'change a copy (new Map(…), new Set(…)), or the draft that a handler is given',
    })
  }

  /** What a value has become, in words; null where it is as it was. */
  #harmTo(id: number, value: unknown): string | null {
    try {
      return this.#values.isValueOf(id, value) ? null : brief(value)
    } catch (error) {
      return `what has no canonical form (${thrown(error)})`
    }
  }
}
