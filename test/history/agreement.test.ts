import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearizable } from '../../src/history/linearizable.ts'
import type { Operation } from '../../src/history/operation.ts'
import { casRegister } from '../../src/history/registers.ts'
import { specifications } from '../../src/history/specifications.ts'
import {
  expectSameVerdict,
  expectSameVerdicts,
  HistoryTally,
} from '../support/history-agreement.ts'
import { historyOf, stepsUpTo } from '../support/random-history.ts'

describe.each(Object.entries(specifications))('histories of a %s', (_, specOf) => {
  test('are linearizable exactly where one of all orders is allowed', async () => {
    const counts = await expectSameVerdicts(specOf(), { numRuns: 1000, most: 6 })
    expect(counts.linearizable).toBeGreaterThan(200)
    expect(counts.violated).toBeGreaterThan(50)
    expect(counts.incomplete).toBeGreaterThan(200)
  })
})

describe('the comparison catches a search that', () => {
  const spec = casRegister()
  const changed =
    (change: (operation: Operation) => Operation): typeof linearizable =>
    (history) =>
      linearizable(history.map(change), spec)
  const mutants: Readonly<Record<string, typeof linearizable>> = {
    'takes every write for a read': (history) => {
      const { write, ...others } = spec.operations
      const operations = {
        ...others,
        write: { ...write, takes: 'value', gives: 'nothing', isReadOnly: true },
      } as const
      return linearizable(history, { ...spec, operations })
    },
    'forgets what a read gave': changed((each) =>
      each.f === 'read' ? { ...each, result: undefined } : each,
    ),
    'makes every operation return': changed((each) => ({
      ...each,
      returned: each.returned ?? 1000 + each.invoked,
    })),
    'lets an operation begin early': changed((each) => ({ ...each, invoked: each.invoked / 2 })),
    'has no operation that failed to swap': changed((each) =>
      each.f === 'cas' ? { ...each, result: true } : each,
    ),
  }

  test.each(Object.entries(mutants))('%s', async (_, judge) => {
    const tally = new HistoryTally()
    const comparison = fc.assert(
      fc.asyncProperty(stepsUpTo(6), (steps) =>
        expectSameVerdict(historyOf(steps, spec, 6), spec, tally, judge),
      ),
      { numRuns: 2000, endOnFailure: true },
    )
    await expect(comparison).rejects.toThrow('Property failed')
  })
})
