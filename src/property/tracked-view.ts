import {
  cutFacet,
  mailFacet,
  observedFacet,
  stateFacet,
  upFacet,
  type Facets,
} from '../explore/facets.ts'
import { isPlainObject, type FieldFacets } from '../explore/fields.ts'
import type { System } from '../model/system.ts'
import { makeView, type ViewReader } from '../model/view.ts'
import { LentState } from './lent-state.ts'
import { Disguises } from './tracked-state.ts'

/**
 * How node states are handed out: as they are, which counts as reading the whole of them (`whole`);
 * as they are, without knowing which fields are read (`plain`); or in one of two disguises, which
 * tell that.
 */
export type Handing = 'whole' | 'plain' | 'getters' | 'traps'

/** A state as it is handed out, and for which question. */
interface Handed {
  readonly state: unknown
  readonly question: number
}

/** The view of a state vector, which tells what is read of it. */
export class TrackedView implements ViewReader {
  readonly #facets: Facets
  readonly #note: (facet: number) => void
  readonly #disguises: Disguises
  readonly #view: () => unknown
  #state: Int32Array = new Int32Array(0)
  #handing: Handing = 'whole'
  /** For each node what was handed out last. */
  readonly #handed: Handed[] = []
  #question = 0
  /** Whether a state with fields was handed out since this was last set to false. */
  hasRecords = false

  /**
   * @param note is told what is read
   * @param onPrint is told when a state in disguise is printed
   */
  constructor(system: System, facets: Facets, note: (facet: number) => void, onPrint: () => void) {
    this.#facets = facets
    this.#note = note
    this.#disguises = new Disguises(onPrint)
    this.#view = makeView(system, this)
  }

  /** The view, now of this state. */
  of(state: Int32Array, handing: Handing): unknown {
    this.#state = state
    this.#handing = handing
    this.#question += 1
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

  observed(observer: number): unknown {
    const facet = observedFacet(this.#facets.nodes, observer)
    return this.#facets.observedOf(observer, this.#look(facet))
  }

  /**
   * A state as it is handed out. In disguise it shares no part with what anybody else is handed, nor with what was handed
   * out for another question: what a predicate remembers of a part was read in answer to this one.
   */
  #hand(node: number, fields: FieldFacets): unknown {
    const id = this.#peek(stateFacet(node))
    const plain = this.#facets.stateOf(node, id)
    if (isPlainObject(plain)) this.hasRecords = true
    if (this.#handing === 'plain') return plain
    const last = this.#handed[node]
    if (last?.question === this.#question) return last.state
    const state = isPlainObject(plain)
      ? this.#disguise(plain, node, fields)
      : this.#facets.freshState(id)
    this.#handed[node] = { state, question: this.#question }
    return state
  }

  #disguise(plain: Readonly<Record<string, unknown>>, node: number, fields: FieldFacets): object {
    const cell = this.#state[this.#facets.components[stateFacet(node)] as number] as number
    const lent = new LentState(plain, { node, cell }, fields, this.#note)
    return this.#handing === 'getters'
      ? this.#disguises.withGetters(lent)
      : this.#disguises.withTraps(lent)
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
