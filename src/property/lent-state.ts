import type { FieldFacets } from '../explore/fields.ts'
import { Loan } from '../model/question.ts'
import type { Shown } from './tracked-state.ts'

/** What is shown of a node's state for one question. Its parts are objects that nobody else has. */
export class LentState implements Shown {
  readonly names: readonly string[]
  readonly #state: Readonly<Record<string, unknown>>
  readonly #node: number
  readonly #cell: number
  readonly #fields: FieldFacets
  readonly #note: (facet: number) => void
  readonly #loan = new Loan()
  /** The parts that were shown. */
  #parts: Map<string, unknown> | null = null

  /**
   * @param state which others have, too: none of its parts is shown
   * @param cell the id of the node's component that the state is of
   * @param note is told which facets are read
   */
  constructor(
    state: Readonly<Record<string, unknown>>,
    { node, cell }: { readonly node: number; readonly cell: number },
    fields: FieldFacets,
    note: (facet: number) => void,
  ) {
    this.names = Object.keys(state)
    this.#state = state
    this.#node = node
    this.#cell = cell
    this.#fields = fields
    this.#note = note
  }

  has(name: PropertyKey): boolean {
    return Object.hasOwn(this.#state, name)
  }

  read(name: string): unknown {
    this.#loan.insist()
    const facet = this.#fields.field(this.#node, name)
    this.#note(facet)
    const content = this.#state[name]
    if (typeof content !== 'object' || content === null) return content
    const parts = (this.#parts ??= new Map<string, unknown>())
    if (!parts.has(name)) parts.set(name, this.#fields.fresh(facet, this.#cell))
    return parts.get(name)
  }
}
