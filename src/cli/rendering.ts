import pc from 'picocolors'
import type { ModelErrorInRun } from '../check.ts'
import type { Report } from '../report.ts'
import { renderJson } from '../render/report-json.ts'
import { renderReport } from '../render/report-text.ts'
import type { Style } from '../render/style.ts'
import { renderTrace } from '../render/trace-text.ts'
import type { Sink } from './io.ts'

/** How to set text for a stream: in colour and as wide as the terminal, or plain and 80 wide. */
export const styleFor = ({ isTTY, columns }: Sink): Style => ({
  columns: isTTY === true ? (columns ?? 80) : 80,
  // Where colour is wanted: a terminal that has it, and no NO_COLOR.
  colour: isTTY === true && pc.isColorSupported,
})

/** A document for `--json`. */
export const jsonText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`

/** A report as text for a stream, or as JSON. */
export const reportText = (report: Report, isJson: boolean, sink: Sink): string =>
  isJson ? jsonText(renderJson(report)) : renderReport(report, styleFor(sink))

/** The run that leads to a mistake in a model, as text for a stream; empty where there is none. */
export const runText = ({ trace }: ModelErrorInRun, sink: Sink): string => {
  if (trace === null) return ''
  const context = {
    kind: null,
    name: 'The run that leads there',
    verdict: 'holds',
    expected: 'holds',
  } as const
  return renderTrace(trace, context, styleFor(sink))
}
