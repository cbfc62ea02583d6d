import fc from 'fast-check'
import type { FairAction, Fairness, FairnessEntry, Formula, Formulas } from '../../src/index.ts'
import { keyOf } from '../../src/value/key.ts'
import { canonical } from '../../src/value/canonical.ts'
import { predicateOf, predicateSpec, type PredicateSpec, type SystemSpec } from './random-system.ts'

/** A formula as plain data, over predicates as plain data. */
export type FormulaSpec<Leaf = PredicateSpec> =
  | { op: 'is'; of: Leaf }
  | { op: 'not' | 'next' | 'always' | 'eventually'; of: FormulaSpec<Leaf> }
  | {
      op: 'and' | 'or' | 'implies' | 'until' | 'release'
      left: FormulaSpec<Leaf>
      right: FormulaSpec<Leaf>
    }

export type FairnessSpec =
  | { of: 'all'; degree: 'none' | 'weak' | 'strong' }
  | { of: 'kind'; kind: FairAction['kind']; degree: 'none' | 'weak' | 'strong' }
  | { of: 'some'; remainder: number }
  | { of: 'list'; entries: EntrySpec[] }

/** An entry of a list: of a kind, of names, or of what a function picks (one action of three, by its text). */
export interface EntrySpec {
  of: string | number
  degree: 'none' | 'weak' | 'strong'
  moves: boolean
}

export interface LivenessSpec {
  formula: FormulaSpec
  fairness: FairnessSpec
}

const unary = fc.constantFrom(
  'not' as const,
  'next' as const,
  'always' as const,
  'eventually' as const,
)
const binary = fc.constantFrom(
  'and' as const,
  'or' as const,
  'implies' as const,
  'until' as const,
  'release' as const,
)

/** Formulas of any shape. */
const anyOver = <Leaf>(
  leaf: fc.Arbitrary<Leaf>,
  maxDepth: number,
): fc.Arbitrary<FormulaSpec<Leaf>> =>
  fc.letrec<{ formula: FormulaSpec<Leaf> }>((tie) => ({
    formula: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.record({ op: fc.constant('is' as const), of: leaf }),
      fc.record({ op: unary, of: tie('formula') }),
      fc.record({ op: binary, left: tie('formula'), right: tie('formula') }),
    ),
  })).formula

/** Formulas of which many are false after some finite run. */
export const refutableOver = <Leaf>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<FormulaSpec<Leaf>> => {
  const part = anyOver(leaf, 2)
  return fc.oneof(
    fc.record({ op: fc.constantFrom('always' as const, 'next' as const), of: part }),
    fc.record({
      op: fc.constantFrom('until' as const, 'release' as const),
      left: part,
      right: part,
    }),
  )
}

/** Formulas over some predicates, most of them of a shape that is not decided in the first state. */
export const formulaOver = <Leaf>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<FormulaSpec<Leaf>> => {
  type Spec = FormulaSpec<Leaf>
  const anyFormula = anyOver(leaf, 3)
  return fc.oneof(
    anyFormula.map(againAndAgain),
    anyFormula.map(atLast),
    fc.tuple(anyFormula, anyFormula).map(([left, of]): Spec => ({
      op: 'always',
      of: { op: 'implies', left, right: { op: 'eventually', of } },
    })),
    anyFormula,
    // As fairness is written by hand: if all of that recurs, then so does this.
    fc
      .tuple(recurringOver(leaf), fc.oneof(recurringOver(leaf), anyFormula))
      .map(([left, right]): Spec => ({ op: 'implies', left, right })),
  )
}

const againAndAgain = <Leaf>(of: FormulaSpec<Leaf>): FormulaSpec<Leaf> => ({
  op: 'always',
  of: { op: 'eventually', of },
})

const atLast = <Leaf>(of: FormulaSpec<Leaf>): FormulaSpec<Leaf> => ({
  op: 'eventually',
  of: { op: 'always', of },
})

/** Formulas about what happens again and again, joined in all ways. */
const recurringOver = <Leaf>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<FormulaSpec<Leaf>> => {
  type Spec = FormulaSpec<Leaf>
  const now = fc.record({ op: fc.constant('is' as const), of: leaf })
  return fc.letrec<{ formula: Spec }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      now.map(againAndAgain),
      now.map(atLast),
      fc.record({
        op: fc.constantFrom('and' as const, 'and' as const, 'or' as const, 'implies' as const),
        left: tie('formula'),
        right: tie('formula'),
      }),
    ),
  })).formula
}

/**
 * The same formula, longer: each part that says "again and again" of states by themselves is there so
 * many times over, with a predicate of its own each time, joined so that its negation is a conjunction.
 */
export const repeated = <Leaf>(
  spec: FormulaSpec<Leaf>,
  times: number,
  isNegated = false,
): FormulaSpec<Leaf> => {
  const inner = (of: FormulaSpec<Leaf>, flips = false): FormulaSpec<Leaf> =>
    repeated(of, times, isNegated !== flips)
  switch (spec.op) {
    case 'is':
      return spec
    case 'always': {
      const isRecurring = spec.of.op === 'eventually' && spec.of.of.op === 'is'
      if (!isRecurring) return { ...spec, of: inner(spec.of) }
      const op = isNegated ? 'and' : 'or'
      return Array.from({ length: times }, () => spec).reduce<FormulaSpec<Leaf>>(
        (left, right) => ({ op, left, right }),
        spec,
      )
    }
    case 'not':
      return { ...spec, of: inner(spec.of, true) }
    case 'next':
    case 'eventually':
      return { ...spec, of: inner(spec.of) }
    default:
      return {
        ...spec,
        left: inner(spec.left, spec.op === 'implies'),
        right: inner(spec.right),
      }
  }
}

/** How many temporal operators a formula has. */
export const temporalSize = (formula: FormulaSpec<unknown>): number => {
  switch (formula.op) {
    case 'is':
      return 0
    case 'not':
      return temporalSize(formula.of)
    case 'next':
    case 'always':
    case 'eventually':
      return 1 + temporalSize(formula.of)
    default: {
      const own = formula.op === 'until' || formula.op === 'release' ? 1 : 0
      return own + temporalSize(formula.left) + temporalSize(formula.right)
    }
  }
}

export const degree = fc.constantFrom('none' as const, 'weak' as const, 'strong' as const)

/** Lists of entries; half of the promises are of moves. @param names kinds, names and patterns */
export const entriesOver = (names: readonly string[]): fc.Arbitrary<EntrySpec[]> =>
  fc.array(
    fc.record({
      of: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...names) },
        { weight: 1, arbitrary: fc.nat(2) },
      ),
      degree,
      moves: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )

const namesOfSystems = ['*', 'early', '*te', 'step*', '*1', 'deliver', 'timeout', 'internal']

export const livenessSpec: fc.Arbitrary<LivenessSpec> = fc.record({
  formula: formulaOver(predicateSpec),
  fairness: fc.oneof(
    fc.record({ of: fc.constant('all' as const), degree }),
    fc.record({
      of: fc.constant('kind' as const),
      kind: fc.constantFrom(
        'deliver' as const,
        'timeout' as const,
        'internal' as const,
        'restart' as const,
        'heal' as const,
        'resume' as const,
        'tick' as const,
      ),
      degree,
    }),
    fc.record({ of: fc.constant('some' as const), remainder: fc.nat(2) }),
    fc.record({ of: fc.constant('list' as const), entries: entriesOver(namesOfSystems) }),
  ),
})

export const buildFairness = (spec: FairnessSpec): Fairness => {
  switch (spec.of) {
    case 'all':
      return spec.degree
    case 'kind':
      return { [spec.kind]: spec.degree }
    case 'some':
      return (action) => degreeBy(action, spec.remainder)
    case 'list':
      return spec.entries.map(buildEntry)
  }
}

const degreeBy = (action: FairAction, remainder: number): 'none' | 'weak' | 'strong' => {
  const { length } = keyOf(canonical(action))
  return (['none', 'weak', 'strong'] as const)[(length + remainder) % 3] ?? 'weak'
}

export const buildEntry = ({ of, degree, moves }: EntrySpec): FairnessEntry => {
  const whom = typeof of === 'number' ? (action: FairAction) => degreeBy(action, of) === 'weak' : of
  return degree === 'none' ? { of: whom, degree } : { of: whom, degree, moves }
}

/** The predicates of a formula about a random system. */
export const leafOf =
  (system: SystemSpec) =>
  (leaf: PredicateSpec): ((view: unknown) => boolean) => {
    const ids = system.nodes.map((_, index) => `n${index}`)
    return predicateOf(leaf, ids, system.clients.length)
  }

export const buildFormula = <Leaf>(
  spec: FormulaSpec<Leaf>,
  formulas: Formulas<unknown>,
  predicate: (leaf: Leaf) => (view: unknown) => boolean,
): Formula => {
  const build = (inner: FormulaSpec<Leaf>): Formula => buildFormula(inner, formulas, predicate)
  switch (spec.op) {
    case 'is':
      return formulas.is(predicate(spec.of))
    case 'not':
    case 'next':
    case 'always':
    case 'eventually':
      return formulas[spec.op](build(spec.of))
    default:
      return formulas[spec.op](build(spec.left), build(spec.right))
  }
}
