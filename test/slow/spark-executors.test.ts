import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { check, type Report } from 'netsplit'
import type { Spark } from '../../src/cli/spark.ts'
import type { Database } from '../../src/sql/database.ts'
import { checkIn } from '../../src/check.ts'
import { bundled } from '../support/bundled.ts'
import { executorsHere } from '../support/executors.ts'
import { countsIn, taken, verdictsIn } from '../support/in-database.ts'
import { checkInSpark, sparkHere } from '../support/in-spark.ts'

const spark = await sparkHere('local-cluster[2,1,1024]')

afterAll(() => spark?.close())

/** Milliseconds from the beginning of a statement until one of those who carry it out is killed. */
const killAfter = [100, 400, 800]

/** A database that loses an executor while it looks for the next level, as often as there are times in a list. */
const losing = (database: Database, killed: number[]): Database => ({
  name: database.name,
  read: (query) => database.read(query),
  insert: (table, columns, rows) => database.insert(table, columns, rows),
  save: (query, place) => database.save(query, place),
  saved: (place) => database.saved(place),
  bytes: () => database.bytes(),
  interrupt: () => database.interrupt(),
  close: () => database.close(),
  run: async (statement) => {
    const after = killAfter[killed.length]
    const work = database.run(statement)
    if (after === undefined || !statement.startsWith('INSERT INTO states SELECT k0')) return work
    let isOver = false
    const over = work.finally(() => {
      isOver = true
    })
    await Promise.race([over, wait(after)])
    const [executor] = executorsHere()
    if (!isOver && executor !== undefined) {
      process.kill(executor, 'SIGKILL')
      killed.push(executor)
    }
    return over
  },
})

/** What is compared of a report. */
const compared = (report: Report): object => ({
  counts: countsIn(report),
  verdicts: verdictsIn(report),
})

const options = { exhaustive: true, noReduction: ['symmetry'] }

describe.skipIf(spark === null)('in Spark, with executors that are processes of their own', () => {
  test('a check comes out as in memory', async () => {
    const system = taken(await bundled('two-phase-commit'))
    const found = await checkInSpark(spark)(system, options)
    expect(compared(found)).toEqual(compared(await check(system, options)))
  })

  test('a check comes out as in memory though executors are killed', async () => {
    const system = taken(await bundled('two-phase-commit'))
    const killed: number[] = []
    const found = await checkIn(system, options, {
      name: 'Spark',
      from: 1,
      open: async () => losing(await (spark as Spark).open(), killed),
    })
    expect(new Set(killed).size).toBe(killAfter.length)
    expect(compared(found)).toEqual(compared(await check(system, options)))
  })
})
