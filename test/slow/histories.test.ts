import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { specifications } from '../../src/history/specifications.ts'
import { expectSameVerdict, HistoryTally } from '../support/history-agreement.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'

/*
 * The comparison of test/history/agreement.test.ts on ten thousand histories of each object: some minutes.
 */

describe.each(Object.entries(specifications))('histories of a %s', (_, specOf) => {
  test('are linearizable exactly where one of all orders is allowed', async () => {
    const tally = new HistoryTally()
    await fc.assert(
      fc.asyncProperty(stepsUpTo(7), (steps) =>
        expectSameVerdict(historyOf(steps, specOf(), 7), specOf(), tally),
      ),
      { numRuns: 10_000 },
    )
    expect(tally.counts.linearizable).toBeGreaterThan(2000)
    expect(tally.counts.violated).toBeGreaterThan(500)
    expect(tally.counts.incomplete).toBeGreaterThan(2000)
  }, 1_200_000)
})
