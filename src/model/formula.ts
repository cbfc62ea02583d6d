import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { checkFunction } from './settings.ts'

/**
 * A formula of linear-time temporal logic over state predicates (Pnueli 1977). It is true or false
 * of an infinite run; a run that ends goes on in its last state for ever.
 */
export type Formula =
  | { readonly op: 'is'; readonly predicate: (view: unknown) => boolean }
  | { readonly op: 'not'; readonly of: Formula }
  | { readonly op: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly op: 'next' | 'always' | 'eventually'; readonly of: Formula }
  | { readonly op: 'until' | 'release'; readonly left: Formula; readonly right: Formula }

/** The combinators of formulas over views of type `View`. */
export interface Formulas<View> {
  /** The predicate is true now. */
  readonly is: (predicate: (view: View) => boolean) => Formula
  /** The formula is false. */
  readonly not: (of: Formula) => Formula
  /** All of them are true. */
  readonly and: (...parts: readonly Formula[]) => Formula
  /** At least one of them is true. */
  readonly or: (...parts: readonly Formula[]) => Formula
  /** If `left` is true now, so is `right`. */
  readonly implies: (left: Formula, right: Formula) => Formula
  /** True in the next state of the run. */
  readonly next: (of: Formula) => Formula
  /** True now and in every later state. */
  readonly always: (of: Formula) => Formula
  /** True now or in some later state. */
  readonly eventually: (of: Formula) => Formula
  /** `right` is true now or later, and `left` in every state until then. */
  readonly until: (left: Formula, right: Formula) => Formula
  /** `right` is true up to and including the state in which `left` is; for ever, if `left` never is. */
  readonly release: (left: Formula, right: Formula) => Formula
}

/** The combinators; {@link Formulas} gives them a model's types. */
export const formulas: Formulas<unknown> = {
  is: (predicate) => {
    checkFunction(predicate, 'A predicate', 'a property or its formula')
    return { op: 'is', predicate }
  },
  not: (of) => ({ op: 'not', of }),
  and: (...parts) => ({ op: 'and', parts }),
  or: (...parts) => ({ op: 'or', parts }),
  implies: (left, right) => ({ op: 'or', parts: [{ op: 'not', of: left }, right] }),
  next: (of) => ({ op: 'next', of }),
  always: (of) => ({ op: 'always', of }),
  eventually: (of) => ({ op: 'eventually', of }),
  until: (left, right) => ({ op: 'until', left, right }),
  release: (left, right) => ({ op: 'release', left, right }),
}

/**
 * The formula itself, of which every part is one.
 *
 * @throws ModelError 'not-a-system'
 */
export const checkFormula = (formula: Formula): Formula => {
  partsOf(formula, refuseOther)
  return formula
}

const refuseOther = (part: unknown): void => {
  if (typeof part === 'object' && part !== null && 'op' in part) return
  throw new ModelError('not-a-system', {
    what: `A part of a formula is ${brief(part)}, which is no formula`,
    where: ['ltl(…)'],
    fix: 'make formulas with the combinators that `ltl` hands in: a predicate becomes one by is(…)',
  })
}

/** The predicates of a formula, each once. */
export const predicatesOf = (formula: Formula): readonly ((view: unknown) => boolean)[] => {
  const parts = [...partsOf(formula)]
  return [...new Set(parts.flatMap((part) => (part.op === 'is' ? part.predicate : [])))]
}

/** The parts of a formula, itself included, each once; each is looked at before it is opened. */
const partsOf = (formula: Formula, look?: (part: unknown) => void): ReadonlySet<Formula> => {
  const parts = new Set([formula])
  for (const part of parts) {
    look?.(part)
    switch (part.op) {
      case 'is':
        break
      case 'and':
      case 'or':
        for (const inner of part.parts) parts.add(inner)
        break
      case 'not':
      case 'next':
      case 'always':
      case 'eventually':
        parts.add(part.of)
        break
      case 'until':
      case 'release':
        parts.add(part.left).add(part.right)
        break
    }
  }
  return parts
}
