import { describe, expect, test } from 'vitest'
import { check, type Report } from 'netsplit'
import { kit } from '../../src/model/property.ts'
import { below, counters, judged } from '../support/counters.ts'
import { compareThere, countsIn, verdictsIn } from '../support/in-database.ts'
import { hasDuckDb } from '../support/in-duckdb.ts'
import { withKills, type Lives } from '../support/killed.ts'

const compared = (report: Report): object => ({
  counts: countsIn(report),
  verdicts: verdictsIn(report),
})

describe.skipIf(!hasDuckDb)('a search in DuckDB that is killed', () => {
  test('goes on from a whole level', async () => {
    const subject = judged(counters(4), { low: below(4), 'never stuck': kit.noDeadlock() })
    const options = { exhaustive: true }
    const lives: Lives = { killed: 0, resumed: 0, thrownAway: 0 }
    const report = await withKills(subject, [70, 80, 90], { options }, lives)
    expect(compared(report)).toEqual(compared(await check(subject, options)))
    expect(lives).toEqual({ killed: 3, resumed: 3, thrownAway: 0 })
  })

  test('comes out as with the reference explorer, for random systems', async () => {
    const lives: Lives = { killed: 0, resumed: 0, thrownAway: 0 }
    const found = await compareThere(
      (system, options = {}, smallness) =>
        withKills(system, [60, 70, 80, 90], { options, smallness }, lives),
      2,
      { seed: 3, page: 3 },
    )
    expect(found).toMatchObject({ systems: 2, wentOn: 2 })
    expect(lives.resumed).toBeGreaterThan(1)
  })
})
