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

/** The looks that states were found to have, about which the properties that share this were asked. */
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
  /** By the name of a property. */
  readonly #looks = new Map<string, Looks>()
  #tables = 0
  #hasFacets = false

  constructor(session: Session, facets: Facets) {
    this.#session = session
    this.#facets = facets
  }

  /**
   * Has open properties asked about some states, each of which is asked about all of these properties.
   *
   * @param states a table, or a query in brackets
   * @returns false where nothing more is to be asked
   */
  async judge(open: readonly Open[], states: string, ask: Ask): Promise<boolean> {
    for (let waiting = open; waiting.length > 0;) {
      for (const looks of await this.#looksOf(waiting)) {
        if (!(await this.#askAbout(looks, states, ask))) return false
      }
      // What one read besides may tell states apart that looked the same.
      waiting = open.filter(
        ({ name, reads }) => this.#looks.get(name)?.facets.length !== reads.size,
      )
    }
    return true
  }

  /**
   * Takes over that some properties were asked about states, all of which each of them was asked about.
   *
   * @param states one after the other
   */
  async takeOver(open: readonly Open[], states: readonly number[]): Promise<void> {
    const { width } = this.#facets
    for (const { table, facets } of await this.#looksOf(open)) {
      const sources = facets.map((facet) => sourceOf(this.#facets, facet))
      const columns = facets.length + 1
      const seen = new Set<string>()
      let rows: number[] = []
      for (let from = 0; from < states.length; from += width) {
        await this.#session.turn()
        const look = sources.map(({ component, at }) => at(states[from + component] ?? 0))
        if (seen.size === seen.add(look.join()).size) continue
        rows.push(0, ...look)
        if (rows.length < this.#session.page * columns) continue
        await this.#session.insert(table, columns, rows)
        rows = []
      }
      await this.#session.insert(table, columns, rows)
    }
  }

  /**
   * The looks of some properties. Those that read the same share theirs, if they begin to do so together: then each
   * was asked about all that are known.
   */
  async #looksOf(open: readonly Open[]): Promise<ReadonlySet<Looks>> {
    const all = new Set<Looks>()
    const begun = new Map<string, Looks>()
    for (const { name, reads } of open) {
      const known = this.#looks.get(name)
      const facets = [...reads].toSorted((one, other) => one - other)
      const looks =
        known?.facets.length === reads.size
          ? known
          : (begun.get(facets.join()) ?? (await this.#beginLooks(facets)))
      if (looks !== known) begun.set(facets.join(), looks)
      this.#looks.set(name, looks)
      all.add(looks)
      const isLeft = known !== undefined && ![...this.#looks.values()].includes(known)
      if (isLeft) await this.#session.run(`DROP TABLE ${known.table}`)
    }
    for (const { facets } of all) await this.#tell(facets)
    return all
  }

  async #beginLooks(facets: readonly number[]): Promise<Looks> {
    const looks = { table: `looks_${this.#tables++}`, facets }
    const columns = ['x INTEGER', ...facets.map((facet) => `x${facet} INTEGER`)]
    await this.#session.run(`CREATE TABLE ${looks.table} (${columns.join(', ')})`)
    return looks
  }

  async #askAbout({ table, facets }: Looks, states: string, ask: Ask): Promise<boolean> {
    const session = this.#session
    const ids = idNames(this.#facets.width)
    const columns = ['x', ...facets.map((facet) => `x${facet}`)]
    const isSame = (one: string, other: string): string =>
      columns.map((column) => `${one}.${column} = ${other}.${column}`).join(' AND ')
    const seen = `SELECT ${[...ids.map((id) => `f.${id}`), '0 AS x', ...facets.map((facet) => `t${facet}.content AS x${facet}`)].join(', ')} FROM ${states} f ${facets.map((facet) => this.#contentOf(facet)).join(' ')}`
    const order = ids.map((id) => `n.${id}`).join(', ')
    const look = columns.map((column) => `n.${column}`).join(', ')
    const isNew = `NOT EXISTS (SELECT 1 FROM ${table} l WHERE ${isSame('l', 'n')})`
    const first = (from: string): string =>
      `SELECT n.* FROM (SELECT ${order}, ${look}, row_number() OVER (PARTITION BY ${look} ORDER BY ${order}) AS nth FROM (${seen}) n ${from}) n WHERE n.nth = 1`
    const few = await session.read(
      `SELECT ${order}, ${look} FROM (${first(`WHERE ${isNew}`)}) n ORDER BY ${order} LIMIT ${session.page}`,
    )
    if (few.length < session.page) {
      const looks = few.flatMap((row) => row.slice(ids.length))
      await session.insert(table, columns.length, looks)
      return this.#askEach(few, ask)
    }
    await session.run(
      'DROP TABLE IF EXISTS fresh',
      `CREATE TABLE fresh AS SELECT DISTINCT ${columns.join(', ')} FROM (${seen}) n WHERE ${isNew}`,
      'DROP TABLE IF EXISTS asked',
      `CREATE TABLE asked AS SELECT n.*, row_number() OVER (ORDER BY ${order}) AS place FROM (${first(`JOIN fresh l ON ${isSame('l', 'n')}`)}) n`,
      `INSERT INTO ${table} SELECT ${columns.join(', ')} FROM fresh`,
    )
    for await (const rows of session.pages('asked', ids)) {
      if (!(await this.#askEach(rows, ask))) return false
    }
    return true
  }

  /** Joins states with the content of a facet: each with the same table, which Spark hands out once. */
  #contentOf(facet: number): string {
    const { component } = sourceOf(this.#facets, facet)
    const own = `CAST(facet AS BIGINT) * ${2 ** 31} + id`
    return `JOIN (SELECT ${own} AS place, content FROM facets) t${facet} ON t${facet}.place = ${facet * 2 ** 31} + f.c${component}`
  }

  async #askEach(rows: readonly (readonly number[])[], ask: Ask): Promise<boolean> {
    for (const row of rows) {
      await this.#session.turn()
      if (!ask(Int32Array.from(row.slice(0, this.#facets.width)))) return false
    }
    return true
  }

  /** Sees to it that the content of some facets is known for all ids of their components. */
  async #tell(facets: readonly number[]): Promise<void> {
    if (!this.#hasFacets) {
      await this.#session.run('CREATE TABLE facets (facet INTEGER, id INTEGER, content INTEGER)')
    }
    this.#hasFacets = true
    const rows: number[] = []
    for (const facet of facets) {
      const { at, size } = sourceOf(this.#facets, facet)
      for (let id = this.#told.get(facet) ?? 0; id < size(); id++) rows.push(facet, id, at(id))
      this.#told.set(facet, size())
    }
    await this.#session.insert('facets', 3, rows)
  }
}
