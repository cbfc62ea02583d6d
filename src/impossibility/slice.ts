import { chase } from './chase.ts'
import { element } from './entry.ts'
import type { Problem } from './problem.ts'
import { fullDomains, supported } from './propagate.ts'
import { refute } from './refute.ts'
import type { Conflict, Fact, Refutation } from './refute.ts'

/**
 * A refutation that uses a minimal set of runs: without any one of them the rest can be satisfied.
 * (Deletion: drop a run, see whether the rest still conflicts. Runs listed later are dropped first.)
 */
export function minimalRefutation(problem: Problem): Refutation | null {
  const all = problem.constraints.map((_, index) => index)
  const first = refute(problem, all)
  if (first === null) return null
  let best = slice(problem, first)
  let active = constraintsOf(best)
  for (const candidate of [...active].toReversed()) {
    if (!active.includes(candidate)) continue
    const rest = refute(
      problem,
      active.filter((index) => index !== candidate),
    )
    if (rest === null) continue
    best = slice(problem, rest)
    active = constraintsOf(best)
  }
  const chain = depthOf(best) > 2 ? chase(problem, active) : null
  return chain === null ? joined(best) : joined(slice(problem, chain))
}

/** The length of the longest row of steps that each use the one before; cases count as long. */
function depthOf({ facts, end }: Refutation): number {
  const depths = new Map<Fact, number>()
  const after = (uses: readonly Fact[]): number =>
    1 + uses.reduce((most, use) => Math.max(most, depths.get(use) ?? 0), 0)
  for (const fact of facts) depths.set(fact, after(fact.uses))
  return end.kind === 'conflict' ? after(end.uses) : Infinity
}

/**
 * Where a step uses two facts about one view, let the later fact take in the earlier, so that each
 * step says all that is known by then.
 */
function joined(refutation: Refutation): Refutation {
  const { facts, end } = refutation
  if (end.kind === 'cases') return refutation
  const uses = join(end.uses)
  for (const fact of facts.toReversed()) fact.uses = join(fact.uses)
  return { facts, end: { ...end, uses } }
}

function join(uses: readonly Fact[]): readonly Fact[] {
  return uses.filter((use, index) => {
    const later = uses.slice(index + 1).find((other) => other.variable === use.variable)
    if (later === undefined) return true
    later.mask &= use.mask
    later.uses = [...later.uses, use]
    return false
  })
}

/** The constraints that a refutation learns from, in order. */
function constraintsOf({ facts, end }: Refutation): number[] {
  const own = facts.flatMap(({ constraint }) => (constraint === null ? [] : [constraint]))
  const last =
    end.kind === 'conflict'
      ? [end.constraint]
      : end.cases.flatMap(({ refutation }) => constraintsOf(refutation))
  return [...new Set([...own, ...last])].toSorted((one, other) => one - other)
}

/** Keep only the facts that the end needs, and for each only those that it needs itself. */
function slice(problem: Problem, refutation: Refutation): Refutation {
  return slicer(problem, refutation).refutation
}

interface Sliced {
  readonly refutation: Refutation
  readonly needed: Set<Fact>
}

function slicer(problem: Problem, { facts, end }: Refutation): Sliced {
  const tail = end.kind === 'conflict' ? sliceConflict(problem, end) : sliceCases(problem, end)
  const { needed } = tail
  const kept: Fact[] = []
  for (const fact of facts.toReversed()) {
    if (!needed.has(fact)) continue
    fact.uses = fewest(fact.uses, (uses) => proves(problem, fact, uses))
    for (const use of fact.uses) needed.add(use)
    kept.push(fact)
  }
  const whole = [...kept.toReversed(), ...tail.refutation.facts]
  return { refutation: { facts: whole, end: tail.refutation.end }, needed }
}

function sliceConflict(problem: Problem, end: Conflict): Sliced {
  const constraint = element(problem.constraints, end.constraint)
  const uses = fewest(end.uses, (some) =>
    supported(constraint, domainsWith(problem, some)).every((mask) => mask === 0),
  )
  return { refutation: { facts: [], end: { ...end, uses } }, needed: new Set(uses) }
}

/** A case whose end does not need its assumption makes the other cases needless. */
function sliceCases(problem: Problem, end: Extract<Refutation['end'], { kind: 'cases' }>): Sliced {
  const needed = new Set<Fact>(end.uses)
  const cases: { assumption: Fact; refutation: Refutation }[] = []
  for (const { assumption, refutation } of end.cases) {
    const sliced = slicer(problem, refutation)
    if (!sliced.needed.has(assumption)) return sliced
    for (const fact of sliced.needed) needed.add(fact)
    cases.push({ assumption, refutation: sliced.refutation })
  }
  return { refutation: { facts: [], end: { ...end, cases } }, needed }
}

/** Whether the fact follows from its run and these facts. */
function proves(problem: Problem, fact: Fact, uses: readonly Fact[]): boolean {
  if (fact.constraint === null) return true
  const constraint = element(problem.constraints, fact.constraint)
  const masks = supported(constraint, domainsWith(problem, uses))
  const mask = element(masks, constraint.scope.indexOf(fact.variable))
  return (mask & ~fact.mask) === 0
}

function domainsWith(problem: Problem, facts: readonly Fact[]): Int32Array {
  const domains = fullDomains(problem)
  for (const fact of facts) {
    domains[fact.variable] = element(domains, fact.variable) & fact.mask
  }
  return domains
}

/** Drop what can be dropped, the latest first. */
export function fewest<T>(
  list: readonly T[],
  enough: (some: readonly T[]) => boolean,
): readonly T[] {
  return list.reduceRight<readonly T[]>((kept, candidate) => {
    const rest = kept.filter((one) => one !== candidate)
    return enough(rest) ? rest : kept
  }, list)
}
