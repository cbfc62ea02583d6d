import type { StepResult } from '../compile/step-result.ts'
import { sentBy } from '../compile/sent-by.ts'
import type { Tables } from '../compile/tables.ts'
import { whereDifferent } from '../semantics/step-errors.ts'

/**
 * Where the outcomes of a step differ from those that it would have if nodes could change places, in words.
 */
export const differenceOf = (
  tables: Tables,
  wanted: readonly StepResult[],
  found: readonly StepResult[],
): string => {
  const [first, other] = [wanted[0], found[0]]
  if (wanted.length !== found.length || first === undefined || other === undefined) {
    return `it has ${wanted.length} outcomes here, and ${found.length} there`
  }
  if (wanted.length > 1) return 'its outcomes are others there'
  const { values } = tables
  if (first.state !== other.state) {
    const { path, before, after } = whereDifferent(values.get(first.state), values.get(other.state))
    return `its next state has ${after} at ${path}, where ${before} was to be expected`
  }
  if (first.touched !== other.touched || first.set !== other.set)
    return 'it sets other timers there'
  return `it sends ${sentBy(tables, other)}, where ${sentBy(tables, first)} was to be expected`
}
