import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Halt } from '../pace/pace.ts'
import type { Database, Engine, Smallness } from '../sql/database.ts'
import { LocalPlace, type Place } from './disk/place.ts'
import { ModelError } from '../value/model-error.ts'

/** Of DuckDB's package what is used here: it need not be there, not even to compile this. */
interface Package {
  readonly DuckDBInstance: {
    create(path: string, options: Readonly<Record<string, string>>): Promise<Instance>
  }
}

interface Instance {
  connect(): Promise<Connection>
  closeSync(): void
}

interface Connection {
  run(sql: string): Promise<unknown>
  runAndReadAll(sql: string): Promise<{
    getRows(): readonly (readonly (number | bigint | null)[])[]
  }>
  createAppender(table: string): Promise<Appender>
  interrupt(): void
  closeSync(): void
}

interface Appender {
  appendInteger(value: number): void
  endRow(): void
  closeSync(): void
}

const packageName = '@duckdb/node-api'

/** With fewer states a table in memory is there at once, and divergence is looked for. */
const usualFrom = 10_000

/** The share of the memory limit that DuckDB may take. */
const share = 0.5

/** What DuckDB says where there is no room. */
const noRoom = [
  // Of a folder that is full it says that memory is out, too.
  [/No space left|disk quota|max_temp_directory_size/i, 'disk'],
  [/Out of Memory Error/, 'memory'],
] as const

/** DuckDB, in this process, with a folder of its own that goes when the check is over. */
export class DuckDb implements Engine {
  readonly name = 'DuckDB'
  readonly from: number
  readonly smallness: Smallness | undefined
  readonly #package: Package
  readonly #memoryMiB: number
  #folder: string | null = null
  #open: Database | null = null

  private constructor(
    loaded: Package,
    { maxMemoryBytes, from = usualFrom, smallness }: DuckDbOptions,
  ) {
    this.#package = loaded
    this.#memoryMiB = Math.floor((maxMemoryBytes * share) / 2 ** 20)
    this.from = from
    this.smallness = smallness
  }

  /** @throws ModelError 'bad-option' where the package is not installed */
  static async load(options: DuckDbOptions): Promise<DuckDb> {
    let loaded: Package
    try {
      loaded = (await import(packageName)) as Package
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const isMissing = code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${packageName}'`)
      throw new ModelError('bad-option', {
        what: isMissing
          ? 'DuckDB is not installed'
          : `DuckDB cannot be loaded: ${message.split('\n')[0]}`,
        where: ['--engine duckdb'],
        fix: `npm install ${packageName}, where netsplit is installed; or leave --engine out`,
      })
    }
    return new DuckDb(loaded, options)
  }

  async open(): Promise<Database> {
    await this.close()
    const folder = mkdtempSync(join(tmpdir(), 'netsplit-duckdb-'))
    this.#folder = folder
    // Nothing of it outlasts the check, so nothing is logged: what has no room in memory goes to the folder.
    const instance = await this.#package.DuckDBInstance.create(':memory:', {
      memory_limit: `${this.#memoryMiB}MiB`,
      temp_directory: folder,
      preserve_insertion_order: 'false',
    })
    this.#open = new DuckDbDatabase(instance, await instance.connect())
    return this.#open
  }

  /** Where checkpoints are left. */
  async place(folder: string): Promise<Place> {
    return new LocalPlace(folder)
  }

  /** Closes what is open, and removes its folder. */
  async close(): Promise<void> {
    await this.#open?.close()
    this.#open = null
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = null
  }
}

interface DuckDbOptions {
  readonly maxMemoryBytes: number
  /** From how many states on a search goes on here. */
  readonly from?: number
  readonly smallness?: Smallness | undefined
}

class DuckDbDatabase implements Database {
  readonly name = 'DuckDB'
  readonly #instance: Instance
  readonly #connection: Connection

  constructor(instance: Instance, connection: Connection) {
    this.#instance = instance
    this.#connection = connection
  }

  async run(statement: string): Promise<void> {
    await inRoom(() => this.#connection.run(statement))
  }

  async read(query: string): Promise<readonly (readonly number[])[]> {
    const result = await inRoom(() => this.#connection.runAndReadAll(query))
    return result.getRows().map((row) => row.map(Number))
  }

  async insert(table: string, columns: number, rows: readonly number[]): Promise<void> {
    await inRoom(async () => {
      const appender = await this.#connection.createAppender(table)
      for (let at = 0; at < rows.length; at++) {
        appender.appendInteger(rows[at] as number)
        if ((at + 1) % columns === 0) appender.endRow()
      }
      appender.closeSync()
    })
  }

  async save(query: string, place: string): Promise<void> {
    await this.run(`COPY (${query}) TO ${text(place)} (FORMAT parquet)`)
  }

  saved(place: string): string {
    return `read_parquet(${text(place)})`
  }

  async bytes(): Promise<number> {
    const [[bytes = 0] = []] = await this.read(
      'SELECT CAST(sum(memory_usage_bytes + temporary_storage_bytes) AS BIGINT) FROM duckdb_memory()',
    )
    return bytes
  }

  interrupt(): void {
    this.#connection.interrupt()
  }

  close(): Promise<void> {
    this.#connection.closeSync()
    this.#instance.closeSync()
    return Promise.resolve()
  }
}

/** A string, as SQL has it. */
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** Does what needs room. @throws Halt where there is none */
const inRoom = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    const { message } = error as Error
    const [found] = noRoom.filter(([says]) => says.test(message))
    if (found !== undefined) throw new Halt(found[1])
    throw error
  }
}
