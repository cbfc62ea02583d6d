import { element } from './entry.ts'
import type { Problem } from './problem.ts'
import { fullDomains, isSingle, propagate, valuesOf, watchersOf } from './propagate.ts'
import type { Domains } from './propagate.ts'

/** A value for every variable. */
export type Assignment = Int32Array

/**
 * Find a value for every variable that satisfies every constraint, or `null` if there is none.
 * Propagation with chronological backtracking: complete, and deterministic. "Wait" is tried first,
 * so a protocol found this way decides only when it has to.
 */
export function search(problem: Problem): Assignment | null {
  const watchers = watchersOf(problem)
  const domains = fullDomains(problem)
  if (!propagate(problem, watchers, domains, problem.constraints.keys())) return null
  const stack: Choice[] = []
  const next = choose(problem, domains, 0)
  if (next === null) return assignmentOf(domains)
  stack.push(next)
  for (;;) {
    const choice = stack.at(-1)
    if (choice === undefined) return null
    const value = choice.values.shift()
    if (value === undefined) {
      stack.pop()
      continue
    }
    const narrowed = choice.domains.slice()
    narrowed[choice.variable] = 1 << value
    if (!propagate(problem, watchers, narrowed, element(watchers, choice.variable))) continue
    const further = choose(problem, narrowed, choice.place)
    if (further === null) return assignmentOf(narrowed)
    stack.push(further)
  }
}

interface Choice {
  readonly domains: Domains
  readonly variable: number
  /** Its place in the order of trying. */
  readonly place: number
  /** The values not tried yet. */
  readonly values: number[]
}

/** The first variable with more than one value left. Those before place `from` are settled. */
function choose(problem: Problem, domains: Domains, from: number): Choice | null {
  for (let place = from; place < problem.order.length; place++) {
    const variable = element(problem.order, place)
    const mask = element(domains, variable)
    if (!isSingle(mask)) return { domains, variable, place, values: valuesOf(mask) }
  }
  return null
}

function assignmentOf(domains: Domains): Assignment {
  return domains.map((mask) => Math.log2(mask))
}
