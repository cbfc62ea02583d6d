import { schemaVersion, type FlipReport, type Report } from '../report.ts'
import { isRecord } from '../value/notation.ts'
import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import { damaged } from './codec.ts'
import { reportCodec } from './report-codec.ts'

/**
 * A report as JSON: the same shape, in which values of the model (states, messages, choices) are
 * encoded: a Set is `{ "#set": [1, 2] }`, a bigint `{ "#bigint": "12" }`. `netsplit/report.schema.json`
 * is its JSON Schema. `JSON.stringify` writes it, {@link reportFromJson} reads it.
 */
export const reportToJson = <Given extends Report | FlipReport>(report: Given): Given =>
  reportCodec.encode(report) as Given

/**
 * The report that {@link reportToJson} or `netsplit check --json` made JSON of.
 *
 * @param json what `JSON.parse` returned
 * @throws ModelError 'bad-report', with the place, when it is damaged or of another version
 */
export const reportFromJson = (json: unknown): Report | FlipReport => {
  const version = isRecord(json) ? json['schemaVersion'] : undefined
  if (version === undefined) throw damaged([], 'it has no `schemaVersion`')
  if (version !== schemaVersion) {
    throw new ModelError('bad-report', {
      what: `The report has the schema version ${brief(version)}, this netsplit reads ${schemaVersion}`,
      fix: 'read it with the netsplit that wrote it, or check the model again',
    })
  }
  return reportCodec.decode(json, [])
}
