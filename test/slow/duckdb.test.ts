import { describe, expect, test } from 'vitest'
import { check, defaultsOf, ModelError, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import {
  checkInDuckDb,
  compareInDuckDb,
  countsIn,
  hasDuckDb,
  taken,
  verdictsIn,
} from '../support/in-duckdb.ts'

/** Larger ones are left out: they would take minutes. */
const mostStates = 3_000

describe.skipIf(!hasDuckDb)('in DuckDB', () => {
  test('bundled models come out as in memory', async () => {
    const compared: string[] = []
    for (const { name, load } of bundledModels) {
      const { default: model, parameters = {} } = await load()
      const whole =
        typeof model === 'function'
          ? (model as (all: unknown) => System)(defaultsOf(parameters))
          : model
      const system = taken(whole)
      const options = { exhaustive: true, noReduction: ['symmetry'] }
      const inMemory = await check(system, { ...options, maxStates: mostStates })
      if (inMemory.ended !== 'everything-seen' || inMemory.states.depth > 40) continue
      try {
        const found = await checkInDuckDb(system, options)
        expect(countsIn(found)).toEqual(countsIn(inMemory))
        expect(verdictsIn(found)).toEqual(verdictsIn(inMemory))
        compared.push(name)
      } catch (error) {
        if (!(error instanceof ModelError) || error.code !== 'bad-option') throw error
      }
    }
    expect(compared.length).toBeGreaterThan(10)
  })

  test('random systems come out as with the reference explorer', async () => {
    const { systems, wentOn, decided, undecided } = await compareInDuckDb(50, 20)
    expect({ systems, wentOn }).toEqual({ systems: 50, wentOn: 50 })
    expect(decided).toBeGreaterThan(10)
    expect(undecided).toBeGreaterThan(30)
  })
})
