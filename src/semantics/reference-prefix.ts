import type { Formula } from '../model/formula.ts'
import { ask } from '../model/question.ts'
import type { World } from './actions.ts'
import { plainView } from './plain-view.ts'
import type { FairGraph } from './reference-liveness.ts'

/*
 * The reference explorer's own search for finite runs that make a formula false whatever comes later.
 * The engine follows what is left of the negated formula until nothing is; here the formula itself is
 * carried along a run ("progression", Bacchus and Kabanza 2000) until it is false.
 */

/** Makes what predicates see in a state: afresh for each question. */
type ViewMaker = () => unknown

/** A formula, or its negation, that must be true of the rest of a run. */
interface Claim {
  readonly formula: Formula
  readonly isNegated: boolean
}

/** Ways in which the rest of a run may make a formula true: in each, all claims must be true. By key. */
type Ways = ReadonlyMap<string, readonly Claim[]>

/** The number of steps of a shortest run after which a formula cannot come true; null if there is none. */
export const shortestRefutation = (
  world: World,
  { states, initial, moves }: FairGraph,
  formula: Formula,
): number | null => {
  const progression = new Progression(formula)
  const views = states.map((state) => () => plainView(world.system, state))
  const seen = new Set<string>()
  let level = initial.map((at) => ({ at, ways: progression.after(progression.whole, views[at]) }))
  for (let length = 0; level.length > 0; length++) {
    if (level.some(({ ways }) => ways.size === 0)) return length
    const fresh = level.filter(({ at, ways }) => {
      const key = `${at}: ${[...ways.keys()].join(' or ')}`
      return seen.size < seen.add(key).size
    })
    level = fresh.flatMap(({ at, ways }) =>
      moves
        .filter(({ from }) => from === at)
        .map(({ to }) => ({ at: to, ways: progression.after(ways, views[to]) })),
    )
  }
  return null
}

/**
 * What is left of a formula for the rest of a run after some states: the run makes the formula true
 * exactly if the rest of it makes this true.
 *
 * @param views what predicates see in those states
 * @returns whether the formula is true, where the states decide that
 */
export const formulaAfter = (formula: Formula, views: readonly ViewMaker[]): Formula | boolean => {
  const progression = new Progression(formula)
  const ways = views.reduce<Ways>((left, view) => progression.after(left, view), progression.whole)
  if (ways.has('')) return true
  const parts = [...ways.values()].map((claims): Formula => ({
    op: 'and',
    parts: claims.map(({ formula: of, isNegated }): Formula =>
      isNegated ? { op: 'not', of } : of,
    ),
  }))
  return parts.length > 0 && { op: 'or', parts }
}

/** Carries a formula along a run, state by state. */
class Progression {
  readonly whole: Ways
  readonly #ids = new Map<Formula, number>()

  constructor(formula: Formula) {
    this.whole = this.#only({ formula, isNegated: false })
  }

  /** What is left to the rest of a run once its first state is known. */
  after(ways: Ways, view: ViewMaker | undefined): Ways {
    return this.#any(
      [...ways.values()].map((claims) =>
        this.#all(claims.map((claim) => this.#step(claim.formula, claim.isNegated, view))),
      ),
    )
  }

  #step(formula: Formula, isNegated: boolean, view: ViewMaker | undefined): Ways {
    const step = (inner: Formula): Ways => this.#step(inner, isNegated, view)
    const later = this.#only({ formula, isNegated })
    switch (formula.op) {
      case 'is':
        return ask(formula.predicate, [view?.()]) === isNegated ? this.#any([]) : this.#all([])
      case 'not':
        return this.#step(formula.of, !isNegated, view)
      case 'and':
        return isNegated ? this.#any(formula.parts.map(step)) : this.#all(formula.parts.map(step))
      case 'or':
        return isNegated ? this.#all(formula.parts.map(step)) : this.#any(formula.parts.map(step))
      case 'next':
        return this.#only({ formula: formula.of, isNegated })
      case 'always':
      case 'eventually': {
        const join = [step(formula.of), later]
        return (formula.op === 'always') === isNegated ? this.#any(join) : this.#all(join)
      }
      case 'until':
      case 'release': {
        const [left, right] = [step(formula.left), step(formula.right)]
        return (formula.op === 'until') === isNegated
          ? this.#all([right, this.#any([left, later])])
          : this.#any([right, this.#all([left, later])])
      }
    }
  }

  /** One claim about the rest, unless it is true or false of all runs for its constants. */
  #only(claim: Claim): Ways {
    const constant = constantOf(claim.formula)
    if (constant === null) return new Map([[this.#nameOf(claim), [claim]]])
    return constant === claim.isNegated ? this.#any([]) : this.#all([])
  }

  /** Without those that claim more than another one. */
  #any(parts: readonly Ways[]): Ways {
    const all = new Map(parts.flatMap((ways) => [...ways]))
    const names = [...all].map(([key, claims]) => ({ key, own: new Set(claims.map(this.#nameOf)) }))
    const least = names.filter(({ key, own }) =>
      names.every((it) => it.key === key || ![...it.own].every((name) => own.has(name))),
    )
    return new Map(least.map(({ key }) => [key, all.get(key) ?? []]))
  }

  #all(parts: readonly Ways[]): Ways {
    return parts.reduce<Ways>(
      (product, ways) =>
        this.#any(
          [...product.values()].flatMap((left) =>
            [...ways.values()].map((right) => this.#way([...left, ...right])),
          ),
        ),
      new Map([['', []]]),
    )
  }

  #way(claims: readonly Claim[]): Ways {
    const own = new Map(claims.map((claim) => [this.#nameOf(claim), claim]))
    const names = [...own.keys()].toSorted()
    return new Map([[names.join(' and '), names.flatMap((name) => own.get(name) ?? [])]])
  }

  readonly #nameOf = ({ formula, isNegated }: Claim): string => {
    const id = this.#ids.get(formula) ?? this.#ids.size
    this.#ids.set(formula, id)
    return `${isNegated ? 'not ' : ''}${id}`
  }
}

/** The truth of a formula that has one by its constants alone, whatever predicates say. */
const constantOf = (formula: Formula): boolean | null => {
  switch (formula.op) {
    case 'is':
      return null
    case 'not': {
      const inner = constantOf(formula.of)
      return inner === null ? null : !inner
    }
    case 'and':
    case 'or': {
      const truths = formula.parts.map(constantOf)
      const absorbing = formula.op === 'or'
      if (truths.includes(absorbing)) return absorbing
      return truths.includes(null) ? null : !absorbing
    }
    case 'until':
    case 'release':
      return constantOf(formula.right)
    case 'next':
    case 'always':
    case 'eventually':
      return constantOf(formula.of)
  }
}
