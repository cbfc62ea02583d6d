import { afterEach, expect, test } from 'vitest'
import { check, defaultsOf, type Report, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import { isLiveness } from '../../src/model/property-kinds.ts'
import { wide } from '../../src/explore/limits.ts'

const usual = { ...wide }

afterEach(() => {
  Object.assign(wide, usual)
})

/** A report without what depends on how states are stored, or on the machine. */
const essence = ({ states, ended, properties, verdict, incomplete, notes }: Report): object => ({
  ended,
  // Where every property is decided before everything is seen, some more may have been found.
  states: ended === 'everything-seen' ? { ...states, bytesPerState: 0 } : null,
  verdict,
  incomplete,
  notes,
  properties: properties.map(({ name, verdict, trace }) => ({
    name,
    verdict,
    // Which of the shortest runs is told may differ.
    steps: trace?.steps.length ?? null,
  })),
})

test('bundled models come out the same by levels as with a table', async () => {
  let inLevels = 0
  for (const { load } of bundledModels) {
    const { default: model, parameters = {} } = await load()
    const all =
      typeof model === 'function'
        ? (model as (all: unknown) => System)(defaultsOf(parameters))
        : model
    // Liveness is judged on the steps, which only a search with a table keeps.
    const properties = all.properties.filter(({ property }) => !isLiveness(property))
    const system = { ...all, properties }
    Object.assign(wide, usual)
    const byTable = await check(system)
    Object.assign(wide, { states: 0, width: 0 })
    const byLevels = await check(system)
    expect(essence(byLevels)).toEqual(essence(byTable))
    if (byLevels.states.bytesPerState !== byTable.states.bytesPerState) inLevels += 1
  }
  expect(inLevels).toBeGreaterThan(10)
})
