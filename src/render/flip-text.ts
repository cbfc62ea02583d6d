import type { FlipOutcome, FlipReport, FlipVerdict, PropertyReport } from '../report.ts'
import { showName } from '../value/notation.ts'
import { dependenceOf, type Dependence } from './flip-words.ts'
import { conclusion, growthLines, restsOn } from './report-summary.ts'
import { markOf, titleOf, toneOf, verdicts } from './report-text.ts'
import { counted, hang, inkOf, padTo, widthOf, type Ink, type Style } from './style.ts'

/**
 * What changed assumptions do to the verdicts, as text: a table of the changes and the properties
 * whose verdict they change, what each property depends on, and what the verdicts rest on as the
 * system stands. Verdicts that a limit left open are shown as open.
 */
export const renderFlips = (report: FlipReport, style: Style): string => {
  const ink = inkOf(style)
  const sections = [
    [titleOf(report, ink), '', ...hang(style, '', '', introduction(report))],
    report.flips.length === 0 ? verdicts(report, style, ink) : tableLines(report, style, ink),
    openLines(report, style, ink),
    dependenceLines(report, style, ink),
    growthLines(report, style, ink),
    restsOn(report, style, ink),
    conclusion(report, style, ink),
  ]
  const text = sections.filter((section) => section.length > 0).map((lines) => lines.join('\n'))
  return `${text.join('\n\n')}\n`
}

const introduction = ({ flips, properties }: FlipReport): string => {
  if (properties.length === 0) return 'The model states no properties: there are no verdicts.'
  if (flips.length === 0) return 'There is no assumption in this model that could be changed.'
  return (
    `What the verdicts depend on: ${counted(flips.length, 'check')} more, each with one ` +
    'assumption of the model changed.'
  )
}

/** A property that has a column of its own. */
interface Column {
  readonly letter: string
  readonly property: PropertyReport
  /** Its verdicts under the changes, in their order. */
  readonly verdicts: readonly (FlipVerdict | undefined)[]
}

const columnsOf = ({ properties, flips }: FlipReport): readonly Column[] =>
  properties
    .map((property, index) => ({
      property,
      verdicts: flips.map(({ verdicts }) => verdicts[index]),
    }))
    .filter(({ property, verdicts }) =>
      verdicts.some((it) => it !== undefined && it.verdict !== property.verdict),
    )
    .map((column, index) => ({ ...column, letter: letterOf(index) }))

const letterOf = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : `${letterOf(Math.floor(index / 26) - 1)}${letterOf(index % 26)}`

const unchanged = 'as the model stands'
/** The room for a mark: two spaces and the longest letters. */
const cell = 4

const tableLines = (report: FlipReport, style: Style, ink: Ink): readonly string[] => {
  const { flips, properties } = report
  if (properties.length === 0) return []
  const all = columnsOf(report)
  const width = Math.max(widthOf(unchanged), ...flips.map(({ change }) => widthOf(change)))
  const atOnce = Math.max(1, Math.floor((style.columns - width - 2) / cell))
  if (all.length === 0) return flips.flatMap(({ change }) => hang(style, '  ', '    ', change))
  const blocks: string[][] = []
  for (let at = 0; at < all.length; at += atOnce) {
    blocks.push([...blockLines(all.slice(at, at + atOnce), flips, width, style, ink), ''])
  }
  return [...blocks.flat(), ...hang(style, '  ', '  ', ink.dim(legend(all)))]
}

const blockLines = (
  columns: readonly Column[],
  flips: readonly FlipOutcome[],
  width: number,
  style: Style,
  ink: Ink,
): readonly string[] => {
  const row = (label: string, cells: readonly string[]): string =>
    `  ${padTo(label, width)}${cells.map((it) => ' '.repeat(cell - widthOf(it)) + it).join('')}`
  return [
    ...columns.flatMap(({ letter, property }) =>
      hang(style, `  ${ink.bold(letter)}  `, '     ', showName(property.name)),
    ),
    '',
    row(
      '',
      columns.map(({ letter }) => ink.bold(letter)),
    ),
    row(
      unchanged,
      columns.map(({ property }) => ink.bold(markOf(property.verdict))),
    ),
    ...flips.map(({ change }, index) =>
      row(
        change,
        columns.map(({ property, verdicts }) => {
          const verdict = verdicts[index]?.verdict ?? 'incomplete'
          if (verdict === property.verdict) return ink.dim('·')
          return toneOf({ verdict, expected: property.verdict }, ink)(markOf(verdict))
        }),
      ),
    ),
  ]
}

const legend = (columns: readonly Column[]): string => {
  const words = {
    holds: 'holds',
    violated: 'violated',
    vacuous: 'vacuous',
    incomplete: 'incomplete',
  }
  const seen = new Set(
    columns.flatMap(({ property, verdicts }) => [
      property.verdict,
      ...verdicts.map((it) => it?.verdict ?? 'incomplete'),
    ]),
  )
  const marks = (['holds', 'violated', 'vacuous', 'incomplete'] as const)
    .filter((verdict) => seen.has(verdict))
    .map((verdict) => `${markOf(verdict)} ${words[verdict]}`)
  return [...marks, `· ${unchanged}`].join(', ')
}

/** The changes that were not checked to the end, and why not. */
const openLines = ({ flips }: FlipReport, style: Style, ink: Ink): readonly string[] => {
  const byReason = new Map<string, string[]>()
  for (const { change, incomplete } of flips) {
    if (incomplete === null) continue
    const { reason } = incomplete
    byReason.set(reason, [...(byReason.get(reason) ?? []), change])
  }
  return [...byReason].flatMap(([reason, changes]) => [
    ...hang(style, '', '  ', `${ink.yellow('Incomplete')}: ${showName(reason)}, with`),
    ...changes.flatMap((change) => hang(style, '  ', '    ', change)),
  ])
}

const dependenceLines = (report: FlipReport, style: Style, ink: Ink): readonly string[] => {
  const { flips, properties } = report
  if (flips.length === 0 || properties.length === 0) return []
  const groups = new Map<string, { heads: string[]; dependence: Dependence }>()
  properties.forEach((property, index) => {
    const found = dependenceOf(property, flips, index)
    const key = [found.sentence, ...found.points].join('\n')
    const group = groups.get(key) ?? { heads: [], dependence: found }
    const mark = toneOf(property, ink)(markOf(property.verdict))
    group.heads.push(...hang(style, `${mark} `, '  ', showName(property.name)))
    groups.set(key, group)
  })
  return [
    ink.bold('What each verdict depends on'),
    ...[...groups.values()].flatMap(({ heads, dependence: { sentence, points } }) => [
      '',
      ...heads,
      ...hang(style, '    ', '    ', sentence),
      ...points.flatMap((point) => hang(style, '    - ', '      ', point)),
    ]),
  ]
}
