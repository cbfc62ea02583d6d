/*
 * Words that several parts of the page say.
 */

import { counted } from '../render/counted.ts'
import type { PropertyReport } from '../report.ts'

export { count, counted } from '../render/counted.ts'

/** A verdict in one character. */
export const markOf = (verdict: PropertyReport['verdict']): string =>
  ({ holds: '✓', violated: '✗', vacuous: '∅', incomplete: '?' })[verdict]

/** How a verdict is meant: good, bad or neither. What can be reached is no danger. */
export const toneOf = ({
  verdict,
}: {
  readonly verdict: PropertyReport['verdict']
}): 'good' | 'bad' | 'doubt' =>
  verdict === 'holds' ? 'good' : verdict === 'violated' ? 'bad' : 'doubt'

/** What came out, and whether the model says that it should. */
export const verdictWords = (property: PropertyReport): string => {
  const { kind, verdict, expected } = property
  if (verdict === 'incomplete') return 'not decided'
  if (verdict === 'vacuous') return 'says nothing: what it speaks of never happens'
  const steps = stepsOf(property)
  const words =
    kind === 'reachable'
      ? verdict === 'holds'
        ? `can happen${steps}`
        : 'cannot happen: no reachable state is like that'
      : verdict === 'holds'
        ? 'holds in every run'
        : `violated${steps}`
  if (verdict !== expected) return `${words}, though the model expects otherwise`
  return verdict === 'violated' ? `${words}, as the model expects` : words
}

const stepsOf = ({ trace }: PropertyReport): string => {
  if (trace === null) return ''
  const { steps, loopsTo } = trace
  if (loopsTo === null) return ` in ${counted(steps.length, 'step')}`
  return loopsTo === steps.length
    ? `: after ${counted(steps.length, 'step')} nothing more comes`
    : `: after ${counted(loopsTo, 'step')} it goes round for ever`
}
