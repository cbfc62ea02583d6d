import { showName } from '../trace/notation.ts'
import type { PropertyReport, Report } from '../report.ts'
import { conclusion, explored, growthLines, restsOn } from './report-summary.ts'
import { counted, hang, inkOf, padTo, type Ink, type Style } from './style.ts'
import { renderTrace } from './trace-text.ts'

/** How a report is set. */
export interface ReportStyle extends Style {
  /** Whether the runs to what is reachable are told, too. Default: only how long they are. */
  readonly witnesses?: boolean
}

/**
 * A report as text: the verdict on each property, the counterexamples, what was explored, what the
 * verdicts rest on, and what is worth a look. Claims no more than was done: a search that was cut
 * off says so at every property that it leaves open.
 */
export const renderReport = (report: Report, style: ReportStyle): string => {
  const ink = inkOf(style)
  const told = report.properties.filter(
    ({ kind, trace }) => trace !== null && (kind !== 'reachable' || (style.witnesses ?? false)),
  )
  const sections = [
    [titleOf(report, ink), '', ...verdicts(report, style, ink)],
    ...told.flatMap((property) =>
      property.trace === null
        ? []
        : [
            [
              rule(style, ink),
              '',
              ...renderTrace(property.trace, property, style).trimEnd().split('\n'),
            ],
          ],
    ),
    ...(told.length === 0 ? [] : [[rule(style, ink)]]),
    explored(report, style, ink),
    growthLines(report, style, ink),
    restsOn(report, style, ink),
    notes(report, style, ink),
    conclusion(report, style, ink),
  ]
  const text = sections.filter((section) => section.length > 0).map((lines) => lines.join('\n'))
  return `${text.join('\n\n')}\n`
}

const titleOf = ({ model, parameters }: Report, ink: Ink): string => {
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  return [ink.bold(showName(model)), ...settings.map((each) => ink.dim(showName(each)))].join('  ')
}

const rule = ({ columns }: Style, ink: Ink): string => ink.dim('─'.repeat(Math.min(columns, 80)))

/** Wide enough for the longest of the words. */
const wordWidth = 'incomplete'.length

const verdicts = (report: Report, style: Style, ink: Ink): readonly string[] => {
  if (report.properties.length === 0) {
    return ['The model states no properties: only its states were explored.']
  }
  return report.properties.flatMap((property) => {
    const mark = { holds: '✓', violated: '✗', incomplete: '…' }[property.verdict]
    const tone = toneOf(property, ink)
    const head = `${tone(mark)} ${tone(padTo(property.verdict, wordWidth))}  `
    const rest = ' '.repeat(wordWidth + 4)
    const detail = detailOf(property, report)
    return [
      ...hang(style, head, rest, showName(property.name)),
      ...(detail === '' ? [] : hang(style, rest, rest, ink.dim(detail))),
    ]
  })
}

const toneOf = ({ verdict, expected }: PropertyReport, ink: Ink): ((text: string) => string) => {
  if (verdict === 'incomplete') return ink.yellow
  if (verdict !== expected) return ink.red
  return verdict === 'holds' ? ink.green : ink.yellow
}

const detailOf = (property: PropertyReport, report: Report): string => {
  const { kind, verdict, expected, trace } = property
  const isWanted = kind === 'reachable'
  if (verdict === 'incomplete') return openWords(isWanted, report)
  const isDecidedByRun = isWanted === (verdict === 'holds')
  const parts = [
    verdict === expected ? (expected === 'violated' ? 'as expected' : '') : unexpected(property),
    isDecidedByRun ? runWords(isWanted, trace?.steps.length ?? null) : '',
    isWanted && verdict === 'violated' ? 'no reachable state is like that' : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

const unexpected = ({ expected }: PropertyReport): string =>
  expected === 'violated' ? 'the model expects it to be violated' : ''

const runWords = (isWanted: boolean, length: number | null): string => {
  const what = isWanted ? 'witness' : 'counterexample'
  if (length === null) return `the limits did not allow to rebuild a ${what}`
  return length === 0
    ? `${what}: the initial state`
    : `shortest ${what}: ${counted(length, 'step')}`
}

/** What may be said of a property when the search did not see everything. */
const openWords = (isWanted: boolean, { incomplete, states }: Report): string => {
  if (incomplete?.reason.includes('`within`')) {
    return isWanted ? 'not reached within the bound' : 'holds within the bound; beyond it is open'
  }
  const seen = `in what was explored, ${counted(states.distinct, 'state')}`
  return isWanted ? `not reached ${seen}` : `not violated ${seen}`
}

const notes = ({ notes }: Report, style: Style, ink: Ink): readonly string[] =>
  notes.length === 0
    ? []
    : [
        ink.bold('Worth a look'),
        ...notes.flatMap((note) => hang(style, '  · ', '    ', showName(note))),
      ]
