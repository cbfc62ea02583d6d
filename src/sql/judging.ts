import { sourceOf, type Facets } from '../explore/facets.ts'
import { idNames } from './keys.ts'
import type { Session } from './session.ts'

/** What a property that is not decided yet has to be asked about. */
export interface Open {
  readonly name: string
  /** What it reads: where two states have the same there, it says the same of both. Grows as it is asked. */
  readonly reads: ReadonlySet<number>
}

/** Asks about a state; false where nothing more is to be asked. */
type Ask = (state: Int32Array) => boolean

/** What a property has said of the looks that states were found to have. */
interface Looks {
  readonly table: string
  /** By number, the facets that make up a look. */
  readonly facets: readonly number[]
}

/**
 * Judges states by their looks: what a property reads. The looks that a level has and no level had before are
 * found by the database, with a state for each; only these are asked about.
 */
export class Judging {
  readonly #session: Session
  readonly #facets: Facets
  /** Of how many ids the content of a facet is in its table. */
  readonly #told = new Map<number, number>()
  readonly #looks = new Map<string, Looks>()
  #tables = 0

  constructor(session: Session, facets: Facets) {
    this.#session = session
    this.#facets = facets
  }

  /**
   * Has an open property asked about some states.
   *
   * @param states a table, or a query
   * @returns false where nothing more is to be asked
   */
  async judge({ name, reads }: Open, states: string, ask: Ask): Promise<boolean> {
    for (;;) {
      const before = reads.size
      const looks = await this.#looksOf(name, reads)
      if (!(await this.#askAbout(looks, states, ask))) return false
      // What it read besides may tell states apart that looked the same.
      if (reads.size === before) return true
    }
  }

  async #looksOf(name: string, reads: ReadonlySet<number>): Promise<Looks> {
    for (const facet of reads) await this.#tell(facet)
    const known = this.#looks.get(name)
    if (known !== undefined && known.facets.length === reads.size) return known
    if (known !== undefined) await this.#session.run(`DROP TABLE ${known.table}`)
    const looks = { table: `looks_${this.#tables++}`, facets: [...reads] }
    this.#looks.set(name, looks)
    const columns = ['x INTEGER', ...looks.facets.map((facet) => `x${facet} INTEGER`)]
    await this.#session.run(`CREATE TABLE ${looks.table} (${columns.join(', ')})`)
    return looks
  }

  async #askAbout({ table, facets }: Looks, states: string, ask: Ask): Promise<boolean> {
    const session = this.#session
    const ids = idNames(this.#facets.width)
    const columns = ['x', ...facets.map((facet) => `x${facet}`)]
    const isSame = (one: string, other: string): string =>
      columns.map((column) => `${one}.${column} = ${other}.${column}`).join(' AND ')
    const seen = `SELECT ${[...ids.map((id) => `f.${id}`), '0 AS x', ...facets.map((facet) => `t${facet}.content AS x${facet}`)].join(', ')} FROM (${states}) f ${facets.map((facet) => `JOIN facet_${facet} t${facet} ON t${facet}.id = f.c${sourceOf(this.#facets, facet).component}`).join(' ')}`
    await session.run(
      'DROP TABLE IF EXISTS fresh',
      `CREATE TABLE fresh AS SELECT DISTINCT ${columns.join(', ')} FROM (${seen}) n WHERE NOT EXISTS (SELECT 1 FROM ${table} l WHERE ${isSame('l', 'n')})`,
    )
    if ((await session.number('SELECT count(*) FROM fresh')) === 0) return true
    const order = ids.map((id) => `n.${id}`).join(', ')
    const look = columns.map((column) => `n.${column}`).join(', ')
    await session.run(
      'DROP TABLE IF EXISTS asked',
      `CREATE TABLE asked AS SELECT n.*, row_number() OVER (ORDER BY ${order}) AS place FROM (SELECT ${order}, row_number() OVER (PARTITION BY ${look} ORDER BY ${order}) AS nth FROM (${seen}) n JOIN fresh l ON ${isSame('l', 'n')}) n WHERE n.nth = 1`,
      `INSERT INTO ${table} SELECT ${columns.join(', ')} FROM fresh`,
    )
    for await (const rows of session.pages('asked', ids)) {
      for (const row of rows) {
        await session.turn()
        if (!ask(Int32Array.from(row))) return false
      }
    }
    return true
  }

  /** Sees to it that the content of a facet is known for all ids of its component. */
  async #tell(facet: number): Promise<void> {
    const { at, size } = sourceOf(this.#facets, facet)
    const known = this.#told.get(facet)
    if (known === undefined) {
      await this.#session.run(`CREATE TABLE facet_${facet} (id INTEGER, content INTEGER)`)
    }
    const rows: number[] = []
    for (let id = known ?? 0; id < size(); id++) rows.push(id, at(id))
    await this.#session.insert(`facet_${facet}`, 2, rows)
    this.#told.set(facet, size())
  }
}
