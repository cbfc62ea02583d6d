import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { check } from 'netsplit'
import { kit } from '../../src/model/property.ts'
import { bundled } from '../support/bundled.ts'
import { below, counters, judged } from '../support/counters.ts'
import { compareThere, countsIn, verdictsIn } from '../support/in-database.ts'
import { checkInSpark, sparkHere } from '../support/in-spark.ts'

const spark = await sparkHere()
const checkThere = checkInSpark(spark)

/** What Spark's checks have left among the system's temporary files. */
const leftThere = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('netsplit-spark-'))

const leftBefore = leftThere()

afterAll(() => spark?.close())

describe.skipIf(spark === null)('in Spark', () => {
  test('a random system comes out as with the reference explorer', async () => {
    const compared = await compareThere(checkThere, 1, { seed: 3, page: 20 })
    expect(compared).toMatchObject({ systems: 1, wentOn: 1 })
    expect(compared.undecided).toBeGreaterThan(0)
  })

  test('shortest runs are told to what is broken, and to a deadlock', async () => {
    const subject = judged(counters(2), { low: below(2), 'never stuck': kit.noDeadlock() })
    const [found, inMemory] = [
      await checkThere(subject, { exhaustive: true }),
      await check(subject, { exhaustive: true }),
    ]
    expect(countsIn(found)).toEqual(countsIn(inMemory))
    expect(verdictsIn(found)).toEqual(verdictsIn(inMemory))
    expect(found.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'violated'])
    expect(found.notes.join()).toMatch(/from \d+ states on, the search went on in Spark/)
  })

  test('an interrupted search ends in good order, and nothing is left behind', async () => {
    const controller = new AbortController()
    const onProgress = ({ depth }: { readonly depth: number }): void => {
      if (depth > 0) controller.abort()
    }
    const subject = judged(await bundled('paxos'), { low: kit.always(() => true) })
    const { ended } = await checkThere(subject, { signal: controller.signal, onProgress })
    expect(ended).toBe('interrupted')
    await spark?.close()
    expect(leftThere().filter((name) => !leftBefore.includes(name))).toEqual([])
  })
})
