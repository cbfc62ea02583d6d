import type { Formula } from '../model/formula.ts'
import { ModelError } from '../value/model-error.ts'

/** A formula in negation normal form: negations stand before atoms only. Atoms are numbered. */
export type Normal =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'literal'; readonly atom: number; readonly isPositive: boolean }
  | {
      readonly op: 'and' | 'or' | 'until' | 'release'
      readonly left: Normal
      readonly right: Normal
    }
  | { readonly op: 'next'; readonly of: Normal }

/** Atoms are bits of one integer. */
const mostAtoms = 30

/** The predicates of formulas, numbered; the same function is the same atom. */
export class Atoms {
  readonly predicates: ((view: unknown) => boolean)[] = []

  of(predicate: (view: unknown) => boolean): number {
    const known = this.predicates.indexOf(predicate)
    if (known >= 0) return known
    if (this.predicates.length === mostAtoms) {
      throw new ModelError('too-large', {
        what: `A formula has more than ${mostAtoms} different predicates`,
        fix: 'split it into several properties',
      })
    }
    return this.predicates.push(predicate) - 1
  }
}

/** The negation normal form of a formula, or of its negation. */
export const normalise = (formula: Formula, isNegated: boolean, atoms: Atoms): Normal => {
  const inner = (of: Formula): Normal => normalise(of, isNegated, atoms)
  switch (formula.op) {
    case 'is':
      return { op: 'literal', atom: atoms.of(formula.predicate), isPositive: !isNegated }
    case 'not':
      return normalise(formula.of, !isNegated, atoms)
    case 'and':
    case 'or': {
      const isAnd = (formula.op === 'and') !== isNegated
      const unit: Normal = { op: isAnd ? 'true' : 'false' }
      return formula.parts
        .map(inner)
        .reduce<Normal>((left, right) => join(isAnd, left, right), unit)
    }
    case 'next':
      return { op: 'next', of: inner(formula.of) }
    case 'always':
    case 'eventually': {
      const isAlways = (formula.op === 'always') !== isNegated
      return isAlways
        ? { op: 'release', left: { op: 'false' }, right: inner(formula.of) }
        : { op: 'until', left: { op: 'true' }, right: inner(formula.of) }
    }
    case 'until':
    case 'release': {
      const isUntil = (formula.op === 'until') !== isNegated
      return {
        op: isUntil ? 'until' : 'release',
        left: inner(formula.left),
        right: inner(formula.right),
      }
    }
  }
}

const join = (isAnd: boolean, left: Normal, right: Normal): Normal => {
  const neutral = isAnd ? 'true' : 'false'
  if (left.op === neutral) return right
  return right.op === neutral ? left : { op: isAnd ? 'and' : 'or', left, right }
}

/** A normal form as text: equal formulas have equal texts. */
export const textOf = (formula: Normal): string => {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula.op
    case 'literal':
      return `${formula.isPositive ? '' : '!'}${formula.atom}`
    case 'next':
      return `X${textOf(formula.of)}`
    default:
      return `(${textOf(formula.left)} ${formula.op} ${textOf(formula.right)})`
  }
}
