import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { System } from '../../src/index.ts'
import { provesDivergence } from '../../src/semantics/divergence.ts'
import { explore } from '../../src/semantics/reference.ts'
import { isFoundOut } from '../support/found-out.ts'
import { buildSystem, systemSpec, type SystemSpec } from '../support/random-system.ts'
import { timedSpec } from '../support/timed-system.ts'
import {
  asIfAny,
  asIfBags,
  asIfUnbounded,
  roundsPossible,
  searchForDivergence,
} from '../support/divergence.ts'

/*
 * That there is no end of states is a claim like any verdict: where it is made, the loop must be
 * possible again and again, and a system that can be explored to its end is a counterexample.
 */

/** Beyond this the reference explorer is too slow. */
const limit = 250
const rounds = 6

/** What the search claims of a system is compared with the reference. */
const expectTruth = (
  subject: System,
  proves: typeof provesDivergence = provesDivergence,
): 'claimed' | 'finite' | 'open' => {
  const { found, growth, isComplete } = searchForDivergence(subject, 1500, proves)
  if (found !== null) {
    expect(isComplete).toBe(false)
    expect(roundsPossible(subject, found, growth, rounds)).toBe(rounds)
    return 'claimed'
  }
  return isComplete ? 'finite' : 'open'
}

/** A system in which nobody counts what was sent, so that there may be no end of it. */
const careless = (spec: SystemSpec): System => buildSystem({ ...spec, mostSent: null })

describe('claims of divergence', () => {
  test('are true of random systems, and made of many that never end', () => {
    const tally = { claimed: 0, finite: 0, open: 0 }
    fc.assert(
      fc.property(systemSpec, (spec) => {
        tally[expectTruth(careless(spec))] += 1
      }),
      { numRuns: 160 },
    )
    // The watch looks at few runs of each: what stays open is no mistake.
    expect(tally.claimed).toBeGreaterThan(5)
    expect(tally.finite).toBeGreaterThan(10)
  })

  test('are true of random systems with time', () => {
    const tally = { claimed: 0, finite: 0, open: 0 }
    fc.assert(
      fc.property(timedSpec, (spec) => {
        tally[expectTruth(careless(spec))] += 1
      }),
      { numRuns: 160 },
    )
    expect(tally.claimed).toBeGreaterThan(0)
  })

  test('are not made where the reference explorer comes to an end', () => {
    let ended = 0
    fc.assert(
      fc.property(systemSpec, (spec) => {
        const subject = careless(spec)
        const { found } = searchForDivergence(subject, 1500)
        if (explore(subject, { limit }) === null) return
        expect(found).toBeNull()
        ended += 1
      }),
      { numRuns: 80 },
    )
    expect(ended).toBeGreaterThan(4)
  })
})

describe('the comparison catches claims that are made too lightly', () => {
  test.each([
    ['that overlook that timers are patient', asIfAny, { timers: 'patient' as const }],
    [
      'that take queues for bags',
      asIfBags,
      { network: { kind: 'fifo' as const, loss: 0, duplication: 0 } },
    ],
    [
      'that overlook a bound on messages in flight',
      asIfUnbounded,
      { within: { about: 'mail' as const, message: 0, most: 3 } },
    ],
  ])('%s', async (_, proves, where) => {
    const isFound = await isFoundOut(
      fc.property(systemSpec, (spec) => {
        expectTruth(careless({ ...spec, ...where }), proves)
      }),
      2000,
    )
    expect(isFound).toBe(true)
  })
})
