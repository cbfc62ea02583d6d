import type { Formula } from '../model/formula.ts'
import { ask as askOnce } from '../model/question.ts'

/** What is known of a formula's truth, in this order: `and` is the least, `or` the greatest. */
const no = 0
const open = 1
const yes = 2
type Truth = typeof no | typeof open | typeof yes

/** A run, as formulas see it: its positions, and which one comes after each. */
interface Positions {
  readonly count: number
  /** The position that follows the last one. */
  readonly loopsTo: number
  /** What a predicate says at a position. */
  readonly ask: (predicate: (view: unknown) => boolean, position: number) => Truth
}

/** Makes what predicates see in a state: afresh for each question. */
type ViewMaker = () => unknown

/**
 * Whether a formula is true of a lasso, by the textbook: position by position, the operators of the
 * future as fixpoints. It shares nothing with the automaton that found the lasso.
 *
 * @param views what predicates see at each position
 * @param loopsTo the position that follows the last one
 */
export const isTrueOfLasso = (
  formula: Formula,
  views: readonly ViewMaker[],
  loopsTo: number,
): boolean => {
  const ask: Positions['ask'] = (predicate, position) => askAt(predicate, views[position])
  return truthOf(formula, { count: views.length, loopsTo, ask })[0] === yes
}

/**
 * Whether a formula is false of a finite run, whatever comes after it. It is evaluated as on a lasso,
 * but in Kleene's logic of three truth values: after the last state comes one that lasts for ever and
 * of which no predicate says anything.
 *
 * These are the "informative" bad prefixes of Kupferman and Vardi, "Model Checking of Safety
 * Properties" (2001): those in which each part of the formula shows for itself why it is false.
 *
 * @param views what predicates see in each state of the run
 */
export const isRefutedBy = (formula: Formula, views: readonly ViewMaker[]): boolean => {
  const { length } = views
  const ask: Positions['ask'] = (predicate, position) => {
    if (position === length) return open
    return askAt(predicate, views[position])
  }
  return truthOf(formula, { count: length + 1, loopsTo: length, ask })[0] === no
}

const askAt = (predicate: (view: unknown) => boolean, view: ViewMaker | undefined): Truth =>
  askOnce(predicate, [view?.()]) ? yes : no

const truthOf = (formula: Formula, run: Positions): readonly Truth[] => {
  const known = new Map<Formula, readonly Truth[]>()
  const of = (inner: Formula): readonly Truth[] => {
    const truth = known.get(inner) ?? evaluate(inner, run, of)
    known.set(inner, truth)
    return truth
  }
  return of(formula)
}

const evaluate = (
  formula: Formula,
  run: Positions,
  of: (inner: Formula) => readonly Truth[],
): readonly Truth[] => {
  const at = (truth: readonly Truth[], position: number): Truth => truth[position] ?? open
  const all = (make: (position: number) => Truth): readonly Truth[] =>
    Array.from({ length: run.count }, (_, position) => make(position))
  switch (formula.op) {
    case 'is':
      return all((position) => run.ask(formula.predicate, position))
    case 'not':
      return of(formula.of).map(negated)
    case 'and':
    case 'or': {
      const parts = formula.parts.map(of)
      const [join, unit] =
        formula.op === 'and' ? ([least, yes] as const) : ([greatest, no] as const)
      return all((position) =>
        parts.reduce<Truth>((truth, part) => join(truth, at(part, position)), unit),
      )
    }
    case 'next': {
      const inner = of(formula.of)
      return all((position) => at(inner, position + 1 < run.count ? position + 1 : run.loopsTo))
    }
    case 'always': {
      const inner = of(formula.of)
      return fixpoint(run, yes, (position, next) => least(at(inner, position), next))
    }
    case 'eventually': {
      const inner = of(formula.of)
      return fixpoint(run, no, (position, next) => greatest(at(inner, position), next))
    }
    case 'until': {
      const [left, right] = [of(formula.left), of(formula.right)]
      return fixpoint(run, no, (position, next) =>
        greatest(at(right, position), least(at(left, position), next)),
      )
    }
    case 'release': {
      const [left, right] = [of(formula.left), of(formula.right)]
      return fixpoint(run, yes, (position, next) =>
        least(at(right, position), greatest(at(left, position), next)),
      )
    }
  }
}

const least = (a: Truth, b: Truth): Truth => (a < b ? a : b)

const greatest = (a: Truth, b: Truth): Truth => (a > b ? a : b)

const negated = (truth: Truth): Truth => {
  if (truth === open) return open
  return truth === yes ? no : yes
}

/** The least fixpoint from all false, the greatest from all true. From the end, so that it comes soon. */
const fixpoint = (
  { count, loopsTo }: Positions,
  initial: Truth,
  step: (position: number, next: Truth) => Truth,
): readonly Truth[] => {
  const truth: Truth[] = Array.from({ length: count }, () => initial)
  for (let isStable = false; !isStable;) {
    isStable = true
    for (let position = count - 1; position >= 0; position--) {
      const next = step(position, truth[position + 1 < count ? position + 1 : loopsTo] ?? open)
      if (next !== truth[position]) isStable = false
      truth[position] = next
    }
  }
  return truth
}
