import type { Formula } from '../model/formula.ts'

/**
 * Whether a formula is true of a lasso, by the textbook: position by position, the operators of the
 * future as fixpoints. It shares nothing with the automaton that found the lasso.
 *
 * @param views what predicates see at each position
 * @param loopsTo the position that follows the last one
 */
export const isTrueOfLasso = (
  formula: Formula,
  views: readonly unknown[],
  loopsTo: number,
): boolean => truthOf(formula, views, loopsTo)[0] ?? false

const truthOf = (formula: Formula, views: readonly unknown[], loopsTo: number): boolean[] => {
  const of = (inner: Formula): boolean[] => truthOf(inner, views, loopsTo)
  const constant = (value: boolean): boolean[] => views.map(() => value)
  const after = (position: number): number => (position + 1 < views.length ? position + 1 : loopsTo)
  switch (formula.op) {
    case 'is':
      return views.map((view) => formula.predicate(view))
    case 'not':
      return of(formula.of).map((truth) => !truth)
    case 'and':
      return formula.parts
        .map(of)
        .reduce((all, each) => all.map((it, at) => it && (each[at] ?? false)), constant(true))
    case 'or':
      return formula.parts
        .map(of)
        .reduce((any, each) => any.map((it, at) => it || (each[at] ?? false)), constant(false))
    case 'next': {
      const inner = of(formula.of)
      return views.map((_, at) => inner[after(at)] ?? false)
    }
    case 'always': {
      const inner = of(formula.of)
      return fixpoint(constant(true), after, (at, next) => (inner[at] ?? false) && next)
    }
    case 'eventually': {
      const inner = of(formula.of)
      return fixpoint(constant(false), after, (at, next) => (inner[at] ?? false) || next)
    }
    case 'until': {
      const [left, right] = [of(formula.left), of(formula.right)]
      return fixpoint(
        constant(false),
        after,
        (at, next) => (right[at] ?? false) || ((left[at] ?? false) && next),
      )
    }
    case 'release': {
      const [left, right] = [of(formula.left), of(formula.right)]
      return fixpoint(
        constant(true),
        after,
        (at, next) => (right[at] ?? false) && ((left[at] ?? false) || next),
      )
    }
  }
}

/** The least fixpoint from all false, the greatest from all true. */
const fixpoint = (
  initial: boolean[],
  after: (position: number) => number,
  step: (position: number, next: boolean) => boolean,
): boolean[] => {
  let truth = initial
  for (;;) {
    const next = truth.map((_, at) => step(at, truth[after(at)] ?? false))
    if (next.every((value, at) => value === truth[at])) return truth
    truth = next
  }
}
