import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { check, ModelError, type Report } from 'netsplit'
import { kit } from '../../src/model/property.ts'
import { folderWith, netsplit } from '../support/cli.ts'
import { below, counters, judged } from '../support/counters.ts'
import { countsIn, verdictsIn } from '../support/in-database.ts'
import { sparkHere } from '../support/in-spark.ts'
import { live, newFolder, withKills, type Lives } from '../support/killed.ts'
import { killLater, levelsIn, untilFree } from '../support/killed-program.ts'
import { thrownBy } from '../support/thrown.ts'

const spark = await sparkHere()

afterAll(() => spark?.close())

const compared = (report: Report): object => ({
  counts: countsIn(report),
  verdicts: verdictsIn(report),
})

const subject = judged(counters(3), { low: below(3), 'never stuck': kit.noDeadlock() })
const options = { exhaustive: true }

describe.skipIf(spark === null)('a search in Spark that is killed', () => {
  test.each([
    ['a folder', (folder: string) => folder],
    ["a folder of Hadoop's", (folder: string) => pathToFileURL(folder).href],
  ])('goes on in %s', async (_, named) => {
    if (spark === null) return
    const lives: Lives = { killed: 0, resumed: 0, thrownAway: 0 }
    const folder = named(newFolder())
    const report = await withKills(subject, [60, 75], { folder, options, spark }, lives)
    expect(compared(report)).toEqual(compared(await check(subject, options)))
    expect(lives).toEqual({ killed: 2, resumed: 2, thrownAway: 0 })
  })

  test('is refused a folder that is no place for it, or that another has taken over', async () => {
    if (spark === null) return
    const path = newFolder()
    const folder = pathToFileURL(path).href
    const begin = (url: string): Promise<unknown> => thrownBy(live(subject, { folder: url, spark }))
    await live(subject, { folder, spark, close: 'ended early' })
    expect(String(await begin(folder))).toContain('A check keeps its states in this folder')
    expect(String(await begin(`${folder}/netsplit-check.json`))).toContain('It is a file')
    expect(String(await begin('nowhere://host/folder'))).toContain('cannot be read or written')
    const other = newFolder()
    const onProgress = (): void => {
      writeFileSync(join(other, 'in-use'), 'another')
      // Hadoop would know it by its sum.
      rmSync(join(other, '.in-use.crc'), { force: true })
    }
    const taken = await thrownBy(
      live(subject, { folder: pathToFileURL(other).href, spark, options: { onProgress } }),
    )
    expect(taken).toBeInstanceOf(ModelError)
    expect((taken as ModelError).what).toBe('Another check has taken this folder over')
    await live(subject, { folder, spark, isResumed: true, close: 'whole' })
    expect(readdirSync(path).filter((name) => !name.endsWith('.crc'))).toEqual([
      'netsplit-check.json',
    ])
  })
})

/** 131,072 states; what is violated is on the fifth level of those that are searched in Spark. */
const model = `
import { replicas, role, system } from 'netsplit'
const counter = role({
  initial: () => ({ count: 0 }),
  internal: { up: { when: ({ count }) => count < 1, do: (state) => { state.count += 1 } } },
})
export default system({
  name: 'counters',
  nodes: { n: replicas(17, counter) },
  properties: ({ always }) => ({
    'they stay low': always(({ nodes }) => nodes.n.reduce((sum, { count }) => sum + count, 0) < 15),
  }),
})
`

describe.skipIf(spark === null)('the program, killed in the middle of a level in Spark', () => {
  test('goes on from the level before, and comes out as in memory', async () => {
    const cwd = folderWith({ 'counters.ts': model })
    const folder = join(cwd, 'states')
    const common = ['check', 'counters.ts', '--json', '--no-reduction', 'symmetry']
    const engine = ['--engine', 'spark', '--master', 'local[2]']
    let place = ['--disk', folder]
    const levels: number[] = []
    // Of one that came to its end before it was killed.
    let ended = ''
    for (const milliseconds of [200, 500]) {
      const meanwhile = killLater(folder, milliseconds)
      ended = (await netsplit([...common, ...engine, ...place], { cwd, meanwhile })).stdout
      if (ended !== '') break
      levels.push(levelsIn(folder))
      await untilFree(folder)
      place = ['--resume', folder]
    }
    if (ended === '') {
      ended = (await netsplit([...common, ...engine, ...place], { cwd })).stdout
    }
    const [found, inMemory] = [ended, (await netsplit(common, { cwd })).stdout].map(
      (text) => JSON.parse(text) as Report,
    ) as [Report, Report]
    expect(levels[0]).toBeGreaterThan(0)
    expect(levels[1] ?? Infinity).toBeGreaterThan(levels[0] ?? 0)
    expect(verdictsIn(found)).toEqual(verdictsIn(inMemory))
    expect(found.properties[0]).toMatchObject({
      verdict: 'violated',
      trace: { steps: { length: 15 } },
    })
    // The level on which that is decided is gone through to its end.
    expect(found.states.distinct).toBe(131_072 - 17 - 1)
    expect(found.notes.join()).toContain('the search went on in Spark')
    expect(readdirSync(folder)).toEqual(['netsplit-check.json'])
    // Spark has left nothing where the program was started, either.
    expect(readdirSync(cwd).toSorted()).toEqual(['counters.ts', 'states'])
    const again = await netsplit([...common, ...engine, ...place], { cwd })
    expect(again.stderr + again.stdout).toContain('has come to its end')
  })
})
