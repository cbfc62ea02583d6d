import type * as Fs from 'node:fs'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { check, ModelError, type Report, type System } from 'netsplit'
import paxos from '../../models/paxos.ts'
import twoPhaseCommit from '../../models/two-phase-commit.ts'
import { checkOnDisk } from '../../src/check.ts'
import { CheckFolder } from '../../src/cli/disk/folder.ts'
import { identityOf, type Identity } from '../../src/cli/disk/identity.ts'
import { kit } from '../../src/model/property.ts'
import { wide } from '../../src/explore/limits.ts'
import type { Disk } from '../../src/levels/disk.ts'
import type { Pages } from '../../src/levels/pages.ts'

/** How many more bytes the disk takes. */
let room = Infinity

/** How many bytes the system writes at once. */
const atOnce = 3000

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>()
  const writeSync = (handle: number, data: Uint8Array): number => {
    // As the system may, it takes a part of what is much.
    const part = data.subarray(0, atOnce)
    room -= part.length
    if (room < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return fs.writeSync(handle, part)
  }
  return { ...fs, writeSync }
})

const usual = { ...wide }
let root = ''
let folder = ''

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'netsplit-disk-'))
  Object.assign(wide, { states: 50, width: 0 })
})
afterAll(() => {
  Object.assign(wide, usual)
  rmSync(root, { recursive: true })
})
let folders = 0
beforeEach(() => {
  room = Infinity
  folder = path.join(root, String(folders++))
})

const identity: Identity = {
  netsplit: '0.0.0',
  model: 'a model',
  parameters: { participants: 4 },
  source: 'digest',
  engine: 'none',
  noReduction: [],
  only: [],
}

const paxosOf = (clients: number): System => paxos({ servers: 3, clients, bug: 'none' })

interface Looked {
  readonly nodes: { readonly c: readonly { readonly answers: readonly { type: string }[] }[] }
  readonly inFlight: readonly unknown[]
}

/** Paxos with a property that makes the check start afresh, without a reduction. */
const looking = (clients: number, look: (view: Looked) => boolean): System => {
  const system = paxosOf(clients)
  const property = kit.always((view) => look(view as never))
  return { ...system, properties: [...system.properties, { name: 'looks at mail', property }] }
}

const systems: Readonly<Record<string, System>> = {
  'a check that starts afresh at once': looking(1, ({ inFlight }) => inFlight.length < 99),
  'two-phase commit': twoPhaseCommit({ participants: 4 }),
  paxos: paxosOf(2),
}

/**
 * A report without what two runs of one check differ in. On disk replicas do not change places: none of these
 * systems has any that might.
 */
const essence = (report: Report): object => ({
  ...report,
  reductions: report.reductions.filter(({ name }) => name !== 'symmetry'),
  states: { ...report.states, bytesPerState: 0 },
  seconds: 0,
  peakMemoryBytes: 0,
})

class Killed extends Error {}

/** A disk under a process that is killed after so many pages and checkpoints. */
const killedAfter = (disk: Disk, operations: number, onAfresh: () => void): Disk => {
  let left = operations
  const live = (): void => {
    left -= 1
    if (left < 0) throw new Killed()
  }
  const watched = (pages: Pages): Pages => ({
    get file() {
      return pages.file
    },
    get count() {
      return pages.count
    },
    get bytes() {
      return pages.bytes
    },
    append: (page, entries) => {
      live()
      pages.append(page, entries)
    },
    finish: () => pages.finish(),
    read: (index, into) => pages.read(index, into),
    forgetBefore: (index) => pages.forgetBefore(index),
    drop: () => pages.drop(),
  })
  return {
    get checkpoint() {
      return disk.checkpoint
    },
    get isDue() {
      return disk.isDue
    },
    startAfresh: () => {
      onAfresh()
      disk.startAfresh()
    },
    make: () => watched(disk.make()),
    open: (file) => disk.open(file),
    keep: (checkpoint) => {
      live()
      disk.keep(checkpoint)
      live()
    },
  }
}

/**
 * Begins a check, kills it, goes on with it, and so on; the last process is left alone.
 *
 * @param on.resumed told whether a process goes on from a checkpoint
 * @param on.thrownAway told that a checkpoint is of no use
 */
const withKills = async (
  system: System,
  kills: readonly number[],
  on: { resumed: (hasCheckpoint: boolean) => void; thrownAway: () => void },
): Promise<Report> => {
  let disk = CheckFolder.begin(folder, identity, 0)
  const afresh = (): void => {
    if (disk.checkpoint !== null) on.thrownAway()
  }
  for (const operations of kills) {
    try {
      return await checkOnDisk(system, {}, killedAfter(disk, operations, afresh))
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    disk = CheckFolder.resume(folder, identity, 0)
    on.resumed(disk.checkpoint !== null)
  }
  return checkOnDisk(system, {}, killedAfter(disk, Infinity, afresh))
}

describe.each(Object.entries(systems))('%s, kept on disk', (_, system) => {
  test('comes out the same as in memory', async () => {
    const disk = CheckFolder.begin(folder, identity)
    expect(essence(await checkOnDisk(system, {}, disk))).toEqual(essence(await check(system)))
    disk.close('whole')
    expect(readdirSync(folder)).toEqual(['netsplit-check.json'])
  })

  test('comes out the same however often it is killed, and when', async () => {
    const whole = essence(await check(system))
    const resumed = { 'from a checkpoint': 0, 'from the start': 0 }
    let thrownAway = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 4 }),
        async (kills) => {
          folder = path.join(root, String(folders++))
          const report = await withKills(system, kills, {
            resumed: (hasCheckpoint) => {
              resumed[hasCheckpoint ? 'from a checkpoint' : 'from the start'] += 1
            },
            thrownAway: () => {
              thrownAway += 1
            },
          })
          expect(essence(report)).toEqual(whole)
        },
      ),
      { numRuns: 30 },
    )
    expect(resumed['from a checkpoint']).toBeGreaterThan(0)
    // In which way states were searched is known from the checkpoint.
    expect(thrownAway).toBe(0)
  })
})

test('a check that was killed when it had found everything has all of it judged', async () => {
  const system = twoPhaseCommit({ participants: 4 })
  const whole = essence(await check(system))
  let operations = 0
  for (let isKilled = true; isKilled; operations++) {
    folder = path.join(root, String(folders++))
    isKilled = false
    const report = await withKills(system, [operations], {
      resumed: () => {
        isKilled = true
      },
      thrownAway: () => undefined,
    })
    expect(essence(report)).toEqual(whole)
  }
  expect(operations).toBeGreaterThan(50)
})

test('what was kept is thrown away where a check starts afresh in its levels', async () => {
  const system = looking(
    2,
    // What is named in the parameter would be read at once.
    (view) =>
      !view.nodes.c.some(({ answers }) => answers.some(({ type }) => type === 'got')) ||
      view.inFlight.length < 99,
  )
  let [resumed, thrownAway] = [0, 0]
  const report = await withKills(system, [20], {
    resumed: (hasCheckpoint) => {
      if (hasCheckpoint) resumed += 1
    },
    thrownAway: () => {
      thrownAway += 1
    },
  })
  expect(essence(report)).toEqual(essence(await check(system)))
  expect([resumed, thrownAway]).toEqual([1, 1])
})

test('a check that was ended in the middle of a level goes on from a whole one', async () => {
  const system = twoPhaseCommit({ participants: 4 })
  const whole = await check(system)
  for (const maxStates of [150, 400, 700, 1000, 1300]) {
    folder = path.join(root, String(folders++))
    const disk = CheckFolder.begin(folder, identity, 0)
    const report = await checkOnDisk(system, { maxStates }, disk)
    expect(report.incomplete).toMatchObject({ kind: 'states' })
    disk.close('ended early')
    const resumed = CheckFolder.resume(folder, identity, 0)
    expect(essence(await checkOnDisk(system, {}, resumed))).toEqual(essence(whole))
  }
})

/** A folder that a killed check has left. */
const left = async (): Promise<readonly string[]> => {
  const disk = killedAfter(CheckFolder.begin(folder, identity, 0), 30, () => undefined)
  await expect(checkOnDisk(twoPhaseCommit({ participants: 4 }), {}, disk)).rejects.toThrow(Killed)
  const { pages } = JSON.parse(readFileSync(path.join(folder, 'netsplit-check.json'), 'utf8')) as {
    pages: Record<string, number>
  }
  return Object.keys(pages)
}

const contents = (): object =>
  Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'base64')]),
  )

const goOn = async (now: Identity = identity): Promise<Report> => {
  const disk = CheckFolder.resume(folder, now, 0)
  return checkOnDisk(twoPhaseCommit({ participants: 4 }), {}, disk)
}

const change = (file: string, how: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(path.join(folder, file))
  how(bytes)
  writeFileSync(path.join(folder, file), bytes)
}

describe('nothing is gone on with that cannot be relied on', () => {
  const damages: Readonly<Record<string, readonly [(files: readonly string[]) => void, RegExp]>> = {
    'a bit that changed': [
      ([file = '']) => change(file, (bytes) => bytes.writeUInt8(bytes.readUInt8(100) ^ 4, 100)),
      /page 0 is not what was written/,
    ],
    'a file that was cut off': [
      ([file = '']) => truncateSync(path.join(folder, file), 4000),
      /it has 4000 bytes instead of/,
    ],
    'a file that is missing': [
      ([file = '']) => rmSync(path.join(folder, file)),
      /a file is missing/,
    ],
    'a file in the place of another': [
      (files) => {
        const bySize = new Map<number, string>()
        for (const file of files) {
          const size = readFileSync(path.join(folder, file)).length
          const same = bySize.get(size)
          if (same === undefined) bySize.set(size, file)
          else return copyFileSync(path.join(folder, same), path.join(folder, file))
        }
        throw new Error('no two files of one size')
      },
      /page 0 is not what was written/,
    ],
    'a checkpoint that was cut off': [
      () => truncateSync(path.join(folder, 'netsplit-check.json'), 200),
      /damaged/,
    ],
  }
  test.each(Object.entries(damages))('%s', async (_, [damage, message]) => {
    damage(await left())
    const before = contents()
    const error: unknown = await goOn().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code: 'bad-disk' })
    expect(String(error)).toMatch(message)
    expect({ ...contents(), 'in-use': '' }).toEqual({ ...before, 'in-use': '' })
  })

  test.each([
    ['the model', { model: 'another' }, /the model changed: a model then, another now/],
    ['the parameters', { parameters: { participants: 5 } }, /the parameters changed/],
    ['the source', { source: 'edited' }, /the source of the model changed/],
    ['the version', { netsplit: '0.0.1' }, /the version of netsplit changed: 0.0.0 then/],
    ['the reductions', { noReduction: ['all'] }, /the reductions that are left out changed/],
  ])('where %s changed', async (_, changed, message) => {
    await left()
    const before = contents()
    await expect(goOn({ ...identity, ...changed })).rejects.toThrow(message)
    expect(contents()).toEqual(before)
  })

  test('where the model answers otherwise', async () => {
    await left()
    const disk = CheckFolder.resume(folder, identity, 0)
    const other = checkOnDisk(twoPhaseCommit({ participants: 5 }), {}, disk)
    await expect(other).rejects.toThrow(/does not come to the same states/)
  })

  test('a folder with something in it, or a file, or none', () => {
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'thesis.tex'), '')
    const begin = (): CheckFolder => CheckFolder.begin(folder, identity)
    expect(begin).toThrow(/not empty: 'thesis.tex' is in it/)
    expect(() => CheckFolder.resume(folder, identity)).toThrow(/no check in this folder/)
    const file = path.join(folder, 'thesis.tex')
    expect(() => CheckFolder.begin(file, identity)).toThrow(/It is a file/)
    expect(() => CheckFolder.begin(path.join(file, 'deeper'), identity)).toThrow(
      /cannot be read or written/,
    )
    expect(existsSync(file)).toBe(true)
  })
})

test('a full disk ends a check in good order, and it goes on when there is room', async () => {
  const system = twoPhaseCommit({ participants: 4 })
  const whole = await check(system)
  let ended = 0
  for (const bytes of [2000, 100_000, 200_000]) {
    folder = path.join(root, String(folders++))
    const disk = CheckFolder.begin(folder, identity, 0)
    room = bytes
    const report = await checkOnDisk(system, {}, disk)
    room = Infinity
    if (report.incomplete === null) continue
    ended += 1
    expect(report.incomplete).toMatchObject({ kind: 'disk', reason: 'the disk is full' })
    expect(report.verdict).toBe('incomplete')
    disk.close('ended early')
    expect(essence(await goOn())).toEqual(essence(whole))
  }
  expect(ended).toBeGreaterThan(1)
})

test('a disk that is full in the end does not cost the report', async () => {
  const disk = CheckFolder.begin(folder, identity, 0)
  const report = await checkOnDisk(twoPhaseCommit({ participants: 4 }), {}, disk)
  room = 0
  expect(() => disk.close('whole')).not.toThrow()
  expect(report.incomplete).toBeNull()
})

test('a model is known by its source, with what it imports of its own', async () => {
  mkdirSync(folder)
  const file = path.join(folder, 'model.ts')
  writeFileSync(file, "import { a } from './other.ts'\nimport 'node:fs'\nexport default a\n")
  const sourceWith = async (other: string): Promise<string> => {
    writeFileSync(path.join(folder, 'other.ts'), other)
    return (
      await identityOf(file, {
        model: 'm',
        parameters: {},
        engine: 'none',
        noReduction: [],
        only: [],
      })
    ).source
  }
  const source = await sourceWith('export const a = 1\n')
  expect(await sourceWith('export const a = 1\n')).toBe(source)
  expect(await sourceWith('export const a = 2\n')).not.toBe(source)
  await expect(sourceWith('export const a =')).rejects.toThrow(/cannot be put together/)
})

test('what cannot be kept on disk is refused', async () => {
  const disk = CheckFolder.begin(folder, identity)
  const { default: ap } = await import('../../models/cap/ap.ts')
  const system =
    typeof ap === 'function' ? (ap as (all: unknown) => System)({ partition: 'heals' }) : ap
  await expect(checkOnDisk(system, {}, disk)).rejects.toThrow(/States cannot be kept on disk/)
  disk.close('refused')
  expect(readdirSync(folder)).toEqual([])
})
