import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explore } from '../../src/semantics/reference.ts'
import { exploreWithEngine } from '../support/engine-run.ts'
import { doLinksMatter } from '../support/links-matter.ts'
import { systemSpec, wordShares, wordsUsed } from '../support/random-system.ts'
import { safetyRegressions } from '../support/regressions.ts'
import { expectAgreement, Tally } from '../support/safety-agreement.ts'
import { sentOnce } from '../support/sent-once.ts'

describe('engine and reference explorer', () => {
  test('agree on every reachable state, verdict and shortest length of random systems', async () => {
    const tally = new Tally()
    let mattering = 0
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const agreement = await expectAgreement(spec)
        tally.count(agreement, wordsUsed(spec))
        if (agreement !== null && doLinksMatter(spec)) mattering += 1
      }),
      { numRuns: 520, examples: safetyRegressions.map((spec) => [spec]) },
    )
    expect(tally.compared).toBeGreaterThan(120)
    expect(tally.inLevels).toBeGreaterThan(tally.compared / 20)
    expect(tally.observed).toBeGreaterThan(tally.compared / 12)
    expect(tally.isBalanced).toBe(true)
    expect(mattering).toBeGreaterThan(tally.compared / 5)
    const isRare = ([word, share]: readonly [string, number]): boolean =>
      (tally.uses.get(word) ?? 0) <= tally.compared * share
    expect(Object.entries(wordShares).filter(isRare)).toEqual([])
  })
})

test('what is sent once is sent again as soon as it was taken out of flight', async () => {
  const reference = explore(sentOnce)
  const found = await exploreWithEngine(sentOnce, { leavesIgnored: false })
  expect(found.map(({ keys }) => keys.size)).toEqual(found.map(() => reference?.states.size))
  expect(reference?.states.size).toBe(13)
})
