import { cutFacet, mailFacet, stateFacet, upFacet, type Facets } from '../explore/facets.ts'
import { isPlainObject, type FieldFacets } from '../explore/fields.ts'
import type { System } from '../model/system.ts'
import { makeView, type ViewReader } from '../model/view.ts'
import { Recent } from '../value/recent.ts'
import { withGetters, withTraps } from './tracked-state.ts'

/**
 * How node states are handed out: as they are, which counts as reading the whole of them
 * (`whole`) or nothing but their shells (`plain`); or in one of the two forms that tell which fields
 * are read.
 */
export type Handing = 'whole' | 'plain' | 'getters' | 'traps'

const disguises: Partial<Record<Handing, typeof withGetters>> = {
  getters: withGetters,
  traps: withTraps,
}

/** So many disguised states of a node at least are kept. */
const recentStates = 1 << 10

/** The view of a state vector, which tells what is read of it. */
export class TrackedView implements ViewReader {
  readonly #facets: Facets
  readonly #note: (facet: number) => void
  readonly #view: () => unknown
  #state: Int32Array = new Int32Array(0)
  #handing: Handing = 'whole'
  /** For each node and handing what was handed out lately, by the ids of the states. */
  readonly #handed = new Map<Handing, Recent[]>()
  /** Whether a state was handed out in disguise since this was last set to false. */
  hasDisguised = false

  constructor(system: System, facets: Facets, note: (facet: number) => void) {
    this.#facets = facets
    this.#note = note
    this.#view = makeView(system, this)
  }

  /** The view, now of this state. */
  of(state: Int32Array, handing: Handing): unknown {
    this.#state = state
    this.#handing = handing
    return this.#view()
  }

  state(node: number): unknown {
    const { fields } = this.#facets
    if (fields === null || this.#handing === 'whole') {
      return this.#facets.stateOf(node, this.#look(stateFacet(node)))
    }
    this.#note(fields.shell(node))
    return this.#hand(node, fields)
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

  /**
   * A state as it is handed out. It may be an object that was handed out before: what a predicate
   * remembers of it was read then, of the same node, and noted.
   */
  #hand(node: number, fields: FieldFacets): unknown {
    const id = this.#peek(stateFacet(node))
    const state = this.#facets.stateOf(node, id)
    const disguise = disguises[this.#handing]
    if (disguise === undefined || !isPlainObject(state)) return state
    this.hasDisguised = true
    const handed = this.#handed.get(this.#handing) ?? []
    this.#handed.set(this.#handing, handed)
    const recent = (handed[node] ??= new Recent(recentStates))
    return recent.get(id, () => disguise(state, (name) => this.#note(fields.field(node, name))))
  }

  #look(facet: number): number {
    this.#note(facet)
    return this.#peek(facet)
  }

  #peek(facet: number): number {
    const component = this.#facets.components[facet] as number
    return this.#facets.tables[facet]?.data[this.#state[component] as number] ?? 0
  }
}
