import { checkGiven, wantedFlag, wantedText, type Wanted } from './check-options.ts'
import { renderFlips } from './render/flip-text.ts'
import { conclusion, growthLines } from './render/report-summary.ts'
import { renderReport as reportText, titleOf, verdicts } from './render/report-text.ts'
import { inkOf, type Style } from './render/style.ts'
import { renderTrace as traceText } from './render/trace-text.ts'
import type { FlipReport, PropertyReport, Report } from './report.ts'
import type { Trace } from './trace/trace.ts'
import { propertyNamed } from './model/property-named.ts'

/** How text is set. */
export interface RenderOptions {
  /** The width of a line, in characters. Default 80. */
  readonly columns?: number
  /** Whether the reader has colours: terminals do, logs and files do not. Default false. */
  readonly colour?: boolean
}

/** What {@link renderReport} may be told. */
export interface RenderReportOptions extends RenderOptions {
  /** Whether the runs to what is reachable are told, too. Default: only how long they are. */
  readonly witnesses?: boolean
}

/** What {@link renderTrace} may be told. */
export interface RenderTraceOptions extends RenderOptions {
  /** The property that the run decides: how, is told at the end. Default: the run is told for itself. */
  readonly property?: Pick<PropertyReport, 'name' | 'kind' | 'verdict' | 'expected'>
  /** What stands above a run that is told for itself. Default: `A run`. */
  readonly title?: string
}

const wantedStyle: { readonly [Name in keyof RenderOptions]-?: Wanted } = {
  columns: [(value) => Number.isInteger(value) && Number(value) > 0, 'a number of characters'],
  colour: wantedFlag,
}

const isProperty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'verdict' in value && 'kind' in value

const styleOf = ({ columns = 80, colour = false }: RenderOptions): Style => ({ columns, colour })

/**
 * A report as the command line prints it: the verdict on each property, the counterexamples, what was
 * explored, what the verdicts rest on, and what is worth a look. Of a report on changed assumptions
 * what each verdict depends on.
 *
 * @throws ModelError 'bad-option' when an option does not exist or makes no sense
 */
export const renderReport = (
  report: Report | FlipReport,
  options: RenderReportOptions = {},
): string => {
  checkGiven(options, { ...wantedStyle, witnesses: wantedFlag }, 'renderReport')
  const { witnesses = false } = options
  return 'flips' in report
    ? renderFlips(report, styleOf(options))
    : reportText(report, { ...styleOf(options), witnesses })
}

/**
 * A run as text: how everything stands at the start, who does what in each step and what that
 * changes, and with a property what it sees in the end.
 *
 * @throws ModelError 'bad-option' when an option does not exist or makes no sense
 */
export const renderTrace = (trace: Trace, options: RenderTraceOptions = {}): string => {
  const property: Wanted = [isProperty, 'one of the properties of the report']
  checkGiven(options, { ...wantedStyle, property, title: wantedText }, 'renderTrace')
  const itself = {
    kind: null,
    name: options.title ?? 'A run',
    verdict: 'holds',
    expected: 'holds',
  } as const
  return traceText(trace, options.property ?? itself, styleOf(options))
}

/**
 * What became of a property.
 *
 * @throws ModelError 'unknown-property' when the report has none of that name
 */
export const propertyOf = (report: Report, name: string): PropertyReport =>
  propertyNamed(report.properties, name, { who: `The report on ${report.model}` })

/** How a check came out: as its model expects, against that, or neither, having ended early. */
export type Outcome = 'as expected' | 'unexpected' | 'open'

/** How a check came out. */
export const outcomeOf = ({ properties, incomplete, verdict }: Report): Outcome => {
  const isUnexpected = properties.some(
    (it) => it.verdict !== 'incomplete' && it.verdict !== it.expected,
  )
  // What came out against expectation counts more than what did not come out.
  if (isUnexpected) return 'unexpected'
  const isOpen =
    properties.some((it) => it.verdict === 'incomplete') ||
    incomplete !== null ||
    (properties.length === 0 && verdict === 'incomplete')
  return isOpen ? 'open' : 'as expected'
}

/** What `assertAsExpected` and `expectHolds` throw. */
export class NotAsExpected extends Error {
  /** The report. */
  readonly report: Report

  constructor(message: string, report: Report) {
    super(message)
    this.name = 'NotAsExpected'
    this.report = report
  }
}

/**
 * Requires that every property came out as its model expects.
 *
 * @throws NotAsExpected when one did not, or was left open: its message has the verdicts, and the runs
 *   of what came out otherwise
 */
export const assertAsExpected = (report: Report): void => {
  if (outcomeOf(report) === 'as expected') return
  const style = styleOf({})
  const ink = inkOf(style)
  const isWalked = report.walks !== undefined
  const surprising = report.properties.filter(
    ({ verdict, expected }) => verdict !== 'incomplete' && verdict !== expected,
  )
  const sections = [
    conclusion(report, style, ink),
    [titleOf(report, ink), '', ...verdicts(report, style, ink)],
    ...surprising.flatMap(({ trace, ...context }) =>
      trace === null ? [] : [[traceText(trace, { ...context, isWalked }, style).trimEnd()]],
    ),
    growthLines(report, style, ink),
  ]
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  throw new NotAsExpected(text.join('\n\n'), report)
}
