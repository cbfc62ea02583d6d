import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkIn } from '../../src/check.ts'
import { CheckShelf } from '../../src/cli/disk/check-shelf.ts'
import type { Identity } from '../../src/cli/disk/identity.ts'
import type { Place } from '../../src/cli/disk/place.ts'
import { DuckDb } from '../../src/cli/duckdb.ts'
import type { Spark } from '../../src/cli/spark.ts'
import type { Database, Engine, Smallness } from '../../src/sql/database.ts'
import type { Shelf } from '../../src/sql/shelf.ts'
import type { CheckOptions, Report, System } from 'netsplit'

/* Checks that are killed while they search in a database, and gone on with from what they left in a folder. */

export class Killed extends Error {}

export const identity: Identity = {
  netsplit: '0.0.0',
  model: 'a model',
  parameters: { participants: 4 },
  source: 'digest',
  engine: 'duckdb',
  noReduction: [],
  only: [],
}

/** Lives for so many operations. */
type Live = () => void

const livingFor = (operations: number): Live => {
  let left = operations
  return () => {
    left -= 1
    if (left < 0) throw new Killed()
  }
}

/** A folder under a process that may be killed in the middle of a file. */
const dying = (place: Place, live: Live): Place => ({
  path: place.path,
  make: () => place.make(),
  names: () => place.names(),
  read: (name) => place.read(name),
  write: async (name, text) => {
    try {
      live()
    } catch (error) {
      if (!place.path.startsWith('file:')) {
        writeFileSync(join(place.path, `${name}.draft`), text.slice(0, text.length / 2))
      }
      throw error
    }
    await place.write(name, text)
    live()
  },
  remove: async (name) => {
    live()
    await place.remove(name)
  },
  at: (name) => place.at(name),
  sync: async (name) => {
    live()
    await place.sync(name)
  },
  take: () => place.take(),
  insist: () => place.insist(),
  leave: () => place.leave(),
})

/** Leaves half of what is written to a place: a file, or for Spark a folder of some. */
const tear = (place: string): void => {
  if (!place.startsWith('file://')) return writeFileSync(place, 'half of it')
  const folder = place.slice('file://'.length)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'part-00000.parquet'), 'half of it')
}

/** A database of a process that may be killed before and after each statement, and while it writes files. */
const mortal = (database: Database, live: Live): Database => {
  const living = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    live()
    const result = await work()
    live()
    return result
  }
  return {
    name: database.name,
    run: (statement) => living(() => database.run(statement)),
    read: (query) => living(() => database.read(query)),
    insert: (table, columns, rows) => living(() => database.insert(table, columns, rows)),
    save: async (query, place) => {
      try {
        live()
      } catch (error) {
        tear(place)
        throw error
      }
      await database.save(query, place)
      live()
    },
    saved: (place) => database.saved(place),
    bytes: () => database.bytes(),
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  }
}

/** A shelf for which it is time for a checkpoint at the end of each `every`-th level. */
const dueEvery = (shelf: CheckShelf, every: number, onAfresh: () => void): Shelf => {
  let levels = 0
  return {
    get checkpoint() {
      return shelf.checkpoint
    },
    get isDue() {
      levels += 1
      return levels % every === 0
    },
    startAfresh: () => {
      onAfresh()
      shelf.startAfresh()
    },
    newPart: () => shelf.newPart(),
    statesOf: (part) => shelf.statesOf(part),
    asksOf: (part) => shelf.asksOf(part),
    damaged: (part, how) => shelf.damaged(part, how),
    keep: (checkpoint, asks) => shelf.keep(checkpoint, asks),
  }
}

export interface Life {
  readonly folder: string
  readonly options?: CheckOptions
  readonly smallness?: Smallness | undefined
  /** In how many operations of the database, or on the folder, the process is killed. */
  readonly operations?: number
  /** At the end of each how many levels it leaves a checkpoint. */
  readonly every?: number
  /** Told that a checkpoint is of no use. */
  readonly onAfresh?: () => void
  readonly isResumed?: boolean
  /** The database that it goes on in. Default: DuckDB */
  readonly spark?: Spark
  readonly identity?: Identity
  /** How the folder is told that the check has ended; null for not at all. */
  readonly close?: 'whole' | 'ended early' | null
}

/** One life of a check. @throws Killed */
export const live = async (system: System, life: Life): Promise<Report> => {
  const { folder, options = {}, operations = Infinity, every = 1, isResumed = false } = life
  const dies = livingFor(operations)
  let [hasBegun, isDead] = [false, false]
  const living = (): void => {
    if (!hasBegun) return
    try {
      dies()
    } catch (error) {
      isDead = true
      throw error
    }
  }
  const engine =
    life.spark ??
    (await DuckDb.load({ maxMemoryBytes: 2 ** 31, from: 1, smallness: life.smallness }))
  const place = dying(await engine.place(folder), living)
  const own = life.identity ?? identity
  const shelf = await CheckShelf[isResumed ? 'resume' : 'begin'](place, own, {
    between: 0,
    mostAsks: 100,
  })
  hasBegun = true
  const { smallness } = life
  const there: Engine = {
    name: engine.name,
    from: engine.from,
    smallness,
    shelf: dueEvery(shelf, every, () => {
      if (shelf.checkpoint !== null) life.onAfresh?.()
    }),
    open: async () => mortal(await engine.open(), living),
  }
  try {
    const report = await checkIn(system, options, there)
    if (life.close != null) await shelf.close(life.close)
    return report
  } catch (error) {
    // Whatever is said of that: the dead say nothing.
    throw isDead ? new Killed() : error
  } finally {
    // A Spark serves several lives.
    if (life.spark === undefined) await engine.close()
  }
}

export const newFolder = (): string =>
  join(mkdtempSync(join(tmpdir(), 'netsplit-shelf-')), 'states')

/** What became of those who were killed. */
export interface Lives {
  killed: number
  /** How many went on from a checkpoint. */
  resumed: number
  /** How many checkpoints were of no use. */
  thrownAway: number
}

/**
 * Begins a check, kills it, goes on with it, and so on; the last process is left alone.
 *
 * @param kills after how many operations each is killed
 */
export const withKills = async (
  system: System,
  kills: readonly number[],
  life: Partial<Life>,
  lives: Lives,
): Promise<Report> => {
  const folder = life.folder ?? newFolder()
  let isResumed = false
  const onAfresh = (): void => void (lives.thrownAway += 1)
  for (const operations of [...kills, Infinity]) {
    if (isResumed) {
      const path = join(folder.replace(/^file:\/\//, ''), 'netsplit-check.json')
      const { checkpoint } = JSON.parse(readFileSync(path, 'utf8')) as { checkpoint: unknown }
      lives.resumed += checkpoint === null ? 0 : 1
    }
    try {
      return await live(system, { ...life, folder, operations, isResumed, onAfresh })
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    lives.killed += 1
    isResumed = true
  }
  throw new Error('nobody is left')
}
