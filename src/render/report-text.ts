import { showName } from '../value/notation.ts'
import type { PropertyReport, Report } from '../report.ts'
import { decidedVerdict, isWitnessed, subjectOf } from '../model/property-kinds.ts'
import { conclusion, explored, growthLines, restsOn } from './report-summary.ts'
import { statesFor } from './search-words.ts'
import { counted, hang, inkOf, padTo, type Ink, type Style } from './style.ts'
import { renderDivergence } from './divergence-text.ts'
import { profileLines } from './profile-text.ts'
import { isFormula } from './trace-context.ts'
import { renderTrace } from './trace-text.ts'
import { openInWalks, walked } from './walks-text.ts'

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
  const isWalked = report.walks !== undefined
  const told = report.properties.filter((property) => isTold(property, style))
  const runs = told.flatMap(({ trace, ...context }) =>
    trace === null ? [] : [renderTrace(trace, { ...context, isWalked }, style).trimEnd()],
  )
  const divergence = report.incomplete?.divergence ?? null
  if (divergence !== null) runs.push(renderDivergence(divergence, style))
  const sections = [
    [titleOf(report, ink), '', ...verdicts(report, style, ink)],
    ...runs.map((run) => [rule(style, ink), '', run]),
    ...(runs.length === 0 ? [] : [[rule(style, ink)]]),
    report.walks === undefined
      ? explored(report, style, ink)
      : walked(report, report.walks, style, ink),
    growthLines(report, style, ink),
    restsOn(report, style, ink),
    notes(report, style, ink),
    profileLines(report, style, ink),
    conclusion(report, style, ink),
  ]
  const text = sections.filter((section) => section.length > 0).map((lines) => lines.join('\n'))
  return `${text.join('\n\n')}\n`
}

/** What a report says of one property: its verdict, and the run that shows it. */
export const renderProperty = (property: PropertyReport, report: Report, style: Style): string => {
  const ink = inkOf(style)
  const { trace, ...context } = property
  const isWalked = report.walks !== undefined
  const lines = verdicts({ ...report, properties: [property] }, style, ink).join('\n')
  return trace === null
    ? `${lines}\n`
    : `${[lines, rule(style, ink), renderTrace(trace, { ...context, isWalked }, style).trimEnd()].join('\n\n')}\n`
}

/** Runs are told that break a property or an expectation; witnesses only on request. */
const isTold = (property: PropertyReport, { witnesses = false }: ReportStyle): boolean =>
  !isWitnessed(property.kind) || witnesses || property.verdict !== property.expected

/** The model with its parameters. */
export const titleOf = ({ model, parameters }: Report, ink: Ink): string => {
  const settings = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`)
  return [ink.bold(showName(model)), ...settings.map((each) => ink.dim(showName(each)))].join('  ')
}

const rule = ({ columns }: Style, ink: Ink): string => ink.dim('─'.repeat(Math.min(columns, 80)))

/** Wide enough for the longest of the words. */
const wordWidth = 'incomplete'.length

/** The verdict on each property, and what there is to say of it in a line. */
export const verdicts = (report: Report, style: Style, ink: Ink): readonly string[] => {
  if (report.properties.length === 0) {
    return ['The model states no properties: only its states were explored.']
  }
  return report.properties.flatMap((property) => {
    const mark = markOf(property.verdict)
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

/** A verdict in one character. */
export const markOf = (verdict: PropertyReport['verdict']): string =>
  ({ holds: '✓', violated: '✗', vacuous: '∅', incomplete: '…' })[verdict]

/** The colour of a verdict: whether it is the one that was expected. */
export const toneOf = (
  {
    verdict,
    expected,
  }: { verdict: PropertyReport['verdict']; expected: PropertyReport['verdict'] },
  ink: Ink,
): ((text: string) => string) => {
  if (verdict === 'incomplete') return ink.yellow
  if (verdict !== expected) return ink.red
  return verdict === 'holds' ? ink.green : ink.yellow
}

const detailOf = (property: PropertyReport, report: Report): string => {
  const { kind, verdict } = property
  if (verdict === 'incomplete') return openWords(property, report)
  const isWanted = isWitnessed(kind)
  const isDecidedByRun = verdict === decidedVerdict(kind)
  const parts = [
    expectation(property),
    verdict === 'vacuous' ? 'what it speaks of never happens, so it says nothing' : '',
    isDecidedByRun ? runWords(property, report.walks === undefined) : '',
    isWanted && verdict === 'violated' ? 'no reachable state is like that' : '',
    // A bound that is not intended leaves everything open that no run decides.
    report.ended === 'bound' && !isDecidedByRun ? 'within the bound, as intended' : '',
    placeOf(property),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** Where what is to be mended may stand. */
const placeOf = ({ verdict, expected, source }: PropertyReport): string =>
  verdict === expected || source === undefined ? '' : showName(`${source.file}:${source.line}`)

const expectation = ({ kind, verdict, expected }: PropertyReport): string => {
  if (verdict === 'violated' && expected === 'violated') return 'as the model expects'
  if (verdict === expected) return ''
  if (expected === 'holds') return 'not expected'
  return isWitnessed(kind)
    ? 'not expected: it should not be reachable'
    : 'not expected: it should be violated'
}

const runWords = ({ kind, trace }: PropertyReport, isSearched: boolean): string => {
  const isWanted = isWitnessed(kind)
  const what = isWanted ? 'witness' : 'counterexample'
  if (trace === null) return `the limits did not allow to rebuild a ${what}`
  const { loopsTo, steps } = trace
  if (loopsTo === null) {
    return steps.length === 0
      ? `${what}: the initial state`
      : `${isFormula(kind) || !isSearched ? '' : 'shortest '}${what}: ${counted(steps.length, 'step')}`
  }
  const again = steps.length - loopsTo
  if (steps.length === 0) return `${what}: nothing ever happens`
  const end = again === 0 ? 'nothing more' : `${counted(again, 'step')} again and again`
  return loopsTo === 0
    ? `${what}: ${end}, for ever`
    : `${what}: ${counted(loopsTo, 'step')}, then ${end}, for ever`
}

/** What may be said of a property when the search did not see everything. */
const openWords = ({ name, kind }: PropertyReport, report: Report): string => {
  if (report.walks !== undefined) return openInWalks(kind)
  const isBound = report.incomplete?.kind === 'bound'
  const seen = isBound
    ? 'within the bound'
    : `in what was explored, ${counted(statesFor(report, name), 'state')}`
  if (isWitnessed(kind)) return `not reached ${seen}`
  if (subjectOf(kind) === 'runs') {
    return isBound
      ? 'no run within the bound violates it; beyond it is open'
      : 'not judged: that takes a check that comes to its end'
  }
  return isBound ? 'holds within the bound; beyond it is open' : `not violated ${seen}`
}

const notes = ({ notes }: Report, style: Style, ink: Ink): readonly string[] =>
  notes.length === 0
    ? []
    : [
        ink.bold('Worth a look'),
        ...notes.flatMap((note) => hang(style, '  · ', '    ', showName(note))),
      ]
