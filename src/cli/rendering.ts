import pc from 'picocolors'
import type { Trace } from '../trace/trace.ts'
import type { FlipReport, Report } from '../report.ts'
import { renderFlips } from '../render/flip-text.ts'
import { reportToJson } from '../render/report-json.ts'
import { renderReport } from '../render/report-text.ts'
import type { Style } from '../render/style.ts'
import { renderTrace } from '../render/trace-text.ts'
import { printableLines } from '../value/printable.ts'
import type { Sink } from './io.ts'

/** How to set text for a stream: in colour and as wide as the terminal, or plain and 80 wide. */
export const styleFor = ({ isTTY, columns }: Sink): Style => ({
  columns: isTTY === true ? (columns ?? 80) : 80,
  // Where colour is wanted: a terminal that has it, and no NO_COLOR.
  colour: isTTY === true && pc.isColorSupported,
})

/** A document for `--json`. A terminal may show it: what it would obey is escaped, as JSON may. */
export const jsonText = (document: unknown): string =>
  `${printableLines(JSON.stringify(document, null, 2))}\n`

/** A report as text for a stream. */
export const reportText = (
  report: Report | FlipReport,
  sink: Sink,
  { witnesses = false, unfold = false }: { witnesses?: boolean; unfold?: boolean },
): string =>
  'flips' in report
    ? renderFlips(report, styleFor(sink))
    : renderReport(report, { ...styleFor(sink), witnesses, unfold })

/** A report as JSON. */
export const reportJson = (report: Report | FlipReport): string => jsonText(reportToJson(report))

/** The run that leads to a mistake in a model, as text for a stream; empty where none is known. */
export const runText = (mistake: object, sink: Sink): string => {
  const trace = 'trace' in mistake ? (mistake.trace as Trace | null) : null
  if (trace === null) return ''
  const name = 'The run that leads there'
  return renderTrace(
    trace,
    { kind: null, name, verdict: 'holds', expected: 'holds' },
    styleFor(sink),
  )
}
