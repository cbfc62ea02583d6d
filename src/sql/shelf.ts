import type { Begun } from '../explore/as-before.ts'

/** A search in a database at the end of a level, as plain data: what a killed check goes on from. */
export interface SqlCheckpoint {
  /** How far the search was when it went on in the database. */
  readonly begun: Begun
  /** How many ids each component had. */
  readonly sizes: readonly number[]
  /** Of each level that was found in the database how many states it has, and a sum that others do not have. */
  readonly levels: readonly LevelSum[]
  /** The parts that all of that is in, in order. */
  readonly parts: readonly string[]
  /** What others keep. */
  readonly kept: unknown
}

export type LevelSum = readonly [count: number, sum: number]

/**
 * Where a search in a database leaves what outlasts the process: in parts, each with the states of some levels, which
 * the database writes, and with what user code was asked for them.
 */
export interface Shelf {
  /** The checkpoint to go on from; null at the start. */
  readonly checkpoint: SqlCheckpoint | null
  /** Whether it is time for a checkpoint: each takes a moment. */
  readonly isDue: boolean
  /** The search begins anew, and in another way: what was kept so far is of no use. */
  startAfresh(): void
  /** A name for a part that nobody has begun so far. */
  newPart(): string
  /** Where the database has the states of a part. */
  statesOf(part: string): string
  /** What user code was asked for a part. @throws ModelError 'bad-disk' where it is damaged */
  asksOf(part: string): Promise<readonly number[]>
  /** That the states of a part are not what was written. */
  damaged(part: string, how: string): Error
  /**
   * Leaves a checkpoint: what it names outlasts the process when this returns.
   *
   * @param asks what user code was asked for its last part, whose states are written
   */
  keep(checkpoint: SqlCheckpoint, asks: readonly number[]): Promise<void>
}
