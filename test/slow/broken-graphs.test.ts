import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as Reductions from '../../src/compile/reductions.ts'
import { subjectOf, type Subject } from '../../src/model/property-kinds.ts'
import type { System } from '../../src/model/system.ts'
import { Monitors } from '../../src/property/monitors.ts'
import { isFoundOut } from '../support/found-out.ts'
import { expectTogether, mixedSystem } from '../support/mixed-agreement.ts'

/** What properties are about whose kinds are overlooked where reductions are decided on: to break it. */
const overlooked = vi.hoisted(() => new Set<Subject>())

/** A system as it is seen where they are overlooked. */
const seenOf = (system: System): System => ({
  ...system,
  properties: system.properties.filter(({ property }) => !overlooked.has(subjectOf(property.kind))),
})

vi.mock('../../src/compile/reductions.ts', async (original) => {
  const actual = await original<typeof Reductions>()
  return {
    ...actual,
    barOf: (system: System) => actual.barOf(seenOf(system)),
    staleBarOf: (system: System) => actual.staleBarOf(seenOf(system)),
  }
})

afterEach(() => {
  overlooked.clear()
  vi.restoreAllMocks()
})

describe('the comparison of several graphs catches', () => {
  const breakages: Readonly<Record<string, () => void>> = {
    'formulas that are judged in a graph that is not sound for them': () => {
      overlooked.add('runs')
    },
    'deadlocks that are looked for in a graph that is not sound for them': () => {
      overlooked.add('ends')
    },
    'properties that are given up though no other graph decided them': () => {
      const waive = Reflect.get<Monitors, 'waive'>(Monitors.prototype, 'waive')
      vi.spyOn(Monitors.prototype, 'waive').mockImplementation(function (this: Monitors, _, is) {
        waive.call(this, ['p0', 'p1', 'p2', 'p3'], is)
      })
    },
  }
  test.each(Object.entries(breakages))('%s', async (_, spoil) => {
    spoil()
    const isFound = await isFoundOut(
      fc.asyncProperty(mixedSystem, async (system) => {
        if (system !== null) await expectTogether(system, { rests: [1], factor: 0 })
      }),
      3000,
    )
    expect(isFound).toBe(true)
  })
})
