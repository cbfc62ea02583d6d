import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Halt } from '../pace/pace.ts'
import type { Database, Engine, Smallness } from '../sql/database.ts'
import { ModelError } from '../value/model-error.ts'
import { HadoopPlace } from './disk/hadoop-place.ts'
import { LocalPlace, type Place } from './disk/place.ts'
import { NoPython, SparkBridge, type Hello, type Rows } from './spark-bridge.ts'
import { isOnThisMachine, isUrl, type SparkPlace } from './engine-names.ts'

/** A level costs seconds however few states it has: what is smaller than that is searched in memory sooner. */
const usualFrom = 100_000

/** The share of the memory limit that Spark's own heap may take here. */
const share = 0.5

/**
 * Spark makes programs for each statement, which work for a moment: to have them optimised as well as can be costs more
 * than it gains. With the little room that Java would have for them then, they are thrown out again and again; and long
 * ones would not be compiled at all.
 */
const forShortPrograms =
  '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:-DontCompileHugeMethods'

/** What Spark says where there is no room. */
const noRoom = [
  [/No space left|disk quota/i, 'disk'],
  [/OutOfMemoryError|GC overhead limit/, 'memory'],
] as const

/** What it says of a statement that is wrong: that is our fault, not that of who runs Spark. */
const wrongStatement = /^(AnalysisException|ParseException|ArithmeticException)/

const noJava = /JAVA_GATEWAY_EXITED|JAVA_HOME/

/** Spark, through Python, with a database of its own that is dropped when the check is over. */
export class Spark implements Engine {
  readonly name = 'Spark'
  readonly from: number
  readonly smallness: Smallness | undefined
  readonly #bridge: SparkBridge
  readonly #options: SparkOptions
  #folder: string | null = null

  private constructor(bridge: SparkBridge, options: SparkOptions) {
    this.#bridge = bridge
    this.#options = options
    this.from = options.from ?? usualFrom
    this.smallness = options.smallness
  }

  /** @throws ModelError 'bad-option' where Python or its package is not there */
  static async load(options: SparkOptions): Promise<Spark> {
    const python = pythonHere()
    let started: { readonly bridge: SparkBridge; readonly hello: Hello }
    try {
      const { remote, master = 'local' } = options.place
      const isHere = remote === undefined && isOnThisMachine(master)
      const javaOptions = isHere ? forShortPrograms : null
      started = await SparkBridge.start(python, { isRemote: remote !== undefined, javaOptions })
    } catch (error) {
      throw refused(
        error instanceof NoPython
          ? `Python is not there as '${python}'`
          : `Python does not start: ${lastLine(error)}`,
        `install Python 3, and ${install(options)}; PYSPARK_PYTHON says which one to take`,
      )
    }
    const { bridge, hello } = started
    if ('missing' in hello) {
      await bridge.close()
      const { missing, error } = hello
      throw refused(
        `${missing} is not there for '${python}' (${error})`,
        `${install(options)}; or leave --engine out`,
      )
    }
    return new Spark(bridge, options)
  }

  async open(): Promise<Database> {
    const scratch = this.#options.place.scratch ?? null
    await this.#begin()
    const folder = this.#folder
    const database = `netsplit_${randomBytes(8).toString('hex')}`
    const isElsewhere = scratch !== null && isUrl(scratch)
    const tables = isElsewhere ? `${scratch.replace(/\/+$/, '')}/${database}` : null
    const here = folder === null ? null : pathToFileURL(join(folder, 'tables')).href
    await this.#order('open', { database, location: tables ?? here })
    return new SparkDatabase(this.#bridge)
  }

  /** Where checkpoints are left: a folder of this machine, or one that Spark writes, with Hadoop. */
  async place(folder: string): Promise<Place> {
    // As it is: Hadoop does not take what stands for other letters in a URL for these.
    if (!isUrl(folder)) return new LocalPlace(folder, 'file://')
    await this.#begin()
    return new HadoopPlace(folder.replace(/\/+$/, ''), (what, given) =>
      this.#bridge.order(what, given),
    )
  }

  /** Has Spark begin, where it has not yet. */
  async #begin(): Promise<void> {
    const { place, maxMemoryBytes } = this.#options
    const { remote = null, scratch = null } = place
    const master = remote === null ? (place.master ?? 'local[*]') : null
    // What has no room in memory, and the tables where no place was given.
    if (master !== null && isOnThisMachine(master)) {
      this.#folder ??= folderIn(scratch !== null && isUrl(scratch) ? null : scratch)
    }
    const folder = this.#folder
    await this.#order('begin', {
      master,
      remote,
      folder,
      settings: {
        ...everywhere,
        ...(remote === null ? inOwnProcess(maxMemoryBytes) : {}),
        ...(folder !== null ? onThisMachine(folder) : {}),
      },
    })
  }

  giveUp(): void {
    this.#bridge.kill()
  }

  /** Drops what was made, and ends what was started. */
  async close(): Promise<void> {
    await this.#bridge.close()
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
  }

  async #order(what: string, given: Readonly<Record<string, unknown>>): Promise<void> {
    const { remote, master = 'local[*]' } = this.#options.place
    try {
      await this.#bridge.order(what, given)
    } catch (error) {
      const { message } = error as Error
      throw noJava.test(message)
        ? refused(
            'Spark does not start, as Java is missing or too old',
            'install Java 17 or later, and have JAVA_HOME say where it is; or leave --engine out',
          )
        : refused(
            `Spark cannot be reached at ${remote ?? master}: ${lastLine(error)}`,
            'look after --master, --remote and --scratch, or leave --engine out',
          )
    }
  }
}

interface SparkOptions {
  readonly maxMemoryBytes: number
  readonly place: SparkPlace
  /** From how many states on a search goes on here. */
  readonly from?: number
  readonly smallness?: Smallness | undefined
}

/** Sums that are too large are errors, and tables Parquet. */
const everywhere = {
  'spark.sql.ansi.enabled': 'true',
  'spark.sql.sources.default': 'parquet',
}

/** Java takes what it may: no more than what Spark has a use for before it goes to disk. */
const heapMiB = (maxMemoryBytes: number): number =>
  Math.min(Math.floor((maxMemoryBytes * share) / 2 ** 20), 1024 + 512 * availableParallelism())

const inOwnProcess = (maxMemoryBytes: number): Readonly<Record<string, string>> => ({
  'spark.driver.memory': `${heapMiB(maxMemoryBytes)}m`,
  'spark.ui.enabled': 'false',
  'spark.ui.showConsoleProgress': 'false',
  'spark.sql.catalogImplementation': 'in-memory',
})

/**
 * On one machine there are as many parts as processors: Spark's usual 200 cost more than they hold. Each operator of a
 * statement takes a page of memory at least, which are tens of megabytes by default.
 */
const onThisMachine = (folder: string): Readonly<Record<string, string>> => ({
  'spark.sql.shuffle.partitions': `${availableParallelism()}`,
  'spark.buffer.pageSize': '2m',
  'spark.local.dir': join(folder, 'spill'),
  // Else Spark makes one where netsplit was started.
  'spark.sql.warehouse.dir': join(folder, 'warehouse'),
})

/** A folder of our own in the one that was given, or among the system's temporary ones. */
const folderIn = (scratch: string | null): string => {
  const place = resolve(scratch ?? tmpdir())
  try {
    mkdirSync(place, { recursive: true })
    return mkdtempSync(join(place, 'netsplit-spark-'))
  } catch (error) {
    throw refused(
      `Nothing can be written to ${place}: ${lastLine(error)}`,
      'give another folder: --scratch FOLDER',
    )
  }
}

const pythonHere = (): string =>
  process.env['PYSPARK_PYTHON'] ?? (process.platform === 'win32' ? 'python' : 'python3')

const install = ({ place: { remote } }: SparkOptions): string =>
  `pip install ${remote === undefined ? 'pyspark' : '"pyspark[connect]"'}`

const refused = (what: string, fix: string): ModelError =>
  new ModelError('bad-option', { what, where: ['--engine spark'], fix })

const lastLine = (error: unknown): string =>
  (error as Error).message.trim().split('\n').at(-1)?.trim() ?? ''

class SparkDatabase implements Database {
  readonly name = 'Spark'
  readonly #bridge: SparkBridge

  constructor(bridge: SparkBridge) {
    this.#bridge = bridge
  }

  async run(statement: string): Promise<void> {
    await this.#order('run', { sql: statement })
  }

  async read(query: string): Promise<readonly (readonly number[])[]> {
    const rows = await this.#order('read', { sql: query })
    return rows.map((row) => row.map(Number))
  }

  async insert(table: string, columns: number, rows: readonly number[]): Promise<void> {
    const all = Array.from({ length: rows.length / columns }, (_, row) =>
      rows.slice(row * columns, (row + 1) * columns),
    )
    // One value that is taken apart there: Spark parses a list of rows for a long time.
    const taken = Array.from({ length: columns }, (_, column) => `v[${column}]`).join(', ')
    await this.run(
      `INSERT INTO ${table} SELECT ${taken} FROM (SELECT explode(from_json('${JSON.stringify(all)}', 'array<array<int>>')) AS v) r`,
    )
  }

  async save(query: string, place: string): Promise<void> {
    const text = place.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
    await this.run(`INSERT OVERWRITE DIRECTORY '${text}' USING parquet ${query}`)
  }

  saved(place: string): string {
    return `parquet.\`${place.replaceAll('`', '``')}\``
  }

  async bytes(): Promise<number> {
    const [[bytes = 0] = []] = await this.#order('bytes', {})
    return Number(bytes)
  }

  interrupt(): void {
    this.#bridge.interrupt()
  }

  /** The bridge is closed with the engine. */
  close(): Promise<void> {
    return Promise.resolve()
  }

  async #order(what: string, given: Readonly<Record<string, unknown>>): Promise<Rows> {
    try {
      return await this.#bridge.order(what, given)
    } catch (error) {
      const { message } = error as Error
      const [found] = noRoom.filter(([says]) => says.test(message))
      if (found !== undefined) throw new Halt(found[1])
      if (wrongStatement.test(message)) throw error
      throw refused(
        `Spark gave up: ${message.split('\n')[0]}`,
        'see to Spark, or leave --engine out',
      )
    }
  }
}
