import type { FlipReport } from '../report.ts'

/**
 * What changed assumptions do to the verdicts, as one JSON document: by property, as the system
 * stands and under each change. New fields may come, none goes.
 */
export const renderFlipJson = ({
  model,
  parameters,
  properties,
  incomplete,
  flips,
}: FlipReport) => ({
  model,
  parameters,
  base: Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict])),
  incomplete: incomplete && { kind: incomplete.kind, reason: incomplete.reason },
  flips: flips.map((flip) => ({
    change: flip.change,
    verdicts: Object.fromEntries(flip.verdicts.map(({ property, verdict }) => [property, verdict])),
    incomplete: flip.incomplete,
  })),
})
