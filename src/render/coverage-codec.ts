import type {
  AlwaysSame,
  CalledFunction,
  Coverage,
  CoveredFile,
  CoveredPart,
  NeverRun,
} from '../report.ts'
import { fields, flag, list, named, oneOf, text, whole } from './codec.ts'

const range = {
  file: text,
  line: whole(1),
  column: whole(1),
  endLine: whole(1),
  endColumn: whole(1),
}

/** What of a model's source a check ran. */
export const coverageCodec = named<Coverage>(
  'Coverage',
  fields<Coverage>({
    isWhole: flag,
    notFound: list(text),
    files: list(fields<CoveredFile>({ file: text, text })),
    parts: list(
      fields<CoveredPart>({
        kind: oneOf('role', 'property', 'rest'),
        name: text,
        file: text,
        line: whole(1),
        run: whole(0),
        all: whole(0),
        never: list(
          fields<NeverRun>({ ...range, kind: oneOf('function', 'statement', 'part'), text }),
        ),
        always: list(fields<AlwaysSame>({ ...range, value: flag, text })),
        calls: list(
          fields<CalledFunction>({ name: text, file: text, line: whole(1), times: whole(0) }),
        ),
      }),
    ),
  }),
)
