import type { Checked } from '../render/checked.ts'
import type { FlipReport, Report } from '../report.ts'
import { outcomeOf } from '../tell.ts'
import { Exit } from './io.ts'

/** How a check came out: of the model as it stands, and open where some change had not its turn. */
export const outcomeIn = (report: Report | FlipReport): ReturnType<typeof outcomeOf> => {
  const outcome = outcomeOf(report)
  const isCutShort =
    'flips' in report && report.flips.some(({ incomplete }) => isOver(incomplete?.kind))
  return outcome === 'as expected' && isCutShort ? 'open' : outcome
}

/** Whether something ended all checks, and not one of them only. */
const isOver = (kind: NonNullable<FlipReport['flips'][number]['incomplete']>['kind'] | undefined) =>
  kind === 'interrupted' || kind === 'seconds' || kind === 'not-tried'

/** The exit status of a report. */
export const statusOf = (report: Report | FlipReport): number => statuses[outcomeIn(report)]

const statuses = {
  'as expected': Exit.asExpected,
  unexpected: Exit.unexpected,
  open: Exit.incomplete,
} as const

/** The exit status of several checks: the worst of a mistake, what was not expected, and what is open. */
export const statusOfAll = (all: readonly Checked[]): number => {
  const found = all.map(({ came }) => {
    if (came.kind === 'mistake') return Exit.mistake
    return came.kind === 'not-begun' ? Exit.incomplete : statuses[came.outcome]
  })
  const worst = [Exit.mistake, Exit.unexpected, Exit.incomplete] as const
  return worst.find((status) => found.includes(status)) ?? Exit.asExpected
}
