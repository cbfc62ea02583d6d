import type { Constraint, Problem } from './problem.ts'

/** The values each variable may still take: a bit mask, bit k for value k. */
export type Domains = Int32Array

/** Any value that a variable may have at all. */
export function fullDomains(problem: Problem): Domains {
  return problem.domains.slice()
}

/**
 * The values that each variable of the scope takes in some row that the domains allow: what one run
 * alone lets one conclude. All masks are 0 if no row is left.
 */
export function supported(constraint: Constraint, domains: Domains): Int32Array {
  const { scope, rows } = constraint
  const width = scope.length
  const masks = new Int32Array(width)
  for (const row of rows) {
    let place = 0
    while (place < width && ((domains[scope[place] ?? 0] ?? 0) & (row[place] ?? 0)) !== 0) place++
    if (place < width) continue
    for (let at = 0; at < width; at++) masks[at] = (masks[at] ?? 0) | (row[at] ?? 0)
  }
  return masks
}

/** For each variable, the constraints that speak of it. */
export type Watchers = readonly (readonly number[])[]

/** The table of watchers of a problem. */
export function watchersOf(problem: Problem): Watchers {
  const watchers: number[][] = Array.from({ length: problem.domains.length }, () => [])
  problem.constraints.forEach(({ scope }, index) => {
    for (const variable of scope) watchers[variable]?.push(index)
  })
  return watchers
}

/**
 * Narrow the domains until every value left has a row in every constraint (generalised arc
 * consistency; Mackworth 1977, AC-3). Returns false if some constraint has no row left.
 */
export function propagate(
  problem: Problem,
  watchers: Watchers,
  domains: Domains,
  start: Iterable<number>,
): boolean {
  const queue = new Set(start)
  for (const index of queue) {
    queue.delete(index)
    const constraint = problem.constraints[index]
    if (constraint === undefined) continue
    const masks = supported(constraint, domains)
    for (const [place, variable] of constraint.scope.entries()) {
      const before = domains[variable] ?? 0
      const after = before & (masks[place] ?? 0)
      if (after === 0) return false
      if (after === before) continue
      domains[variable] = after
      for (const other of watchers[variable] ?? []) if (other !== index) queue.add(other)
    }
  }
  return true
}

/** Whether only one value is left. */
export function isSingle(mask: number): boolean {
  return (mask & (mask - 1)) === 0
}

/** The values of a mask, in order. */
export function valuesOf(mask: number): number[] {
  const values: number[] = []
  for (let value = 0; value < 31; value++) if (((mask >> value) & 1) === 1) values.push(value)
  return values
}
