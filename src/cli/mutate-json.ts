import { reportToJson } from '../render/report-json.ts'
import type { Mutation } from './mutation.ts'
import { placeOf } from './mutate-text.ts'

/** What became of the mutants of a model, as a document. */
export const mutationJson = (mutation: Mutation): unknown => {
  const { model, original, budget, judged, others, apart, only } = mutation
  const numberOf = (kind: string): number =>
    judged.filter(({ outcome }) => outcome.kind === kind).length
  return {
    schemaVersion: 1,
    model,
    parameters: original.parameters,
    states: original.states.distinct,
    budget,
    only,
    others,
    apart,
    count: {
      killed: numberOf('killed'),
      error: numberOf('error'),
      undecided: numberOf('undecided'),
      survived: numberOf('survived'),
    },
    mutants: judged.map(({ mutant, outcome, report }) => ({
      place: placeOf(mutant),
      file: mutant.label,
      line: mutant.line,
      column: mutant.column,
      change: mutant.what,
      diff: mutant.diff,
      ...outcome,
      // Of all of them it would be too much.
      ...(only === null || report === null ? {} : { report: reportToJson(report) }),
    })),
  }
}
