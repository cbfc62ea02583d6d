import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TimedClocks } from '../../src/compile/timed-clocks.ts'
import { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { Tables } from '../../src/compile/tables.ts'
import type { StateSpace } from '../../src/explore/state-space.ts'
import { isFoundOut } from '../support/found-out.ts'
import { expectAgreement } from '../support/safety-agreement.ts'
import { timedSpec } from '../support/timed-system.ts'

/*
 * The comparison of test/engine/time-agreement.test.ts finds an engine out that is broken on
 * purpose.
 */

const damaged =
  (damage: (tables: Tables) => void) =>
  (space: StateSpace): StateSpace => {
    if (space instanceof ProtocolSpace) damage(space.tables)
    return space
  }

describe('the comparison catches an engine', () => {
  const mistakes: Readonly<Record<string, (tables: Tables) => void>> = {
    'that lets a unit pass while a message is due': ({ cells }) => {
      for (const { dues } of cells) {
        const put = dues.put.bind(dues)
        dues.put = (cell, due, filler) => put(cell, Math.min(due, -1), filler)
      }
    },
    'that lets a unit pass while a timer has run out': ({ cells }) => {
      for (const { dues } of cells) {
        const put = dues.put.bind(dues)
        dues.put = (cell, due, filler) => put(cell, Math.max(due, -1), filler)
      }
    },
    'in which a message arrives too late': ({ envelopes }) => {
      const ofAge = envelopes.ofAge.bind(envelopes)
      envelopes.ofAge = (envelope, age) => ofAge(envelope, age > 1 ? age - 1 : age)
    },
    'in which timers run too long': ({ memos }) => {
      for (const { clocks } of memos) {
        if (!(clocks instanceof TimedClocks)) continue
        const ticked = clocks.ticked.bind(clocks)
        clocks.ticked = (clock, units) =>
          clocks.runOut(ticked(clock, units)) === 0 ? ticked(clock, units) : clock
      }
    },
    'in which clocks drift further apart than they may': ({ system }) => {
      const { time } = system
      if (time !== null && time.drift > 0) Object.assign(time, { drift: time.drift + 1 })
    },
    'in which a pause costs nothing': ({ environments }) => {
      const after = environments.after.bind(environments)
      environments.after = (id, budget) =>
        budget === 3 && after(id, 3) >= 0 ? id : after(id, budget)
    },
    'in which a crash winds the clock back': ({ memos }) => {
      for (const { clocks } of memos) clocks.crashed = () => 0
    },
  }
  test.each(Object.entries(mistakes))('%s', async (_, mistake) => {
    const isFound = await isFoundOut(
      fc.asyncProperty(timedSpec, async (spec) => {
        await expectAgreement(spec, damaged(mistake))
      }),
      8000,
    )
    expect(isFound).toBe(true)
  })
})
