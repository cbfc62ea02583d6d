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
}
