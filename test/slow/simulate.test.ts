import { expect, test } from 'vitest'
import { bundledModels } from '../../models/catalogue.ts'
import type { Configuration, ModelModule } from '../../models/configuration.ts'
import { defaultsOf, simulate, type System } from '../../src/index.ts'

/* Walks find the bugs of the bundled models that a finite run shows: in so many walks, whatever the machine. */

/** What only walks find that go back to what looked new: where nothing else is tried. */
const deep = [
  ['raft', { bug: 'counts-old-terms', elections: 5, log: 2, crashes: 0 }, 'leader completeness: '],
  // No search ends here.
  ['raft', { bug: 'counts-old-terms', elections: 6, log: 3, crashes: 1 }, 'leader completeness: '],
  ['lease', { drift: 1, margin: 1, length: 6 }, 'no two believe that they hold the lease'],
  ['raft-membership', { bug: 'no-entry-of-own-term' }, 'a leader has all that was'],
  ['raft-membership', { bug: 'overlaps' }, 'a leader has all that was'],
  ['viewstamped-replication', { bug: 'no-start-quorum' }, 'what was answered is in the log of'],
] as const

const brokenIn = ({ properties }: Configuration): readonly string[] =>
  Object.entries(properties).flatMap(([name, { verdict, length }]) =>
    verdict === 'violated' && length !== null ? name : [],
  )

const made = (model: ModelModule, { parameters }: Pick<Configuration, 'parameters'>): System => {
  const make = model.default as System | ((given: unknown) => System)
  return typeof make === 'function'
    ? make({ ...defaultsOf(model.parameters ?? {}), ...parameters })
    : make
}

const cases = bundledModels.flatMap((model) =>
  model.configurations
    .filter((each) => brokenIn(each).length > 0)
    .map((each) => ({ ...model, configuration: each, given: JSON.stringify(each.parameters) }))
    // These take the default some minutes on a busy machine.
    .filter(({ name, given }) => name !== 'raft-membership' || given.includes('servers')),
)

test.each(cases)('$name with $given, by walks of the default', async ({ load, configuration }) => {
  const system = made(await load(), configuration)
  const names = brokenIn(configuration)
  const properties = system.properties.filter(({ name }) => names.includes(name))
  const report = await simulate({ ...system, properties }, { runs: 200_000, seconds: 900 })
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(names.map(() => 'violated'))
})

test.each(deep)('%s with %j, by walks that go back', async (name, parameters, broken) => {
  const model = bundledModels.find((each) => each.name === name)
  if (model === undefined) throw new Error('there is no such model')
  const system = made(await model.load(), { parameters })
  const properties = system.properties.filter((each) => each.name.startsWith(broken))
  const report = await simulate({ ...system, properties }, { strategy: 'returning' })
  expect(report.properties.map(({ verdict }) => verdict)).toEqual(['violated'])
})
