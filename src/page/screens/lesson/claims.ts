import { cellNamed } from '../../../cap/names.ts'
import { situationWords } from '../../../cap/words.ts'
import type { Parameters } from '../../../model/parameters.ts'
import type { PropertyReport, Report } from '../../../report.ts'
import { showName } from '../../../value/notation.ts'
import type { Subject } from '../../document.ts'
import type { Answer } from '../../engine/contract.ts'
import { bundled, keyOf } from '../../subject.ts'

/** A verdict that a sentence rests on. */
export interface Claim {
  /** Its cell in the table of CAP, by the names of the command line; null where it has none. */
  readonly cell: string | null
  readonly system: Subject
  /** The name of the property. */
  readonly property: string
  readonly verdict: PropertyReport['verdict']
  /** What the property asks, in a word or two: `served`. */
  readonly short: string
  /** The design and the situation, in a few words: `cp, a cut that lasts`. */
  readonly place: string
}

/** A sentence, and the verdicts without which it is not said. */
export interface Sentence {
  readonly text: string
  readonly rests: readonly Claim[]
}

/** What the table of CAP says in a cell, by the names of the command line: `cp/lasts/served`. */
export const cell = (name: string, verdict: Claim['verdict']): Claim => {
  const { row, partition, question } = cellNamed(name)
  const property = row.properties[question]
  if (property === null) throw new Error(`the table does not ask ${name}`)
  const set = Object.entries({ ...row.parameters, partition } as Parameters)
  const parameters = Object.fromEntries(set.map(([key, value]) => [key, String(value)]))
  return {
    cell: name,
    system: bundled(row.model, parameters),
    property,
    verdict,
    short: question,
    place: `${row.name}, ${situationWords[partition]}`,
  }
}

/** Another property of the system of a claim. */
export const also = (
  { system, place }: Claim,
  property: string,
  verdict: Claim['verdict'],
  short: string,
): Claim => ({ cell: null, system, place, property, verdict, short })

/** Reports by the key of their system; what is not there yet is not in it. */
export type Reports = ReadonlyMap<string | null, Answer<Report>>

/** What the engine found out about a claim; null as long as it has not, or cannot. */
export const foundOn = ({ system, property }: Claim, reports: Reports): PropertyReport | null => {
  const answer = reports.get(keyOf(system))
  if (answer?.kind !== 'found') return null
  return answer.found.properties.find(({ name }) => name === property) ?? null
}

/** A sentence as it may be said now. */
export type Saying =
  | { readonly kind: 'true' }
  /** The engine has not answered yet. */
  | { readonly kind: 'open' }
  /** The engine found something else: what, a line for each claim that is not so. */
  | { readonly kind: 'otherwise'; readonly found: readonly string[] }

/** Whether a sentence may be said: only if every verdict that it rests on has just come out so. */
export const sayingOf = ({ rests }: Sentence, reports: Reports): Saying => {
  const judged = rests.map((claim) => ({ claim, found: foundOn(claim, reports) }))
  const wrong = judged.filter(({ claim, found }) => isOtherwise(claim, found, reports))
  if (wrong.length > 0) {
    return { kind: 'otherwise', found: wrong.map(({ claim, found }) => otherwise(claim, found)) }
  }
  return judged.every(({ found }) => found !== null) ? { kind: 'true' } : { kind: 'open' }
}

const isOtherwise = (claim: Claim, found: PropertyReport | null, reports: Reports): boolean =>
  found === null
    ? reports.get(keyOf(claim.system))?.kind === 'found'
    : found.verdict !== claim.verdict

const words: Readonly<Record<PropertyReport['verdict'], string>> = {
  holds: 'holds',
  violated: 'is violated',
  vacuous: 'says nothing, as what it speaks of never happens',
  incomplete: 'was not decided',
}

const otherwise = ({ property, place, verdict }: Claim, found: PropertyReport | null): string =>
  found === null
    ? `${place}: there is no property “${showName(property)}”`
    : `${place}: “${showName(property)}” ${words[found.verdict]}; the lesson expects that it ${words[verdict]}`
