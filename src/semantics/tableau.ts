import type { Formula } from '../model/formula.ts'

/*
 * The tableau of a formula: what a state may claim of its subformulas, so that the claims are right
 * about the present and agree with those of the next state about the future (Lichtenstein and
 * Pnueli 1985).
 */

const partsOf = (formula: Formula): readonly Formula[] => {
  switch (formula.op) {
    case 'is':
      return []
    case 'and':
    case 'or':
      return formula.parts
    case 'until':
    case 'release':
      return [formula.left, formula.right]
    case 'not':
    case 'next':
    case 'always':
    case 'eventually':
      return [formula.of]
  }
}

/** All subformulas, inner ones first. */
export const closureOf = (formula: Formula): readonly Formula[] => [
  ...new Set([...partsOf(formula).flatMap(closureOf), formula]),
]

/** The part on which an eventuality hinges. */
export const rightOf = (formula: Formula): Formula =>
  formula.op === 'until' || formula.op === 'release'
    ? formula.right
    : (partsOf(formula)[0] ?? formula)

export type Claim = ReadonlyMap<Formula, boolean>

/** Every way to claim truths of subformulas in a state that is right about the present. */
export const claimsOf = (subformulas: readonly Formula[], view: unknown): readonly Claim[] => {
  let claims: readonly Claim[] = [new Map()]
  for (const formula of subformulas) {
    claims = claims.flatMap((claim) => {
      const now = presentTruth(formula, claim, view)
      return (now === null ? [true, false] : [now]).map(
        (value) => new Map([...claim, [formula, value]]),
      )
    })
  }
  return claims
}

/** What the present says of a formula; null where it depends on the future. */
const presentTruth = (formula: Formula, claim: Claim, view: unknown): boolean | null => {
  const says = (inner: Formula): boolean => claim.get(inner) ?? false
  switch (formula.op) {
    case 'is':
      return formula.predicate(view)
    case 'not':
      return !says(formula.of)
    case 'and':
      return formula.parts.every(says)
    case 'or':
      return formula.parts.some(says)
    case 'next':
      return null
    case 'always':
      return says(formula.of) ? null : false
    case 'eventually':
      return says(formula.of) ? true : null
    case 'until':
      if (says(formula.right)) return true
      return says(formula.left) ? null : false
    case 'release':
      if (!says(formula.right)) return false
      return says(formula.left) ? true : null
  }
}

/** Whether what one state claims of the future is what the next one claims of the present. */
export const isConsistent = (
  subformulas: readonly Formula[],
  here: Claim | undefined,
  there: Claim | undefined,
): boolean =>
  subformulas.every(
    (formula) =>
      (here?.get(formula) ?? false) ===
      unfold(
        formula,
        (inner) => here?.get(inner) ?? false,
        (inner) => there?.get(inner) ?? false,
      ),
  )

/** A formula's truth out of its parts now and the next state: the expansion laws. */
const unfold = (
  formula: Formula,
  now: (inner: Formula) => boolean,
  next: (inner: Formula) => boolean,
): boolean => {
  switch (formula.op) {
    case 'next':
      return next(formula.of)
    case 'always':
      return now(formula.of) && next(formula)
    case 'eventually':
      return now(formula.of) || next(formula)
    case 'until':
      return now(formula.right) || (now(formula.left) && next(formula))
    case 'release':
      return now(formula.right) && (now(formula.left) || next(formula))
    case 'is':
    case 'not':
    case 'and':
    case 'or':
      return now(formula)
  }
}
