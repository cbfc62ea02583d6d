import { element } from './entry.ts'
import type { Problem } from './problem.ts'
import { fullDomains, isSingle, supported, valuesOf } from './propagate.ts'
import type { Domains } from './propagate.ts'

/**
 * Something known about one view: its value is in the mask. Learnt from one run and what was known
 * before, or assumed for the sake of a case (`constraint` is then `null`).
 */
export interface Fact {
  readonly constraint: number | null
  readonly variable: number
  mask: number
  /** The facts it rests on; slicing narrows this to those it needs. */
  uses: readonly Fact[]
}

/** A refutation: facts in order, and then a run without a way out, or cases that each end so. */
export interface Refutation {
  readonly facts: readonly Fact[]
  readonly end: Conflict | Cases
}

/** A run in which, given these facts, no combination is left. */
export interface Conflict {
  readonly kind: 'conflict'
  readonly constraint: number
  readonly uses: readonly Fact[]
}

/** Whatever the view's value is, it leads to a conflict. */
export interface Cases {
  readonly kind: 'cases'
  readonly variable: number
  /** The facts that rule out the values for which there is no case. */
  readonly uses: readonly Fact[]
  readonly cases: readonly { readonly assumption: Fact; readonly refutation: Refutation }[]
}

/**
 * Refute the problem restricted to some of its constraints; `null` if these can be satisfied. Facts are
 * learnt in waves, each from the facts of earlier waves only, so that the first conflict has one of
 * the shortest derivations.
 */
export function refute(problem: Problem, active: readonly number[]): Refutation | null {
  const scope = new Set(active.flatMap((index) => element(problem.constraints, index).scope))
  const order = [...scope].toSorted((one, other) => one - other)
  return descend(problem, active, order, {
    domains: fullDomains(problem),
    known: new Map(),
  })
}

interface State {
  readonly domains: Domains
  readonly known: Map<number, Fact[]>
}

function descend(
  problem: Problem,
  active: readonly number[],
  order: readonly number[],
  state: State,
): Refutation | null {
  const facts: Fact[] = []
  for (;;) {
    const wave = waveOf(problem, active, state)
    if (!Array.isArray(wave)) return { facts, end: wave }
    if (wave.length === 0) break
    for (const fact of wave) learn(state, fact)
    facts.push(...wave)
  }
  const variable = order.find((one) => !isSingle(element(state.domains, one)))
  if (variable === undefined) return null
  const cases: { assumption: Fact; refutation: Refutation }[] = []
  for (const value of valuesOf(element(state.domains, variable))) {
    const assumption: Fact = { constraint: null, variable, mask: 1 << value, uses: [] }
    const branch: State = {
      domains: state.domains.slice(),
      known: new Map([...state.known].map(([key, list]) => [key, [...list]])),
    }
    learn(branch, assumption)
    const refutation = descend(problem, active, order, branch)
    if (refutation === null) return null
    cases.push({ assumption, refutation })
  }
  return { facts, end: { kind: 'cases', variable, uses: state.known.get(variable) ?? [], cases } }
}

function learn({ domains, known }: State, fact: Fact): void {
  domains[fact.variable] = element(domains, fact.variable) & fact.mask
  known.set(fact.variable, [...(known.get(fact.variable) ?? []), fact])
}

/** What each run teaches, given what was known before this wave; or the first conflict. */
function waveOf(problem: Problem, active: readonly number[], state: State): Fact[] | Conflict {
  const wave: Fact[] = []
  const pending = new Map<number, number>()
  for (const index of active) {
    const constraint = element(problem.constraints, index)
    const masks = supported(constraint, state.domains)
    const uses = constraint.scope.flatMap((variable) => state.known.get(variable) ?? [])
    if (masks.every((mask) => mask === 0)) return { kind: 'conflict', constraint: index, uses }
    for (const [place, variable] of constraint.scope.entries()) {
      const before = pending.get(variable) ?? element(state.domains, variable)
      const mask = element(masks, place)
      if ((before & mask) === before) continue
      pending.set(variable, before & mask)
      wave.push({ constraint: index, variable, mask, uses })
    }
  }
  return wave
}
