import type { Report } from '../report.ts'
import { outcomeOf } from '../tell.ts'
import type { Verdict } from '../property/verdicts.ts'

/** A property that did not come out as the model expects. */
export interface Killer {
  readonly property: string
  readonly verdict: Verdict
  /** How many steps the run has that shows it; null where there is none. */
  readonly steps: number | null
}

/** What became of a mutant. */
export type Outcome =
  /** Some property came out otherwise than expected. */
  | { readonly kind: 'killed'; readonly by: readonly Killer[] }
  /** It cannot be loaded, or it threw, or did what no model may do. */
  | { readonly kind: 'error'; readonly what: string; readonly where: readonly string[] }
  /** Its check ended early, and until then all was as expected: nothing is known. */
  | { readonly kind: 'undecided'; readonly why: string }
  /** Every property came out as expected. */
  | {
      readonly kind: 'survived'
      readonly states: number
      /** Whether there were as many states and steps as without the change. */
      readonly isAlike: boolean
    }

/** What the report on a mutant says of it, beside that on the model as it is. */
export const outcomeIn = (report: Report, original: Report): Outcome => {
  const by = report.properties
    .filter(({ verdict, expected }) => verdict !== 'incomplete' && verdict !== expected)
    .map(({ name, verdict, trace }) => ({
      property: name,
      verdict,
      steps: trace === null ? null : trace.steps.length,
    }))
  if (by.length > 0) return { kind: 'killed', by: by.toSorted(shortestFirst) }
  if (outcomeOf(report) !== 'as expected') {
    return { kind: 'undecided', why: report.incomplete?.reason ?? 'the check ended early' }
  }
  const { distinct, generated } = report.states
  const isAlike = distinct === original.states.distinct && generated === original.states.generated
  return { kind: 'survived', states: distinct, isAlike }
}

const shortestFirst = (a: Killer, b: Killer): number =>
  (a.steps ?? Infinity) - (b.steps ?? Infinity) || 0
