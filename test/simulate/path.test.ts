import { expect, test } from 'vitest'
import capAp from '../../models/cap/ap.ts'
import lease, { parameters as leaseDefaults } from '../../models/lease.ts'
import { unpaced } from '../../src/pace/pace.ts'
import { Batches } from '../../src/simulate/batches.ts'
import type { Plan } from '../../src/simulate/plan.ts'
import { Retelling } from '../../src/simulate/retell.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'
import type { NamedProperty } from '../../src/model/property.ts'

const subjects = {
  'a replicated store, by turns': [capAp({ partition: 'lasts' }), 'mixture'],
  'a replicated store, going back': [capAp({ partition: 'lasts' }), 'returning'],
  'a lease': [lease({ ...leaseDefaults, drift: 1 }), 'mixture'],
} as const

test.each(Object.entries(subjects))(
  'what walks through %s find is told by its path as by all walks before it',
  async (_, [whole, strategy]) => {
    const properties = whole.properties.filter(({ property }) => !isLiveness(property))
    const system = { ...whole, properties }
    const plan: Plan = { seed: 3, maxSteps: 60, strategy }
    const slice = { first: 0, runs: 32, isLast: true }
    const { found } = await new Batches(system, plan).walk(slice, null, unpaced)
    expect(found.length).toBeGreaterThan(0)
    for (const [name, run, path] of found) {
      const named = properties.find((each) => each.name === name) as NamedProperty
      // oxlint-disable-next-line no-await-in-loop
      const walked = await new Retelling(system, plan, unpaced).tell(named, run, null)
      const teller = new Retelling(system, plan, unpaced)
      // oxlint-disable-next-line no-await-in-loop
      expect(await teller.tell(named, run, path)).toEqual(walked)
      // The path alone says it: there is no time to walk so many.
      // oxlint-disable-next-line no-await-in-loop
      expect(await teller.tell(named, 2 ** 31, path)).toEqual(walked)
      // One that leads nowhere is not followed, nor is one that stops too early.
      for (const wrong of [[...(path ?? []), 1], [7], (path ?? []).slice(0, -2)]) {
        // oxlint-disable-next-line no-await-in-loop
        expect(await teller.tell(named, run, wrong)).toEqual(walked)
      }
    }
  },
)
