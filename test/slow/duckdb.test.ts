import { describe, expect, test } from 'vitest'
import { check, defaultsOf, ModelError, type System } from 'netsplit'
import { bundledModels } from '../../models/catalogue.ts'
import { folderWith, netsplit } from '../support/cli.ts'
import { compareThere, countsIn, taken, verdictsIn } from '../support/in-database.ts'
import { checkInDuckDb, hasDuckDb } from '../support/in-duckdb.ts'

/** Nodes that count: as many states as there are numbers that they can have together. */
const counters = (nodes: number, most: number, limit: number): string => `
import { replicas, role, system } from 'netsplit'
const counter = role({
  initial: () => ({ count: 0 }),
  internal: { up: { when: ({ count }) => count < ${most}, do: (state) => { state.count += 1 } } },
})
export default system({
  name: 'counters',
  nodes: { n: replicas(${nodes}, counter) },
  properties: ({ always }) => ({
    'they stay low': always(({ nodes }) => nodes.n.reduce((sum, { count }) => sum + count, 0) < ${limit}),
  }),
})
`

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
    const { systems, wentOn, decided, undecided } = await compareThere(checkInDuckDb, 50, {
      seed: 20,
      page: 3,
    })
    expect({ systems, wentOn }).toEqual({ systems: 50, wentOn: 50 })
    expect(decided).toBeGreaterThan(10)
    expect(undecided).toBeGreaterThan(30)
  })

  test('the program goes on from ten thousand states on, with as many as in memory', async () => {
    const args = ['check', 'two-phase-commit', '--set', 'participants=6', '--engine', 'duckdb']
    const { status, stdout } = await netsplit(args)
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stdout).toContain('states on, the search went on in DuckDB')
    expect(stdout).toContain('50,816 distinct')
  })

  test('the program finds what is violated there, and tells the run', async () => {
    const cwd = folderWith({ 'counters.ts': counters(5, 7, 25) })
    const args = ['check', 'counters.ts', '--engine', 'duckdb']
    const { status, stdout } = await netsplit(args, { cwd })
    expect({ status, stdout }).toMatchObject({ status: 1 })
    expect(stdout).toContain('the search went on in DuckDB')
    expect(stdout).toMatch(/violated +they stay low[^]*25 steps/)
  })

  test('the program finds what is violated three levels from the end of a million states', async () => {
    const cwd = folderWith({ 'counters.ts': counters(6, 9, 51) })
    const args = ['check', 'counters.ts', '--engine', 'duckdb']
    const { status, stdout } = await netsplit(args, { cwd })
    expect({ status, stdout }).toMatchObject({ status: 1 })
    // All but those of the last three levels: 21, 6, and 1.
    expect(stdout).toContain('999,972 distinct')
    expect(stdout).toMatch(/violated +they stay low[^]*51 steps/)
  })
})
