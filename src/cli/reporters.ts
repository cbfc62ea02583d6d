import type { Checked } from '../render/checked.ts'
import { renderChecks } from '../render/checks-table.ts'
import { reportToJson } from '../render/report-json.ts'
import { schemaVersion } from '../report.ts'
import type { Sink } from './io.ts'
import { jsonText, reportJson, reportText, styleFor } from './rendering.ts'

/** What a reporter may know of where its text goes, and of what is wanted. */
export interface Telling {
  readonly sink: Sink
  readonly witnesses?: boolean
  readonly unfold?: boolean
}

/** A way of telling what became of checks. */
export interface Reporter {
  /** What is told of a check as soon as it has ended. */
  readonly each: (checked: Checked, before: readonly Checked[], telling: Telling) => string
  /** What is told when all have ended. */
  readonly end: (all: readonly Checked[], telling: Telling) => string
}

const line = '━'.repeat(80)

/** The report of each check as text, and of several a table. */
export const textReporter: Reporter = {
  each: ({ came }, before, { sink, witnesses = false, unfold = false }) => {
    if (came.kind !== 'report') return ''
    const text = reportText(came.report, sink, { witnesses, unfold })
    return before.some((it) => it.came.kind === 'report') ? `\n${line}\n\n${text}` : text
  },
  end: (all, { sink }) =>
    all.length > 1 ? `\n${line}\n\n${renderChecks(all, styleFor(sink))}` : '',
}

const nothing = (): string => ''

/** One document: of one check its report, of several a list of them. */
export const jsonReporter: Reporter = {
  each: nothing,
  end: (all) => {
    const [first] = all
    if (all.length !== 1 || first === undefined) {
      return jsonText({ schemaVersion, checks: all.map(checkToJson) })
    }
    const { came } = first
    if (came.kind === 'report') return reportJson(came.report)
    return came.kind === 'mistake' ? jsonText({ error: came.mistake }) : ''
  },
}

const checkToJson = ({ asked, settings, came }: Checked): object => {
  const check = { asked, set: Object.fromEntries(settings) }
  switch (came.kind) {
    case 'report':
      return { ...check, outcome: came.outcome, report: reportToJson(came.report) }
    case 'mistake':
      return { ...check, outcome: 'mistake', error: came.mistake }
    case 'not-begun':
      return { ...check, outcome: 'not begun' }
  }
}
