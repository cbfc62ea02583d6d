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
import { Loan } from '../model/question.ts'
import { makeView, type ViewReader } from '../model/view.ts'
import { Recent } from '../value/recent.ts'
import { withGetters, withTraps } from './tracked-state.ts'

/**
 * How node states are handed out: as they are, which counts as reading the whole of them (`whole`);
 * as they are, without knowing which fields are read (`plain`); or in one of two disguises, which
 * tell that.
 */
export type Handing = 'whole' | 'plain' | 'getters' | 'traps'

const disguises: Partial<Record<Handing, typeof withGetters>> = {
  getters: withGetters,
  traps: withTraps,
}

/** So many disguised states of a node at least are kept. */
const recentStates = 1 << 9

/** A state as it is handed out, for one question after the other. */
interface Handed {
  readonly state: unknown
  readonly loan: Loan
}

/** The view of a state vector, which tells what is read of it. */
export class TrackedView implements ViewReader {
  readonly #facets: Facets
  readonly #note: (facet: number) => void
  readonly #onPrint: () => void
  readonly #view: () => unknown
  #state: Int32Array = new Int32Array(0)
  #handing: Handing = 'whole'
  /** For each node and handing what was handed out lately, by the ids of the states. */
  readonly #handed = new Map<Handing, Recent<Handed>[]>()
  /** Whether a state with fields was handed out since this was last set to false. */
  hasRecords = false

  /**
   * @param note is told what is read
   * @param onPrint is told when a state in disguise is printed
   */
  constructor(system: System, facets: Facets, note: (facet: number) => void, onPrint: () => void) {
    this.#facets = facets
    this.#note = note
    this.#onPrint = onPrint
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

  observed(observer: number): unknown {
    const facet = observedFacet(this.#facets.nodes, observer)
    return this.#facets.observedOf(observer, this.#look(facet))
  }

  /**
   * A state as it is handed out. In disguise it shares no part with what anybody else is handed: what
   * a predicate remembers of a part was read here, of the same node, and noted.
   */
  #hand(node: number, fields: FieldFacets): unknown {
    const id = this.#peek(stateFacet(node))
    const disguise = disguises[this.#handing]
    const plain = this.#facets.stateOf(node, id)
    if (isPlainObject(plain)) this.hasRecords = true
    if (disguise === undefined) return plain
    const handed = this.#handed.get(this.#handing) ?? []
    this.#handed.set(this.#handing, handed)
    const recent = (handed[node] ??= new Recent(recentStates))
    const { state, loan } = recent.get(id, () => {
      const fresh = this.#facets.freshState(id)
      const lent = new Loan()
      if (!isPlainObject(fresh)) return { state: fresh, loan: lent }
      const onField = (name: string): (() => void) => {
        // A facet is made when somebody reads it.
        let facet = -1
        return () => {
          lent.insist()
          if (facet < 0) facet = fields.field(node, name)
          this.#note(facet)
        }
      }
      return { state: disguise(fresh, { onField, onPrint: this.#onPrint }), loan: lent }
    })
    loan.renew()
    return state
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
