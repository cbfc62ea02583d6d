import fc from 'fast-check'
import type { FairAction, Fairness, Formula, Formulas } from '../../src/index.ts'
import { keyOf } from '../../src/value/key.ts'
import { canonical } from '../../src/value/canonical.ts'
import { predicateOf, predicateSpec, type PredicateSpec, type SystemSpec } from './random-system.ts'

/** A formula as plain data. */
export type FormulaSpec =
  | { op: 'is'; of: PredicateSpec }
  | { op: 'not' | 'next' | 'always' | 'eventually'; of: FormulaSpec }
  | { op: 'and' | 'or' | 'implies' | 'until' | 'release'; left: FormulaSpec; right: FormulaSpec }

export type FairnessSpec =
  | { of: 'all'; degree: 'none' | 'weak' | 'strong' }
  | { of: 'kind'; kind: FairAction['kind']; degree: 'none' | 'weak' | 'strong' }
  | { of: 'some'; remainder: number }

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

const formulaSpec: fc.Arbitrary<FormulaSpec> = fc.letrec<{ formula: FormulaSpec }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ op: fc.constant('is' as const), of: predicateSpec }),
    fc.record({ op: unary, of: tie('formula') }),
    fc.record({ op: binary, left: tie('formula'), right: tie('formula') }),
  ),
})).formula

const degree = fc.constantFrom('none' as const, 'weak' as const, 'strong' as const)

export const livenessSpec: fc.Arbitrary<LivenessSpec> = fc.record({
  formula: fc.oneof(
    // Left to themselves, most formulas are decided in the first state.
    formulaSpec.map((of): FormulaSpec => ({ op: 'always', of: { op: 'eventually', of } })),
    formulaSpec.map((of): FormulaSpec => ({ op: 'eventually', of: { op: 'always', of } })),
    fc.tuple(formulaSpec, formulaSpec).map(([left, of]): FormulaSpec => ({
      op: 'always',
      of: { op: 'implies', left, right: { op: 'eventually', of } },
    })),
    formulaSpec,
  ),
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
      ),
      degree,
    }),
    fc.record({ of: fc.constant('some' as const), remainder: fc.nat(2) }),
  ),
})

export const buildFairness = (spec: FairnessSpec): Fairness => {
  switch (spec.of) {
    case 'all':
      return spec.degree
    case 'kind':
      return { [spec.kind]: spec.degree }
    case 'some':
      return (action) => {
        const { length } = keyOf(canonical(action))
        return (['none', 'weak', 'strong'] as const)[(length + spec.remainder) % 3] ?? 'weak'
      }
  }
}

export const buildFormula = (
  spec: FormulaSpec,
  formulas: Formulas<unknown>,
  system: SystemSpec,
): Formula => {
  const build = (inner: FormulaSpec): Formula => buildFormula(inner, formulas, system)
  switch (spec.op) {
    case 'is': {
      const ids = system.nodes.map((_, index) => `n${index}`)
      return formulas.is(predicateOf(spec.of, ids, system.clients.length))
    }
    case 'not':
    case 'next':
    case 'always':
    case 'eventually':
      return formulas[spec.op](build(spec.of))
    default:
      return formulas[spec.op](build(spec.left), build(spec.right))
  }
}
