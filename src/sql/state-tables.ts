import type { Handed } from '../explore/handed.ts'
import { unpack } from '../store/layout.ts'
import { haveRoom, idNames, keyNames, packed, planKeys, same, unpacked, type Keys } from './keys.ts'
import type { Session } from './session.ts'
import type { LevelSum } from './shelf.ts'

/** So many rows are handed to the database at a time. */
const handedRows = 1 << 14

/** In place of the level of a state that was found before the search went on in the database. */
const before = -1

interface TableOptions {
  readonly bits?: number | undefined
  readonly isSummed?: boolean
}

/** Two moduli whose product, for each of many billions of states, does not add up to more than 64 bits. */
const sumModuli = [30_011, 29_989] as const

/**
 * The states in the database. `states` has all of them, packed, with the level on which each was found, counted
 * from the one on with which the search went on here, and with what was due in it then.
 */
export class StateTables {
  /** How many levels were found here. */
  levels = 0
  readonly #session: Session
  readonly #width: number
  readonly #bits: number | undefined
  readonly #sums: LevelSum[] | null
  #keys: Keys

  /**
   * @param options.bits how many bits of a key are used. Default: as many as there are
   * @param options.isSummed whether each level is summed up, for those who keep it elsewhere
   */
  constructor(session: Session, sizes: Int32Array, { bits, isSummed = false }: TableOptions = {}) {
    this.#session = session
    this.#width = sizes.length
    this.#bits = bits
    this.#sums = isSummed ? [] : null
    this.#keys = planKeys(sizes, bits)
  }

  /** Of each level that was found here how many states it has, and their sum. */
  get sums(): readonly LevelSum[] {
    return this.#sums ?? []
  }

  /** A query for the last level, in brackets: the ids of each state, and what is due in it. */
  get level(): string {
    return `(SELECT ${unpacked(this.#keys)}, due FROM states WHERE level = ${this.levels})`
  }

  get #ids(): readonly string[] {
    return idNames(this.#width)
  }

  get #keyNames(): readonly string[] {
    return keyNames(this.#keys)
  }

  /** Columns for ids, and others. */
  columns(...others: readonly string[]): string {
    return [...this.#ids, ...others].map((name) => `${name} INTEGER`).join(', ')
  }

  /** A query for what was found from a level on. */
  foundFrom(level: number): string {
    return `SELECT ${unpacked(this.#keys)}, level, due FROM states WHERE level >= ${level}`
  }

  /** Takes over the states of levels that were found in another process. @param from a table of them */
  async takeOver(from: string): Promise<void> {
    await this.#session.run(
      `INSERT INTO states SELECT ${packed(this.#keys, this.#ids)}, level, due FROM ${from} p`,
    )
  }

  /** Goes on with the last of the levels that were taken over. @returns their sums */
  async goOn(): Promise<readonly LevelSum[]> {
    const rows = await this.#session.read(
      `SELECT level, ${this.#sum} FROM (${this.foundFrom(1)}) f GROUP BY level ORDER BY level`,
    )
    this.levels = rows.length
    const sums = rows.map(([, count = 0, sum = 0]): LevelSum => [count, sum])
    this.#sums?.splice(0, Infinity, ...sums)
    return sums
  }

  /** How many states there are, and their sum: each counts for a product of two sums of what it is made of. */
  get #sum(): string {
    const [one, other] = sumModuli.map((modulus) => {
      const terms = [...this.#ids, 'due'].map(
        (name, at) => `CAST(${name} AS BIGINT) * ${((at + 1) * 7919) % modulus}`,
      )
      return `((${terms.join(' + ')}) % ${modulus})`
    })
    return `count(*), CAST(coalesce(sum(${one} * ${other}), 0) AS BIGINT)`
  }

  /**
   * Takes over what a search has found; of those that are to be expanded, in which order, too.
   *
   * @param sizes how many ids each component has by now
   */
  async begin({ states, layout, frontier, distinct }: Handed, sizes: Int32Array): Promise<void> {
    const session = this.#session
    this.#keys = planKeys(sizes, this.#bits)
    await session.run(
      `CREATE TABLE given (${this.columns()})`,
      `CREATE TABLE queued (${this.columns('due', 'found')})`,
    )
    const ids = new Int32Array(this.#width)
    let rows: number[] = []
    const all: number[][] = [rows]
    states.each((slots, at) => {
      unpack(layout, slots, at, ids)
      if (rows.length >= handedRows * this.#width) all.push((rows = []))
      rows.push(...ids)
    })
    for (const each of all) await session.insert('given', this.#width, each)
    const words = new Int32Array(layout.words)
    let found = distinct - frontier.length
    while (frontier.length > 0) {
      const queued: number[] = []
      for (let row = 0; row < handedRows && frontier.length > 0; row++) {
        const due = frontier.take(words)
        unpack(layout, words, 0, ids)
        queued.push(...ids, due, found++)
      }
      await session.insert('queued', this.#width + 2, queued)
    }
    await session.run(
      `CREATE TABLE states AS SELECT ${packed(this.#keys, this.#ids)}, 0 AS level, due FROM queued`,
      `INSERT INTO states SELECT ${packed(this.#keys, this.#ids)}, ${before} AS level, 0 AS due FROM given g WHERE NOT EXISTS (SELECT 1 FROM queued q WHERE ${same(this.#ids, 'q', 'g')})`,
      'DROP TABLE given',
    )
  }

  /** Packs all states anew where some component has outgrown its place. */
  async widen(sizes: Int32Array): Promise<void> {
    if (haveRoom(this.#keys, sizes)) return
    const keys = planKeys(sizes, this.#bits)
    await this.#session.run(
      `CREATE TABLE wider AS SELECT ${packed(keys, this.#ids)}, level, due FROM (SELECT ${unpacked(this.#keys)}, level, due FROM states) s`,
      'DROP TABLE states',
      'ALTER TABLE wider RENAME TO states',
    )
    this.#keys = keys
  }

  /**
   * Makes the next level of those candidates that are not known yet. Of one that was found more than once that is
   * due which is due after each.
   *
   * @param candidates a query for ids and `due`
   * @param most no more states than that: the first ones
   * @returns how many there are, as far as they may be
   */
  async settle(candidates: string, most: number): Promise<{ count: number; isCut: boolean }> {
    const session = this.#session
    const keys = this.#keyNames
    const list = keys.join(', ')
    const next = this.levels + 1
    await session.run(
      `INSERT INTO states SELECT ${list}, ${next} AS level, due FROM (SELECT ${list}, bit_and(due) AS due FROM (SELECT ${packed(this.#keys, this.#ids)}, due FROM (${candidates}) c) p GROUP BY ${list}) n WHERE NOT EXISTS (SELECT 1 FROM states s WHERE ${same(keys, 's', 'n')})`,
    )
    this.levels = next
    const count =
      this.#sums === null
        ? await session.number(`SELECT count(*) FROM states WHERE level = ${next}`)
        : await this.#sumUp(this.#sums)
    const isCut = count > most
    if (isCut) await this.#cut(most)
    return { count: Math.min(count, most), isCut }
  }

  /** Sums up the last level. @returns how many states it has */
  async #sumUp(sums: LevelSum[]): Promise<number> {
    const [row] = await this.#session.read(`SELECT ${this.#sum} FROM ${this.level} f`)
    const [count = 0, sum = 0] = row ?? []
    sums.push([count, sum])
    return count
  }

  /** Leaves the first states of the last level. */
  async #cut(most: number): Promise<void> {
    const order = this.#ids.join(', ')
    const list = [...this.#keyNames, 'level', 'due'].join(', ')
    await this.#session.run(
      `CREATE TABLE first_ones AS SELECT ${list} FROM states WHERE level < ${this.levels}`,
      `INSERT INTO first_ones SELECT ${packed(this.#keys, this.#ids)}, ${this.levels} AS level, due FROM (SELECT ${order}, due FROM ${this.level} f ORDER BY ${order} LIMIT ${most}) n`,
      'DROP TABLE states',
      'ALTER TABLE first_ones RENAME TO states',
    )
  }

  /** The level on which a state was found; null where it is not known, or was found before. */
  async levelOf(state: Int32Array): Promise<number | null> {
    const rows = await this.#session.read(`SELECT level FROM states WHERE ${this.#is(state)}`)
    const level = rows[0]?.[0] ?? before
    return level === before ? null : level
  }

  /** The index, in the order of discovery, of a state with which the search went on here. */
  async foundOf(state: Int32Array): Promise<number | null> {
    const where = this.#ids.map((name, at) => `${name} = ${state[at] ?? 0}`).join(' AND ')
    const rows = await this.#session.read(`SELECT found FROM queued WHERE ${where}`)
    return rows[0]?.[0] ?? null
  }

  /** The states of a level that differ from one in more than `over` components, and in at most `most`; in pages. */
  async *near(
    state: Int32Array,
    level: number,
    { over, most }: { readonly over: number; readonly most: number },
  ): AsyncGenerator<readonly (readonly number[])[]> {
    const differing = this.#ids
      .map((name, at) => `CASE WHEN ${name} = ${state[at] ?? 0} THEN 0 ELSE 1 END`)
      .join(' + ')
    const { page } = this.#session
    const order = this.#ids.join(', ')
    const found = `FROM (SELECT ${unpacked(this.#keys)} FROM states WHERE level = ${level}) s WHERE ${differing} > ${over} AND ${differing} <= ${most}`
    // Mostly there are few.
    const few = await this.#session.read(`SELECT ${order} ${found} ORDER BY ${order} LIMIT ${page}`)
    if (few.length < page) {
      if (few.length > 0) yield few
      return
    }
    await this.#session.run(
      'DROP TABLE IF EXISTS near',
      `CREATE TABLE near AS SELECT ${order}, row_number() OVER (ORDER BY ${order}) AS place ${found}`,
    )
    yield* this.#session.pages('near', this.#ids)
  }

  /** That a packed state is this one. */
  #is(state: Int32Array): string {
    const sums = Array.from({ length: this.#keys.count }, () => 0n)
    this.#keys.fields.forEach(({ key, shift }, component) => {
      sums[key] = (sums[key] ?? 0n) + (BigInt(state[component] ?? 0) << BigInt(shift))
    })
    return sums.map((sum, key) => `k${key} = ${sum}`).join(' AND ')
  }
}
