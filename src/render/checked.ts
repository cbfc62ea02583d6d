import { printable } from '../value/printable.ts'
import type { FlipReport, Report } from '../report.ts'

/** One of the checks of a command, and what became of it. */
export interface Checked {
  /** What was asked for: a bundled name, or the path of a file. */
  readonly asked: string
  /** The parameters that were set, as they were written. */
  readonly settings: readonly (readonly [name: string, text: string])[]
  /** When it began, in milliseconds since 1970. */
  readonly began: number
  readonly came: Came
}

/** What became of a check. */
export type Came =
  /** It ended with a report: as the model expects, against that, or with something left open. */
  | {
      readonly kind: 'report'
      readonly report: Report | FlipReport
      readonly outcome: 'as expected' | 'unexpected' | 'open'
    }
  /** The model is wrong, or netsplit is. */
  | { readonly kind: 'mistake'; readonly mistake: Told }
  /** The user ended the command before. */
  | { readonly kind: 'not-begun' }

/** A mistake, as it is told. */
export interface Told {
  readonly code: string
  readonly what: string
  readonly where: readonly string[]
  readonly fix: string
}

/** What a check was of: the name of its model, and the parameters that matter. */
export const subjectOf = ({ asked, settings, came }: Checked): string => {
  const name = came.kind === 'report' ? came.report.model : asked
  const parameters =
    came.kind === 'report'
      ? Object.entries(came.report.parameters).map(([key, value]) => `${key}=${String(value)}`)
      : settings.map(([key, text]) => `${key}=${text}`)
  return printable([name, ...parameters].join(' '))
}
