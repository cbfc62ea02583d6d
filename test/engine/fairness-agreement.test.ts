import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check, simulate, type FairnessEntry, type System } from '../../src/index.ts'
import { isList } from '../../src/model/fairness.ts'
import { kit } from '../../src/model/property.ts'
import { isFoundOut } from '../support/found-out.ts'
import {
  expectGraphAgreement,
  expectMailAgreement,
  LivenessTally,
  type Spoil,
} from '../support/liveness-agreement.ts'
import { buildMail, markOf, movingSpec } from '../support/random-graph.ts'
import { buildFormula } from '../support/random-liveness.ts'
import { expectThere, noFinds } from '../support/walk-finds.ts'

describe('engine and reference on lists of fairness, most of them of moves', () => {
  test('agree on random graphs', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(movingSpec, async (spec) => tally.count(await expectGraphAgreement(spec))),
      { numRuns: 300 },
    )
    expect(tally.isBalanced).toBe(true)
    expect(tally.moving).toBeGreaterThan(225)
    expect(tally.biting).toBeGreaterThan(30)
  })

  test('agree on messages, timers and steps', async () => {
    const tally = new LivenessTally()
    await fc.assert(
      fc.asyncProperty(movingSpec, async (spec) => tally.count(await expectMailAgreement(spec))),
      { numRuns: 300 },
    )
    expect(tally.isBalanced).toBe(true)
    expect(tally.moving).toBeGreaterThan(215)
    expect(tally.biting).toBeGreaterThan(12)
  })
})

test('walks find no infinite run that is not there, and most that are near', async () => {
  const finds = noFinds()
  await fc.assert(
    fc.asyncProperty(movingSpec, async (spec) => {
      const formula = kit.ltl((formulas) => buildFormula(spec.formula, formulas, markOf(spec)))
      const properties = [
        { name: 'formula', property: formula },
        { name: 'answered', property: kit.everyRequestAnswered() },
      ]
      const system: System = { ...buildMail(spec), properties }
      expectThere(finds, await check(system), await simulate(system, { runs: 64, maxSteps: 24 }), 3)
    }),
    { numRuns: 60 },
  )
  expect(finds.infinite).toBeGreaterThan(30)
  expect(finds.found).toBeGreaterThan(0.9 * finds.near)
})

/** A judge that reads a list otherwise. */
const withList =
  (change: (entries: readonly FairnessEntry[]) => readonly FairnessEntry[]): Spoil =>
  (grounds) => {
    const { system } = grounds
    const fairness = isList(system.fairness) ? change(system.fairness) : system.fairness
    return { ...grounds, system: { ...system, fairness } }
  }

describe('the comparison catches a judge', () => {
  const faults: Record<string, Spoil> = {
    'that counts any step': withList((entries) =>
      entries.map(({ of, degree }) => ({ of, degree })),
    ),
    'that counts moves only, whatever is said': withList((entries) =>
      entries.map((entry) => (entry.degree === 'none' ? entry : { ...entry, moves: true })),
    ),
    'that lets the last entry decide': withList((entries) => entries.toReversed()),
    'that takes patterns for names': withList((entries) =>
      entries.filter(({ of }) => typeof of === 'string' && !of.includes('*')),
    ),
  }
  test.each(Object.entries(faults))('%s', async (_, spoil) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(movingSpec, async (spec) => {
        await expectGraphAgreement(spec, spoil)
      }),
      5_000,
    )
    expect(isFound).toBe(true)
  })
})
