import fc from 'fast-check'
import { expect } from 'vitest'
import { linearizable, type HistoryVerdict } from '../../src/history/linearizable.ts'
import type { HistoryEvent } from '../../src/history/operation.ts'
import { operationsOf } from '../../src/history/pairing.ts'
import type { Specification } from '../../src/history/specification.ts'
import { expectSmallest } from './naive-conflict.ts'
import { hasOrder, isOrder } from './naive-history.ts'
import { historyOf, stepsUpTo } from './random-history.ts'

/** Counts how histories came out, lest a comparison be of one kind only. */
export class HistoryTally {
  readonly counts = { linearizable: 0, violated: 0, undecided: 0, incomplete: 0 }

  count(verdict: HistoryVerdict, isComplete: boolean): void {
    this.counts[verdict] += 1
    if (!isComplete) this.counts.incomplete += 1
  }
}

/** The search and all orders agree on a history; what is said in detail is so. */
export const expectSameVerdict = async (
  events: readonly HistoryEvent[],
  spec: Specification,
  tally: HistoryTally,
  judge: typeof linearizable = linearizable,
): Promise<void> => {
  const history = operationsOf(events, spec)
  const answer = await judge(history, spec)
  expect(answer.verdict).toBe(hasOrder(history, spec) ? 'linearizable' : 'violated')
  for (const object of answer.objects) {
    const { key, order, conflict } = object
    const part = history.filter((each) => key === null || (spec.partOf?.(each) ?? null) === key)
    if (order !== null) expect(isOrder(order, part, spec)).toBe(true)
    expect(conflict === null).toBe(order !== null)
    expectSmallest(object, part, spec)
  }
  tally.count(
    answer.verdict,
    history.every(({ returned }) => returned !== null),
  )
}

/** Expects the same verdicts of so many random histories of an object, with so many operations at most. */
export const expectSameVerdicts = async (
  spec: Specification,
  { numRuns, most }: { readonly numRuns: number; readonly most: number },
): Promise<HistoryTally['counts']> => {
  const tally = new HistoryTally()
  await fc.assert(
    fc.asyncProperty(stepsUpTo(most), (steps) =>
      expectSameVerdict(historyOf(steps, spec, most), spec, tally),
    ),
    { numRuns },
  )
  return tally.counts
}
