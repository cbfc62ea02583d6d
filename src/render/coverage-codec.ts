import type { Coverage, CoveredPart, NeverRun } from '../report.ts'
import { fields, flag, list, named, oneOf, text, whole } from './codec.ts'

/** What of a model's source a check ran. */
export const coverageCodec = named<Coverage>(
  'Coverage',
  fields<Coverage>({
    isWhole: flag,
    parts: list(
      fields<CoveredPart>({
        kind: oneOf('role', 'property', 'rest'),
        name: text,
        file: text,
        line: whole(1),
        run: whole(0),
        all: whole(0),
        never: list(
          fields<NeverRun>({
            file: text,
            line: whole(1),
            kind: oneOf('function', 'statement', 'part'),
            text,
          }),
        ),
      }),
    ),
  }),
)
