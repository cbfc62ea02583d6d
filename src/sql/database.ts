import type { Shelf } from './shelf.ts'

/**
 * A database that keeps the states of a search, and joins them with tables of steps. It understands the SQL that
 * DuckDB and Spark 4 have in common: that is all that statements are made of.
 */
export interface Database {
  /** What people call it. */
  readonly name: string
  /**
   * Carries a statement out.
   *
   * @throws Halt where it has no room for that
   */
  run(statement: string): Promise<void>
  /** The rows of a query that has few, all of them integers; sums may be large. */
  read(query: string): Promise<readonly (readonly number[])[]>
  /** Appends rows of integers of 32 bits, one after the other, to a table with so many columns. */
  insert(table: string, columns: number, rows: readonly number[]): Promise<void>
  /** Writes the rows of a query to files in a place, which outlast it. @throws Halt where there is no room */
  save(query: string, place: string): Promise<void>
  /** What stands in a query for the rows that were saved in a place. */
  saved(place: string): string
  /** How many bytes it takes. */
  bytes(): Promise<number>
  /** Gives up what is being carried out: that throws. */
  interrupt(): void
  close(): Promise<void>
}

/** How a search in a database is made to take the ways of large ones. */
export interface Smallness {
  /** How many bits of a key are used. */
  readonly keyBits: number
  /** How many rows are read at a time. */
  readonly page: number
}

/** Where a search goes on in a database once it has so many states. */
export interface Engine {
  /** What people call it. */
  readonly name: string
  /** From how many states on: fewer are not worth its statements. */
  readonly from: number
  /** Default: as large as is good. */
  readonly smallness?: Smallness | undefined
  /** A database with nothing in it. */
  open(): Promise<Database>
  /** Where checkpoints are left. Default: nowhere */
  readonly shelf?: Shelf | null
  /** Ends what is being opened, which fails then; left out where that takes no time. */
  giveUp?(): void
}

/** An engine whose searches leave checkpoints. */
export const leavingOn = (engine: Engine, shelf: Shelf): Engine => ({
  name: engine.name,
  from: engine.from,
  smallness: engine.smallness,
  shelf,
  open: () => engine.open(),
  giveUp: () => engine.giveUp?.(),
})
