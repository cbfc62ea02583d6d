import { decidedVerdict, isWitnessed } from '../model/property-kinds.ts'
import type { Property } from '../model/property.ts'

/**
 * `incomplete`: a bound or a limit stopped the search, so nothing is proved. `vacuous`: what the
 * property speaks of never happens, so that it says nothing.
 */
export type Verdict = 'holds' | 'violated' | 'vacuous' | 'incomplete'

/**
 * The verdict on a property.
 *
 * @param isDecided whether the search met a state or step that settles it
 * @param isComplete whether the search saw everything
 */
export const judge = (property: Property, isDecided: boolean, isComplete: boolean): Verdict => {
  if (isDecided) return decidedVerdict(property.kind)
  if (!isComplete) return 'incomplete'
  return isWitnessed(property.kind) ? 'violated' : 'holds'
}

/** The verdict on a whole system: a violation outweighs what is open. */
export const overall = (
  properties: readonly { readonly verdict: Verdict }[],
  isComplete: boolean,
): Verdict => {
  const verdicts = properties.map(({ verdict }) => verdict)
  if (verdicts.includes('violated')) return 'violated'
  if (verdicts.includes('incomplete')) return 'incomplete'
  if (verdicts.includes('vacuous')) return 'vacuous'
  return properties.length > 0 || isComplete ? 'holds' : 'incomplete'
}
