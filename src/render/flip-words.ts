import { isWitnessed } from '../model/property-kinds.ts'
import type { FlipOutcome, FlipVerdict, PropertyReport } from '../report.ts'
import { counted } from './style.ts'

/** What a verdict depends on, in words: a sentence, and what is listed below it. */
export interface Dependence {
  readonly sentence: string
  readonly points: readonly string[]
}

type Kind = PropertyReport['kind']

/**
 * What the verdict on a property depends on, as far as changes were tried.
 *
 * @param index the property's place among the verdicts of each change
 */
export const dependenceOf = (
  { kind, verdict }: PropertyReport,
  flips: readonly FlipOutcome[],
  index: number,
): Dependence => {
  const found = flips.flatMap((flip) => {
    const now = flip.verdicts[index]
    return now === undefined ? [] : [{ ...flip, now }]
  })
  const open = found.filter(({ now }) => now.verdict === 'incomplete').length
  const points = new Map<string, Map<string, string[]>>()
  for (const { assumption, was, becomes, now } of found) {
    const isTelling = verdict === 'incomplete' ? now.verdict !== 'incomplete' : now.isChanged
    if (!isTelling) continue
    const head = `${assumption}: ${was}`
    const outcomes = points.get(head) ?? new Map<string, string[]>()
    const outcome = outcomeOf(now, kind)
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), `'${becomes}'`])
    points.set(head, outcomes)
  }
  const lines = [...points].map(([head, outcomes]) => {
    const instead = [...outcomes].map(([outcome, names]) => `with ${names.join(' or ')} ${outcome}`)
    return `${head} (${instead.join('; ')})`
  })
  const rest = open === 0 ? [] : [`not known: ${counted(open, 'change')} left open`]
  const words = verdictWords(verdict, kind)
  if (verdict === 'incomplete') {
    return lines.length === 0
      ? { sentence: words, points: [] }
      : { sentence: `${words}, but:`, points: lines }
  }
  if (lines.length > 0)
    return { sentence: `${words}, and depends on:`, points: [...lines, ...rest] }
  if (open === 0) return { sentence: `${words} under every change tried`, points: [] }
  const decided = found.length - open
  const others = `the ${open === 1 ? 'other was' : 'others were'} left open`
  return decided === 0
    ? { sentence: words, points: rest }
    : {
        sentence: `${words} under ${decided} of ${counted(found.length, 'change')}; ${others}`,
        points: [],
      }
}

const verdictWords = (verdict: PropertyReport['verdict'], kind: Kind): string =>
  ({
    holds: isWitnessed(kind) ? 'can be reached' : 'holds',
    violated: isWitnessed(kind) ? 'cannot be reached' : 'is violated',
    vacuous: 'is vacuous',
    incomplete: 'is left open as the model stands',
  })[verdict]

const outcomeOf = ({ verdict, run }: FlipVerdict, kind: Kind): string => {
  const isWanted = isWitnessed(kind)
  if (verdict === 'vacuous') return 'it is vacuous: what it speaks of never happens'
  if (run === null) {
    if (isWanted) return verdict === 'holds' ? 'it can be reached' : 'it cannot be reached'
    return verdict === 'holds' ? 'it holds' : 'it is violated'
  }
  return `it is ${isWanted ? 'reached' : 'violated'} ${runWords(run)}`
}

const runWords = ({ steps, loopsTo }: NonNullable<FlipVerdict['run']>): string => {
  if (loopsTo === null) return steps === 0 ? 'at the start' : `in ${counted(steps, 'step')}`
  const cycle = steps - loopsTo
  if (cycle === 0) {
    return loopsTo === 0
      ? 'by a run in which nothing ever happens'
      : `by a run that stops for ever after ${counted(loopsTo, 'step')}`
  }
  const stem = loopsTo === 0 ? '' : `after ${counted(loopsTo, 'step')} `
  return `by a run that ${stem}repeats ${counted(cycle, 'step')} for ever`
}
