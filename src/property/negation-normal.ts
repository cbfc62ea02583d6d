import type { Formula } from '../model/formula.ts'
import type { Term, Terms } from './terms.ts'

/** The negation normal form of a formula, or of its negation: negations stand before predicates only. */
export const normalise = (formula: Formula, isNegated: boolean, terms: Terms): Term => {
  /** What is shared in a formula is dealt with once: for the formula, and for its negation. */
  const known = [new Map<Formula, Term>(), new Map<Formula, Term>()] as const
  const of = (inner: Formula, negated: boolean): Term => {
    const memo = known[negated ? 1 : 0]
    const term = memo.get(inner) ?? rewrite(inner, negated, terms, of)
    memo.set(inner, term)
    return term
  }
  return of(formula, isNegated)
}

const rewrite = (
  formula: Formula,
  isNegated: boolean,
  terms: Terms,
  of: (formula: Formula, isNegated: boolean) => Term,
): Term => {
  switch (formula.op) {
    case 'is': {
      const proposition = terms.propositions.is(formula.predicate)
      return terms.now(isNegated ? terms.propositions.not(proposition) : proposition)
    }
    case 'not':
      return of(formula.of, !isNegated)
    case 'and':
    case 'or': {
      const parts = formula.parts.map((part) => of(part, isNegated))
      return (formula.op === 'and') !== isNegated ? terms.and(parts) : terms.or(parts)
    }
    case 'next':
      return terms.next(of(formula.of, isNegated))
    case 'always':
    case 'eventually': {
      const inner = of(formula.of, isNegated)
      const isAlways = (formula.op === 'always') !== isNegated
      return isAlways ? terms.release(terms.false, inner) : terms.until(terms.true, inner)
    }
    case 'until':
    case 'release': {
      const [left, right] = [of(formula.left, isNegated), of(formula.right, isNegated)]
      const isUntil = (formula.op === 'until') !== isNegated
      return isUntil ? terms.until(left, right) : terms.release(left, right)
    }
  }
}
