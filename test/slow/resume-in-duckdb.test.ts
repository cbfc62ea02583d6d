import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { check, ModelError, type Report, type System } from 'netsplit'
import paxos from '../../models/paxos.ts'
import twoPhaseCommit from '../../models/two-phase-commit.ts'
import { CheckFolder } from '../../src/cli/disk/folder.ts'
import type { Identity } from '../../src/cli/disk/identity.ts'
import { netsplit } from '../support/cli.ts'
import { killLater, levelsIn, untilFree } from '../support/killed-program.ts'
import { kit } from '../../src/model/property.ts'
import { below, counters, judged } from '../support/counters.ts'
import { compareThere, countsIn, taken, verdictsIn } from '../support/in-database.ts'
import { checkInDuckDb, hasDuckDb } from '../support/in-duckdb.ts'
import { identity, Killed, live, newFolder, withKills, type Lives } from '../support/killed.ts'

const manifestName = 'netsplit-check.json'

const nobody = (): Lives => ({ killed: 0, resumed: 0, thrownAway: 0 })

/** What is compared of a report. */
const compared = (report: Report): object => ({
  counts: countsIn(report),
  verdicts: verdictsIn(report),
  decided: report.properties.map(({ verdict }) => verdict),
})

const commit = twoPhaseCommit({ participants: 3 })

describe.skipIf(!hasDuckDb)('a search in DuckDB that is killed', () => {
  test('goes on from a whole level, whenever that was', async () => {
    const subject = judged(counters(4), { low: below(4), 'never stuck': kit.noDeadlock() })
    const options = { exhaustive: true }
    const whole = compared(await check(subject, options))
    const lives = nobody()
    let operations = 0
    for (let before = -1; lives.killed > before; operations += 5) {
      before = lives.killed
      const report = await withKills(subject, [operations], { options }, lives)
      expect(compared(report)).toEqual(whole)
    }
    expect(lives.killed).toBeGreaterThan(20)
    expect(lives.resumed).toBeGreaterThan(10)
  })

  test('comes out the same however often that was', async () => {
    const lives = nobody()
    const whole = compared(await checkInDuckDb(commit))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        async (kills, every) => {
          const report = await withKills(commit, kills, { every }, lives)
          expect(compared(report)).toEqual(whole)
        },
      ),
      { numRuns: 30 },
    )
    expect(lives.resumed).toBeGreaterThan(10)
    // In which way states were searched is known from the checkpoint.
    expect(lives.thrownAway).toBe(0)
  })

  test('comes out as with the reference explorer, for random systems', async () => {
    const lives = nobody()
    const kills = fc.sample(fc.array(fc.integer({ min: 30, max: 150 }), { minLength: 1 }), {
      seed: 7,
      numRuns: 200,
    })
    let index = 0
    const found = await compareThere(
      (system, options = {}, smallness) => {
        index += 1
        const every = 1 + (index % 3)
        return withKills(system, kills[index] ?? [], { options, smallness, every }, lives)
      },
      30,
      { seed: 21, page: 3 },
    )
    expect(found).toMatchObject({ systems: 30, wentOn: 30 })
    expect(found.decided).toBeGreaterThan(5)
    expect(lives.resumed).toBeGreaterThan(15)
  })

  test('begins anew where it turns out that it has to search in another way', async () => {
    type Looked = {
      readonly nodes: { readonly c: readonly { readonly answers: readonly unknown[] }[] }
      readonly inFlight: readonly unknown[]
    }
    const whole = paxos({ servers: 3, clients: 1, bug: 'none' })
    const looks = kit.always((view) => {
      // What is taken out of it at once would be read at once.
      const looked = view as Looked
      return (
        !looked.nodes.c.some(({ answers }) => answers.length > 0) || looked.inFlight.length < 99
      )
    })
    const subject = taken(judged(whole, { looks }))
    const lives = nobody()
    const report = await withKills(subject, [60, 200], {}, lives)
    expect(compared(report)).toEqual(compared(await checkInDuckDb(subject)))
    expect(lives).toMatchObject({ killed: 2, resumed: 2 })
    expect(lives.thrownAway).toBeGreaterThan(0)
  })
})

let folder = ''
beforeEach(() => {
  folder = newFolder()
})

/** Leaves a folder behind. @returns the files that the checkpoint names */
const left = async (system: System = commit): Promise<readonly string[]> => {
  await expect(live(system, { folder, operations: 150 })).rejects.toThrow(Killed)
  const { checkpoint } = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as {
    checkpoint: { parts: readonly string[] }
  }
  const { parts } = checkpoint
  expect(parts.length).toBeGreaterThan(2)
  return parts
}

const contents = (): object =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file !== 'in-use')
      .map((file) => [file, readFileSync(join(folder, file), 'base64')]),
  )

const goOn = (now: Identity = identity, system: System = commit): Promise<Report> =>
  live(system, { folder, isResumed: true, identity: now })

const beginIn = (path: string): Promise<Report> => live(commit, { folder: path })

const refusal = async (work: Promise<unknown>): Promise<ModelError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ModelError)
  expect(error).toMatchObject({ code: 'bad-disk' })
  return error as ModelError
}

/** Makes what outlasts a process out of other numbers. */
const rewrite = (file: string, how: (text: string) => string): void =>
  writeFileSync(join(folder, file), how(readFileSync(join(folder, file), 'utf8')))

describe.skipIf(!hasDuckDb)('nothing is gone on with that cannot be relied on', () => {
  const damages: Readonly<Record<string, readonly [(parts: readonly string[]) => void, RegExp]>> = {
    'states that were cut off': [
      ([part]) => truncateSync(join(folder, `${part}.parquet`), 50),
      /damaged: its states cannot be read/,
    ],
    'states in the place of others': [
      ([part, other]) =>
        writeFileSync(
          join(folder, `${part}.parquet`),
          readFileSync(join(folder, `${other}.parquet`)),
        ),
      /the states of the levels are not those that were written/,
    ],
    'states that are missing': [
      ([part]) => rmSync(join(folder, `${part}.parquet`)),
      /a file is missing/,
    ],
    'questions that are missing': [
      ([part]) => rmSync(join(folder, `${part}.0.json`)),
      /a file is missing/,
    ],
    'questions that were cut off': [
      ([part]) => truncateSync(join(folder, `${part}.0.json`), 50),
      /damaged/,
    ],
    'questions that changed': [
      ([part]) => rewrite(`${part}.0.json`, (text) => text.replace('0,', '1,')),
      /it is not what was written/,
    ],
    'a checkpoint that was cut off': [
      () => truncateSync(join(folder, manifestName), 200),
      /damaged/,
    ],
    'a sum that changed': [
      () => rewrite(manifestName, (text) => text.replace(/"levels":\[\[(\d+),/, '"levels":[[1$1,')),
      /the states of the levels are not those that were written/,
    ],
    'a level too many': [
      () =>
        rewrite(manifestName, (text) =>
          text.replace(/"levels":\[(\[\d+,\d+\])/, '"levels":[$1,$1'),
        ),
      /the states of the levels are not those that were written/,
    ],
  }

  test.each(Object.entries(damages))('%s', async (_, [damage, message]) => {
    damage(await left())
    const before = contents()
    expect(String(await refusal(goOn()))).toMatch(message)
    expect(contents()).toEqual(before)
  })

  test.each([
    ['the model', { model: 'another' }, /the model changed: a model then, another now/],
    ['the parameters', { parameters: { participants: 5 } }, /the parameters changed/],
    ['the source', { source: 'edited' }, /the source of the model changed/],
    ['the version', { netsplit: '0.0.1' }, /the version of netsplit changed: 0.0.0 then/],
    ['the engine', { engine: 'spark' }, /the engine changed: duckdb then, spark now/],
    ['the reductions', { noReduction: ['all'] }, /the reductions that are left out changed/],
  ] as const)('where %s changed', async (_, changed, message) => {
    await left()
    const before = contents()
    expect(String(await refusal(goOn({ ...identity, ...changed })))).toMatch(message)
    expect(contents()).toEqual(before)
  })

  test('by a search in files', async () => {
    await left()
    expect(() => CheckFolder.resume(folder, { ...identity, engine: 'none' })).toThrow(
      /the engine changed: duckdb then, none now/,
    )
  })

  test('where the model answers otherwise from the start on', async () => {
    await left()
    const other = twoPhaseCommit({ participants: 4 })
    const { what } = await refusal(goOn(identity, other))
    expect(what).toContain('does not come to the same states')
  })

  test('where a handler answers otherwise after some levels', async () => {
    const subject = counters(6)
    await left(subject)
    const before = contents()
    const [{ name, property } = { name: 'none', property: below(1) }] = subject.properties
    const other = judged(counters(5), { [name]: property })
    const error = await refusal(goOn(identity, other))
    expect(error.where.join()).toContain('answers otherwise')
    expect(contents()).toEqual(before)
  })

  test('where a predicate answers otherwise', async () => {
    await left(judged(counters(6), { low: below(9) }))
    const error = await refusal(goOn(identity, judged(counters(6), { low: below(3) })))
    expect(error.where.join()).toContain('answers otherwise')
  })

  test('a folder with something in it, or a file, or none', async () => {
    mkdirSync(folder)
    const file = join(folder, 'thesis.tex')
    writeFileSync(file, '')
    expect(String(await refusal(beginIn(folder)))).toMatch(/not empty: 'thesis.tex' is in it/)
    expect(String(await refusal(goOn()))).toMatch(/no check in this folder/)
    expect(String(await refusal(beginIn(file)))).toMatch(/It is a file/)
    expect(String(await refusal(beginIn(join(file, 'deeper'))))).toMatch(
      /cannot be read or written/,
    )
    expect(existsSync(file)).toBe(true)
    expect(readdirSync(folder)).toEqual(['thesis.tex'])
  })

  test('a folder of another check', async () => {
    await left()
    const before = contents()
    expect(String(await refusal(live(commit, { folder })))).toMatch(/A check keeps its states/)
    expect(contents()).toEqual(before)
  })
})

describe.skipIf(!hasDuckDb)('the program, killed while it searches in DuckDB', () => {
  test('goes on, and comes out as if nothing had been', async () => {
    const model = ['check', 'two-phase-commit', '--set', 'participants=8', '--json']
    const args = [...model, '--engine', 'duckdb']
    let place = ['--disk', folder]
    const levels: number[] = []
    // Of one that came to its end before it was killed.
    let ended = ''
    for (const milliseconds of [0, 300, 900]) {
      const meanwhile = killLater(folder, milliseconds)
      ended = (await netsplit([...args, ...place], { meanwhile })).stdout
      if (ended !== '') break
      levels.push(levelsIn(folder))
      await untilFree(folder)
      place = ['--resume', folder]
    }
    expect(levels.length).toBeGreaterThan(0)
    if (ended === '') ended = (await netsplit([...args, ...place])).stdout
    const [found, whole] = [ended, (await netsplit(args)).stdout].map((text) => ({
      ...(JSON.parse(text) as Report),
      seconds: 0,
      peakMemoryBytes: 0,
    }))
    expect(levels.toSorted((one, other) => one - other)).toEqual(levels)
    expect(levels[0]).toBeGreaterThan(0)
    expect({ ...found, states: { ...found?.states, bytesPerState: 0 } }).toEqual({
      ...whole,
      states: { ...whole?.states, bytesPerState: 0 },
    })
    expect(readdirSync(folder)).toEqual([manifestName])
  })
})

describe.skipIf(!hasDuckDb)('a check in DuckDB', () => {
  test('that has come to its end leaves nothing to go on with', async () => {
    await live(commit, { folder, close: 'whole' })
    expect(readdirSync(folder)).toEqual([manifestName])
    expect(String(await refusal(goOn()))).toMatch(/has come to its end/)
  })

  test('that met a limit goes on from the level before', async () => {
    const whole = compared(await checkInDuckDb(commit))
    const most = (await check(commit)).states.distinct
    for (const share of [0.3, 0.6, 0.9]) {
      folder = newFolder()
      const options = { maxStates: Math.round(share * most) }
      const report = await live(commit, { folder, options, close: 'ended early' })
      expect(report.incomplete).toMatchObject({ kind: 'states' })
      const again = await live(commit, { folder, options, isResumed: true, close: 'ended early' })
      expect(compared(again)).toEqual(compared(report))
      expect(compared(await goOn())).toEqual(whole)
    }
  })

  test('removes what nobody needs any more', async () => {
    await left()
    const own = new Set(readdirSync(folder))
    await expect(live(commit, { folder, isResumed: true, operations: 60 })).rejects.toThrow(Killed)
    const { checkpoint } = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as {
      checkpoint: { parts: readonly string[] }
    }
    const isNamed = (file: string): boolean =>
      checkpoint.parts.some((part) => file.startsWith(`${part}.`))
    const parts = readdirSync(folder).filter((file) => /parquet|\d\.json/.test(file))
    const strays = parts.filter((file) => !isNamed(file))
    expect(strays.filter((file) => own.has(file))).toEqual([])
  })
})
