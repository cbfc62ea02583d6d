import type { Pace } from '../pace/pace.ts'
import type { Database } from './database.ts'
import { underLimits } from './under-limits.ts'

/** So many rows at most are read at a time: what comes out of the database is bounded. */
const usualPage = 10_000

/** A database at the pace of a check: what limits the check ends the statement, too. */
export class Session {
  readonly #database: Database
  readonly #pace: () => Pace
  /** So many rows at most are read at a time. */
  readonly page: number

  constructor(database: Database, pace: () => Pace, page = usualPage) {
    this.#database = database
    this.page = page
    this.#pace = pace
  }

  /** Carries statements out, one after the other. @throws Halt */
  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#paced(() => this.#database.run(statement))
    }
  }

  /** @throws Halt */
  read(query: string): Promise<readonly (readonly number[])[]> {
    return this.#paced(() => this.#database.read(query))
  }

  /** The only number that a query gives; 0 for none. @throws Halt */
  async number(query: string): Promise<number> {
    const [[found = 0] = []] = await this.read(query)
    return found
  }

  /** @throws Halt */
  async insert(table: string, columns: number, rows: readonly number[]): Promise<void> {
    if (rows.length > 0) await this.#paced(() => this.#database.insert(table, columns, rows))
  }

  /** Writes the rows of a query to files in a place. @throws Halt */
  save(query: string, place: string): Promise<void> {
    return this.#paced(() => this.#database.save(query, place))
  }

  /** What stands in a query for the rows that were saved in a place. */
  saved(place: string): string {
    return this.#database.saved(place)
  }

  /** How many bytes the database takes. @throws Halt */
  bytes(): Promise<number> {
    return this.#paced(() => this.#database.bytes())
  }

  /**
   * The rows of a table that numbers them, a page at a time.
   *
   * @param columns which columns
   * @throws Halt
   */
  async *pages(
    table: string,
    columns: readonly string[],
  ): AsyncGenerator<readonly (readonly number[])[]> {
    for (let from = 0; ; from += this.page) {
      const rows = await this.read(
        `SELECT ${columns.join(', ')} FROM ${table} WHERE place > ${from} AND place <= ${from + this.page} ORDER BY place`,
      )
      if (rows.length > 0) yield rows
      if (rows.length < this.page) return
    }
  }

  /** A turn for signals and limits, where one is due: for long work between statements. @throws Halt */
  async turn(): Promise<void> {
    const pace = this.#pace()
    if (pace.isDue()) await pace.turn()
  }

  async #paced<Result>(begin: () => Promise<Result>): Promise<Result> {
    await this.turn()
    return underLimits(begin(), this.#pace(), () => this.#database.interrupt())
  }
}
