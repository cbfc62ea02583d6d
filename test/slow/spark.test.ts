import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { check, replicas, role, system } from 'netsplit'
import { checkIn } from '../../src/check.ts'
import { kit } from '../../src/model/property.ts'
import { bundled } from '../support/bundled.ts'
import { below, counters, judged } from '../support/counters.ts'
import { compareThere, countsIn, verdictsIn } from '../support/in-database.ts'
import { checkInSpark, sparkHere } from '../support/in-spark.ts'

/** Temporary files of this test alone: others have Spark's among theirs. */
const folder = mkdtempSync(join(tmpdir(), 'netsplit-test-'))
process.env['TMPDIR'] = folder

const spark = await sparkHere()
const checkThere = checkInSpark(spark)

/** What Spark's checks have left among the temporary files. */
const leftThere = (): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith('netsplit-spark-'))

afterAll(async () => {
  await spark?.close()
  rmSync(folder, { recursive: true, force: true })
})

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

  test('what is violated three levels from the end of 65,536 states is found, with its run', async () => {
    if (spark === null) return
    const counter = role<{ count: number }>({
      initial: () => ({ count: 0 }),
      internal: {
        up: {
          when: ({ count }) => count < 3,
          do: (state) => {
            state.count += 1
          },
        },
      },
    })
    const low = kit.always((view) => {
      const { nodes } = view as { readonly nodes: { readonly n: readonly { count: number }[] } }
      return nodes.n.reduce((sum, { count }) => sum + count, 0) < 21
    })
    const subject = judged(system({ name: 'counters', nodes: { n: replicas(8, counter) } }), {
      low,
    })
    const engine = { name: spark.name, from: 40_000, open: () => spark.open() }
    const found = await checkIn(subject, { noReduction: ['symmetry'] }, engine)
    // All but those of the last three levels: 36, 8, and 1.
    expect(found.states.distinct).toBe(65_536 - 36 - 8 - 1)
    expect(found.properties[0]).toMatchObject({
      verdict: 'violated',
      trace: { steps: { length: 21 } },
    })
    expect(found.notes.join()).toMatch(/from [\d,]+ states on, the search went on in Spark/)
  })

  test('an interrupted search ends in good order, and nothing is left behind', async () => {
    const controller = new AbortController()
    const onProgress = ({ depth }: { readonly depth: number }): void => {
      if (depth > 0) controller.abort()
    }
    const subject = judged(await bundled('paxos'), { low: kit.always(() => true) })
    const { ended } = await checkThere(subject, { signal: controller.signal, onProgress })
    expect(ended).toBe('interrupted')
    expect(leftThere()).toHaveLength(1)
    await spark?.close()
    expect(leftThere()).toEqual([])
  })
})
