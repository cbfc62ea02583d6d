import { neededConditions } from './conditions.ts'
import { elaborate } from './elaborate.ts'
import { element } from './entry.ts'
import type { Problem, Tale } from './problem.ts'
import type { Argument, Conclusion, Link, Proof, ProofStep } from './proof.ts'
import { valuesOf } from './propagate.ts'
import type { Fact, Refutation } from './refute.ts'
import { minimalRefutation } from './slice.ts'
import type { View } from './view.ts'

/**
 * Write a minimal refutation down as a proof that can be read and checked.
 *
 * @param tales the runs of the problem, in the order of its constraints; variables are view ids.
 * @throws if the problem can be satisfied.
 */
export function prove(problem: Problem, tales: readonly Tale[], views: readonly View[]): Proof {
  const refutation = minimalRefutation(problem)
  if (refutation === null) throw new Error('there is a protocol, so there is no proof')
  const clear = elaborate(problem, tales, refutation)
  return new Writer(problem, tales, views).proof(clear)
}

class Writer {
  readonly #problem: Problem
  readonly #tales: readonly Tale[]
  readonly #views: readonly View[]
  /** Constraint index to run index, in the order of first use. */
  readonly #runs = new Map<number, number>()
  readonly #ids = new Map<Fact, number>()

  constructor(problem: Problem, tales: readonly Tale[], views: readonly View[]) {
    this.#problem = problem
    this.#tales = tales
    this.#views = views
  }

  proof(refutation: Refutation): Proof {
    const argument = this.#argument(refutation)
    const runs = [...this.#runs.keys()].map((index) => element(this.#tales, index).run)
    return { runs, argument }
  }

  #argument({ facts, end }: Refutation): Argument {
    const steps = readingOrder(facts).map((fact) => {
      if (fact.constraint === null) throw new Error('an assumption is not a step')
      return this.#step(fact.constraint, fact.uses, fact)
    })
    if (end.kind === 'conflict') {
      return { steps: [...steps, this.#step(end.constraint, end.uses, null)], cases: null }
    }
    const { node, length } = element(this.#views, end.variable)
    const where = this.#problem.constraints.findIndex(({ scope }) => scope.includes(end.variable))
    const split = { run: this.#run(where), node, at: length, links: this.#links(end.uses) }
    const cases = end.cases.map(({ assumption, refutation }) => {
      const id = this.#name(assumption)
      const value = this.#values(assumption)[0] ?? null
      return { id, value, argument: this.#argument(refutation) }
    })
    return { steps, cases: { ...split, cases } }
  }

  #step(constraint: number, uses: readonly Fact[], fact: Fact | null): ProofStep {
    const tale = element(this.#tales, constraint)
    const needed = neededConditions(this.#problem, tale, uses, fact)
    const conditions = needed.map((condition) => condition.name)
    const links = this.#links(uses)
    const concludes = fact === null ? null : this.#conclusion(fact)
    const id = fact === null ? this.#ids.size + 1 : this.#name(fact)
    if (fact === null) this.#ids.set({ constraint, variable: -1, mask: 0, uses }, id)
    return { id, run: this.#run(constraint), conditions, links, concludes }
  }

  #run(constraint: number): number {
    const known = this.#runs.get(constraint)
    if (known !== undefined) return known
    this.#runs.set(constraint, this.#runs.size)
    return this.#runs.size - 1
  }

  #name(fact: Fact): number {
    const known = this.#ids.get(fact)
    if (known !== undefined) return known
    this.#ids.set(fact, this.#ids.size + 1)
    return this.#ids.size
  }

  #links(uses: readonly Fact[]): Link[] {
    return uses.map((use) => {
      const { node, length } = element(this.#views, use.variable)
      return { step: this.#name(use), node, at: length }
    })
  }

  #conclusion(fact: Fact): Conclusion {
    const { node, length } = element(this.#views, fact.variable)
    return { node, at: length, values: this.#values(fact) }
  }

  #values({ variable, mask }: Fact): (string | null)[] {
    const outputs = this.#problem.task.outputs[element(this.#views, variable).node] ?? []
    return valuesOf(mask).map((value) => (value === 0 ? null : element(outputs, value - 1)))
  }
}

/** Facts in an order in which each comes after those it uses, and a run's facts come together if they can. */
function readingOrder(facts: readonly Fact[]): Fact[] {
  const waiting = new Set(facts)
  const order: Fact[] = []
  let run: number | null = null
  while (waiting.size > 0) {
    const ready = [...waiting].filter((fact) => fact.uses.every((use) => !waiting.has(use)))
    const next = ready.find((fact) => fact.constraint === run) ?? ready[0]
    if (next === undefined) throw new Error('the facts of a refutation form a cycle')
    waiting.delete(next)
    order.push(next)
    run = next.constraint
  }
  return order
}
