import { ModelErrorInRun } from '../check.ts'
import { NotAsExpected, outcomeOf, type Outcome } from '../tell.ts'
import { conclusion, explored, growthLines } from '../render/report-summary.ts'
import { renderReport, titleOf, verdicts } from '../render/report-text.ts'
import { inkOf, type Style } from '../render/style.ts'
import { renderTrace } from '../render/trace-text.ts'
import type { PropertyReport, Report } from '../report.ts'
import { ModelError } from '../value/model-error.ts'

/** How text is set in a test's message: it is read in terminals, logs and files. */
const style: Style = { columns: 80, colour: false }
const ink = inkOf(style)

/** What a test fails with. Its message tells everything: a stack would only lead into netsplit. */
const withoutStack = (error: Error): Error => {
  error.stack = ''
  return error
}

const headings: Readonly<Record<Outcome, string>> = {
  'as expected': 'Every property came out as its model expects.',
  unexpected: 'Not every property came out as its model expects.',
  open: 'The check ended before every property was decided.',
}

/** A whole report as a message. */
export const wholeReport = (report: Report): string =>
  `${headings[outcomeOf(report)]}\n\n${renderReport(report, style).trimEnd()}`

/** What a test says of a property that did not come out as expected: the run that shows it. */
export const failureOf = (property: PropertyReport, report: Report): Error => {
  const { trace, ...context } = property
  const isShown = trace !== null && property.verdict !== 'incomplete'
  const text = isShown
    ? renderTrace(trace, context, style)
    : verdicts({ ...report, properties: [property] }, style, ink).join('\n')
  return withoutStack(new NotAsExpected(text.trimEnd(), report))
}

/** What a test says of a check that did not come to its end: why, and what is known all the same. */
export const cutShort = (report: Report): Error => {
  const sections = [
    [titleOf(report, ink), '', ...verdicts(report, style, ink)],
    growthLines(report, style, ink),
    explored(report, style, ink),
    conclusion(report, style, ink),
  ]
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return withoutStack(new NotAsExpected(text.join('\n\n').trimEnd(), report))
}

/** What a test says of an error that ended its check: a mistake in the model with the run to it. */
export const mistakeOf = (error: unknown): unknown => {
  if (!(error instanceof ModelError)) return error
  const trace = error instanceof ModelErrorInRun ? error.trace : null
  const context = { kind: null, verdict: 'holds', expected: 'holds' } as const
  const run =
    trace === null
      ? ''
      : `\n\n${renderTrace(trace, { ...context, name: 'The run that leads there' }, style)}`
  const story = `${error.message}${run}`.trimEnd()
  return withoutStack(new Error(story, { cause: error.cause }))
}
