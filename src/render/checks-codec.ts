import { schemaVersion, type FlipReport, type Report } from '../report.ts'
import type { Checked, Told } from './checked.ts'
import { dictionary, fields, list, oneOf, optional, text, type Schema } from './codec.ts'
import { reportCodec, reportSchema } from './report-codec.ts'

/** What became of one of several checks, as JSON tells it. */
interface CheckDocument {
  readonly asked: string
  /** The parameters that were set, as they were written. */
  readonly set: Readonly<Record<string, string>>
  readonly outcome: 'as expected' | 'unexpected' | 'open' | 'mistake' | 'not begun'
  readonly report?: Report & Partial<FlipReport>
  readonly error?: Told
}

/** What `netsplit check --json` prints of several checks. */
interface ChecksDocument {
  readonly schemaVersion: typeof schemaVersion
  readonly checks: readonly CheckDocument[]
}

const checksCodec = fields<ChecksDocument>({
  schemaVersion: oneOf(schemaVersion),
  checks: list(
    fields<CheckDocument>({
      asked: text,
      set: dictionary(text),
      outcome: oneOf('as expected', 'unexpected', 'open', 'mistake', 'not begun'),
      report: optional(reportCodec),
      error: optional(fields<Told>({ code: text, what: text, where: list(text), fix: text })),
    }),
  ),
})

/** Several checks as one JSON document. */
export const checksToJson = (all: readonly Checked[]): unknown =>
  checksCodec.encode({ schemaVersion, checks: all.map(documentOf) })

const documentOf = ({ asked, settings, came }: Checked): CheckDocument => {
  const check = { asked, set: Object.fromEntries(settings) }
  switch (came.kind) {
    case 'report':
      return { ...check, outcome: came.outcome, report: came.report }
    case 'mistake':
      return { ...check, outcome: 'mistake', error: came.mistake }
    case 'not-begun':
      return { ...check, outcome: 'not begun' }
  }
}

/** The JSON Schema of what `netsplit check --json` prints of several checks. */
export const checksSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Checks',
  description:
    'What became of several checks: the JSON that `netsplit check --json` prints where it is asked for more than one.',
  ...checksCodec.schema,
  $defs: reportSchema['$defs'],
}
