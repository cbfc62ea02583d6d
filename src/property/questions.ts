import type { Audited } from '../audit/audited.ts'
import type { Facets } from '../explore/facets.ts'
import { predicatesOf } from '../model/formula.ts'
import { isLiveness } from '../model/property-kinds.ts'
import type { LivenessProperty, Property, StatePredicate } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { askOf, type Asked } from './ask.ts'
import { AskedStates } from './watch-audit.ts'

/**
 * The predicates of formulas. One that several properties ask is watched once, and remembers its
 * answers until the last of them has been judged.
 */
export class Questions {
  readonly #system: System
  readonly #facets: Facets
  readonly #audited: Audited[]
  readonly #states: AskedStates
  /** How many properties that are still to be judged ask a predicate. */
  readonly #uses = new Map<StatePredicate, number>()
  readonly #shared = new Map<StatePredicate, Asked>()

  /** @param audited what the predicates are asked goes there, to be asked once more */
  constructor(system: System, facets: Facets, audited: Audited[]) {
    this.#system = system
    this.#facets = facets
    this.#audited = audited
    this.#states = new AskedStates(system, facets)
    for (const { property } of system.properties) {
      for (const predicate of askedBy(property)) {
        this.#uses.set(predicate, (this.#uses.get(predicate) ?? 0) + 1)
      }
    }
  }

  /** @param name the property that asks first, for what the predicate throws */
  of(predicate: StatePredicate, name: string): Asked {
    const known = this.#shared.get(predicate)
    if (known !== undefined) return known
    const predicates = this.#uses.size
    const options = { place: `property '${name}'`, states: this.#states, predicates }
    const asked = askOf(this.#system, this.#facets, predicate, options, this.#audited)
    this.#shared.set(predicate, asked)
    return asked
  }

  /** A property has been judged. */
  release(property: LivenessProperty): void {
    for (const predicate of askedBy(property)) {
      const uses = (this.#uses.get(predicate) ?? 0) - 1
      this.#uses.set(predicate, uses)
      if (uses <= 0) this.#shared.delete(predicate)
    }
  }
}

const askedBy = (property: Property): readonly StatePredicate[] =>
  isLiveness(property) && 'formula' in property ? predicatesOf(property.formula) : []
