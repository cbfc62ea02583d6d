import type { PropertyReport } from '../report.ts'
import type { PropertyKind } from '../trace/trace.ts'

/** What a trace is told for. */
export interface TraceContext {
  /** Null where the run is told for itself: it leads to a mistake in the model. */
  readonly kind: PropertyKind | null
  /** The property's name; for a run told for itself, its title. */
  readonly name: string
  readonly verdict: PropertyReport['verdict']
  readonly expected: PropertyReport['expected']
  /** Whether a walk found it: a shorter run may lie where no walk went. */
  readonly isWalked?: boolean
}

/**
 * Whether a property is a formula that a finite run may refute. In a search that was stopped a shorter
 * one may lie in what it did not see.
 */
export const isFormula = (kind: PropertyKind): boolean => kind === 'ltl' || kind === 'until'
