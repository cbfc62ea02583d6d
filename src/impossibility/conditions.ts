import { element } from './entry.ts'
import { constraintOf, everyView } from './problem.ts'
import type { Problem, Tale } from './problem.ts'
import { fullDomains, supported } from './propagate.ts'
import type { Fact } from './refute.ts'
import type { Condition } from './task.ts'

/** What a step is to show: a fact's view and mask, or (`null`) a contradiction. */
export type Goal = Pick<Fact, 'variable' | 'mask'> | null

/** The fewest conditions from which a step still follows; those listed last are dropped first. */
export function neededConditions(
  problem: Problem,
  tale: Tale,
  uses: readonly Fact[],
  goal: Goal,
): readonly Condition[] {
  return problem.task.conditions.reduceRight<readonly Condition[]>((kept, candidate) => {
    const rest = kept.filter((one) => one !== candidate)
    return follows(problem, tale, rest, uses, goal) ? rest : kept
  }, problem.task.conditions)
}

function follows(
  problem: Problem,
  tale: Tale,
  conditions: readonly Condition[],
  uses: readonly Fact[],
  goal: Goal,
): boolean {
  const domains = fullDomains(problem)
  for (const use of uses) domains[use.variable] = (domains[use.variable] ?? 0) & use.mask
  const constraint = constraintOf(problem.task, tale, conditions, everyView)
  const masks = supported(constraint, domains)
  if (goal === null) return masks.every((mask) => mask === 0)
  return (element(masks, constraint.scope.indexOf(goal.variable)) & ~goal.mask) === 0
}
