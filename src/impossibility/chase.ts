import { element } from './entry.ts'
import type { Problem } from './problem.ts'
import { fullDomains, supported } from './propagate.ts'
import type { Conflict, Fact, Refutation } from './refute.ts'

/**
 * Refute by one chain: start from a run that forces a decision, go to a run that some node cannot
 * tell from it, and on from there, until a run has no way out. Starts a second chain only where
 * the first is stuck. This is the order in which the textbooks argue; it may be longer than a
 * derivation from both ends. `null` if it takes cases, or if there is nothing to refute.
 */
export function chase(problem: Problem, active: readonly number[]): Refutation | null {
  return new Chase(problem, active).refutation()
}

class Chase {
  readonly #problem: Problem
  readonly #active: readonly number[]
  readonly #domains: Int32Array
  readonly #facts: Fact[] = []
  /** How many facts bore on a run when it was last looked at. */
  readonly #looked = new Map<number, number>()

  constructor(problem: Problem, active: readonly number[]) {
    this.#problem = problem
    this.#active = active
    this.#domains = fullDomains(problem)
  }

  refutation(): Refutation | null {
    for (;;) {
      const next = this.#linked() ?? this.#seed()
      if (next === null) return null
      const learnt = this.#learn(next)
      if (!Array.isArray(learnt)) return { facts: this.#facts, end: learnt }
      this.#looked.set(next, this.#bearing(next).length + learnt.length)
      for (const fact of learnt) {
        this.#facts.push(fact)
        this.#domains[fact.variable] = element(this.#domains, fact.variable) & fact.mask
      }
    }
  }

  /** A run that shares the newest fact, and has not been looked at since it was learnt. */
  #linked(): number | null {
    for (const fact of this.#facts.toReversed()) {
      for (const index of this.#active) {
        const { scope } = element(this.#problem.constraints, index)
        const fresh = (this.#looked.get(index) ?? 0) < this.#bearing(index).length
        if (fresh && scope.includes(fact.variable)) return index
      }
    }
    return null
  }

  /** A run that teaches something by itself; best, one in which a node has to decide. */
  #seed(): number | null {
    const unseen = this.#active.filter((index) => !this.#looked.has(index))
    const teaches = (forced: boolean) => (index: number) => {
      const learnt = this.#learn(index)
      if (!Array.isArray(learnt)) return true
      return learnt.some(({ mask }) => !forced || (mask & 1) === 0)
    }
    return unseen.find(teaches(true)) ?? unseen.find(teaches(false)) ?? null
  }

  #bearing(index: number): Fact[] {
    const { scope } = element(this.#problem.constraints, index)
    return this.#facts.filter((fact) => scope.includes(fact.variable))
  }

  #learn(index: number): Fact[] | Conflict {
    const constraint = element(this.#problem.constraints, index)
    const masks = supported(constraint, this.#domains)
    const uses = this.#bearing(index)
    if (masks.every((mask) => mask === 0)) return { kind: 'conflict', constraint: index, uses }
    return constraint.scope.flatMap((variable, place): Fact[] => {
      const mask = element(masks, place)
      const before = element(this.#domains, variable)
      return (before & mask) === before ? [] : [{ constraint: index, variable, mask, uses }]
    })
  }
}
