import { neededConditions } from './conditions.ts'
import { element } from './entry.ts'
import { constraintOf, everyView } from './problem.ts'
import type { Problem, Tale } from './problem.ts'
import { fullDomains, supported } from './propagate.ts'
import type { Fact, Refutation } from './refute.ts'
import { fewest } from './slice.ts'

/**
 * A step that silently relies on what another node must do in that run is hard to follow. Where one
 * condition alone settles that, say so first, as facts of their own.
 */
export function elaborate(
  problem: Problem,
  tales: readonly Tale[],
  refutation: Refutation,
): Refutation {
  const { end } = refutation
  const facts = refutation.facts.flatMap((fact) => {
    if (fact.constraint === null) return [fact]
    const obvious = obviousFacts(problem, tales, fact.constraint, fact.uses, fact)
    fact.uses = [...fact.uses, ...obvious]
    return [...obvious, fact]
  })
  if (end.kind === 'cases') {
    const cases = end.cases.map((one) => ({
      ...one,
      refutation: elaborate(problem, tales, one.refutation),
    }))
    return { facts, end: { ...end, cases } }
  }
  const obvious = obviousFacts(problem, tales, end.constraint, end.uses, null)
  return { facts: [...facts, ...obvious], end: { ...end, uses: [...end.uses, ...obvious] } }
}

/** The fewest obvious facts with which the step needs the fewest conditions; none are about its own node. */
function obviousFacts(
  problem: Problem,
  tales: readonly Tale[],
  constraint: number,
  uses: readonly Fact[],
  goal: Fact | null,
): readonly Fact[] {
  const tale = element(tales, constraint)
  const cost = (more: readonly Fact[]): number =>
    neededConditions(problem, tale, [...uses, ...more], goal).length
  const all = settledFacts(problem, tale, constraint, uses).filter(
    (fact) => !alike(tale, fact, goal),
  )
  const least = cost(all)
  if (least === cost([])) return []
  return fewest(all, (some) => cost(some) === least)
}

/** Whether two facts are about the same node. */
function alike(tale: Tale, one: Fact, other: Fact | null): boolean {
  return [...tale.chains.values()].some((chain) => {
    const ids = new Set(chain.map((view) => view.id))
    return other !== null && ids.has(one.variable) && ids.has(other.variable)
  })
}

/** What a single condition settles about the last views in a run. */
function settledFacts(problem: Problem, tale: Tale, index: number, uses: readonly Fact[]): Fact[] {
  const { task, constraints } = problem
  const { scope } = element(constraints, index)
  const linked = new Set(uses.map((use) => use.variable))
  const domains = fullDomains(problem)
  const lasts = task.nodes.flatMap((node) => tale.chains.get(node)?.at(-1)?.id ?? [])
  const idle = supported(constraintOf(task, tale, [], everyView), domains)
  const found: Fact[] = []
  for (const condition of task.conditions) {
    const masks = supported(constraintOf(task, tale, [condition], everyView), domains)
    for (const variable of lasts) {
      const place = scope.indexOf(variable)
      const mask = element(masks, place)
      const known = linked.has(variable) || found.some((fact) => fact.variable === variable)
      if (known || mask === element(idle, place) || mask === 0) continue
      found.push({ constraint: index, variable, mask, uses: [] })
    }
  }
  return found
}
