import type { AlwaysSame, CoveredPart, NeverRun, Report } from '../report.ts'
import { printable } from '../value/printable.ts'

/* What the command line and the page say of coverage. */

/** How much of some parts was run. */
export const totalOf = (
  parts: readonly CoveredPart[],
): { readonly run: number; readonly all: number } => ({
  run: parts.reduce((sum, part) => sum + part.run, 0),
  all: parts.reduce((sum, part) => sum + part.all, 0),
})

export const share = (run: number, all: number): string =>
  all === 0 ? '–' : `${((100 * run) / all).toFixed(1)} %`

export const nameOf = ({ kind, name }: CoveredPart): string => {
  switch (kind) {
    case 'role':
      return printable(name)
    case 'property':
      return `“${printable(name)}”`
    case 'rest':
      return `the rest of ${printable(name)}`
    default:
      return kind satisfies never
  }
}

/** What became of a place. */
export const notedWords = (it: NeverRun | AlwaysSame): string =>
  'value' in it
    ? `always ${it.value}`
    : { function: 'never called', statement: 'never run', part: 'never asked for' }[it.kind]

/** Of which properties nothing is said. */
export const notFoundWords = (names: readonly string[]): string =>
  `Not plain from the source is where ${names.map((name) => `“${printable(name)}”`).join(', ')} ${names.length === 1 ? 'is' : 'are'} stated: nothing is said of what was run for ${names.length === 1 ? 'it' : 'them'}.`

/** Why something may not have had its turn, where not all that is reachable was seen. */
export const notAll = ({ ended }: Pick<Report, 'ended'>): string =>
  ended === 'everything-decided'
    ? 'The search ended when every property was decided, so that something may not have had its turn: --exhaustive sees everything.'
    : 'The check ended early, so that something may not have had its turn.'
