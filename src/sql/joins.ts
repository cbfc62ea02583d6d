import { noEffect, type Process, type Relation } from '../explore/relation.ts'
import type { Session } from './session.ts'

/** Told, by a query, in which states user code has thrown. */
type Blame = (states: string) => Promise<void>

/**
 * The steps of a relation in tables, to be joined with states. `steps` has the steps of each process by what it
 * reads, `known` by what that they are known, and how many there are; `after` what becomes of each component by an
 * effect. What a level needs and no table has is found out first: that, and nothing else, runs user code. Each state
 * is taken once with each process, so that a statement is about all of them: one may take long however little it is about.
 */
export class Joins {
  readonly #session: Session
  readonly #relation: Relation
  readonly #blame: Blame
  /** Those that steps found so far have an effect on. */
  readonly #affected = new Set<number>()
  /** How many components the processes read at most. */
  readonly #reads: number
  /** How many components there are. */
  readonly #width: number
  /** Those that steps may have an effect on. */
  readonly #components: readonly number[]

  constructor(session: Session, relation: Relation, blame: Blame) {
    const { processes } = relation
    this.#session = session
    this.#relation = relation
    this.#blame = blame
    this.#reads = Math.max(...processes.map(({ reads }) => reads.length))
    this.#width = Math.max(...processes.flatMap(({ reads, affects }) => [...reads, ...affects])) + 1
    this.#components = [...new Set(processes.flatMap(({ affects }) => affects))]
  }

  async begin(): Promise<void> {
    const reads = numbered('r', this.#reads)
    const writes = numbered('w', this.#reads)
    const effects = this.#components.map((component) => `e${component}`)
    await this.#session.run(
      table('steps', ['process', ...reads, 'due', 'always', ...writes, ...effects]),
      table('known', ['process', ...reads, 'count_all', 'count_progress']),
      table('after', ['component', 'effect', 'id', 'next']),
    )
  }

  /** Finds out what the states of a level can do. */
  async expand(level: string): Promise<void> {
    const { page } = this.#session
    const columns = ['process', ...numbered('r', this.#reads)]
    const list = columns.map((column) => `f.${column}`).join(', ')
    const query = `SELECT ${columns.join(', ')} FROM (SELECT DISTINCT ${list} FROM ${this.#each(level)} WHERE NOT EXISTS (SELECT 1 FROM known k WHERE ${this.#isOf('k')})) n ORDER BY ${columns.join(', ')} LIMIT ${page}`
    for (let asked = page; asked === page;) {
      const rows = await this.#session.read(query)
      asked = rows.length
      const [steps, known]: [number[], number[]] = [[], []]
      for (const row of rows) {
        await this.#session.turn()
        await this.#learnSteps(row, level, { steps, known })
      }
      const width = this.#reads
      await this.#session.insert('steps', 3 + 2 * width + this.#components.length, steps)
      await this.#session.insert('known', 3 + width, known)
    }
  }

  /** How many successors a level has; to be asked after {@link expand}. */
  countOf(level: string): Promise<number> {
    return this.#session.number(
      `SELECT CAST(sum(k.count_all) AS BIGINT) FROM ${this.#each(level)} JOIN known k ON ${this.#isOf('k')}`,
    )
  }

  /** A query for the states of a level that can do nothing but suffer faults. */
  stuckIn(level: string): string {
    const ids = Array.from({ length: this.#width }, (_, component) => `f.c${component}`).join(', ')
    return `SELECT ${ids} FROM ${this.#each(level)} JOIN known k ON ${this.#isOf('k')} GROUP BY ${ids} HAVING sum(k.count_progress) = 0`
  }

  /** A query for what the states of a level lead to, all of whose steps and effects are known then. */
  async candidatesOf(level: string): Promise<string> {
    await this.#learnEffects(level)
    const { processes } = this.#relation
    const ids = Array.from({ length: this.#width }, (_, component) => {
      const affected = this.#affected.has(component)
      const kept = affected ? `coalesce(a${component}.next, f.c${component})` : `f.c${component}`
      const written = processes.map(({ reads }) => {
        const at = reads.indexOf(component)
        return at < 0 ? null : `s.w${at}`
      })
      return `${byProcess('f', written, kept)} AS c${component}`
    })
    const joins = [...this.#affected].map(
      (component) =>
        `LEFT JOIN after a${component} ON a${component}.component = ${component} AND a${component}.effect = s.e${component} AND a${component}.id = f.c${component}`,
    )
    const { from, where } = this.#taken(level)
    return `SELECT ${ids.join(', ')}, s.due AS due FROM ${from} ${joins.join(' ')} WHERE ${where}`
  }

  /** The states `f` of a level, each with each process and with what that reads. */
  #each(level: string): string {
    const { processes } = this.#relation
    const reads = numbered('r', this.#reads).map((name, at) => {
      const read = processes.map((process) => {
        const component = process.reads[at]
        return component === undefined ? null : `l.c${component}`
      })
      return `${byProcess('p', read, '0')} AS ${name}`
    })
    const rows = processes.map(({ dueBit }, index) => `(${index}, ${dueBit})`)
    return `(SELECT l.*, p.process, p.bit, ${reads.join(', ')} FROM ${level} l CROSS JOIN (VALUES ${rows.join(', ')}) AS p(process, bit)) f`
  }

  /** That a row is of a process, and has what that reads in the state `f`. */
  #isOf(row: string): string {
    return ['process', ...numbered('r', this.#reads)]
      .map((column) => `${row}.${column} = f.${column}`)
      .join(' AND ')
  }

  /** @param row a process, and what it reads */
  async #learnSteps(
    [index = 0, ...row]: readonly number[],
    level: string,
    { steps, known }: { readonly steps: number[]; readonly known: number[] },
  ): Promise<void> {
    const { reads, affects } = this.#relation.processes[index] as Process
    const ids = row.slice(0, reads.length)
    const none = row.slice(reads.length)
    const where = reads.map((component, at) => `f.c${component} = ${ids[at]}`)
    const found = await this.#asking(
      () => this.#relation.stepsOf(index, ids),
      () => `SELECT f.* FROM ${level} f WHERE ${where.join(' AND ')}`,
    )
    known.push(index, ...row, found.count, found.progress)
    for (const { due, isAlways, writes, effects } of found.rows) {
      steps.push(index, ...row, due, isAlways ? 1 : 0, ...writes, ...none)
      for (const component of this.#components) {
        const effect = effects[affects.indexOf(component)] ?? noEffect
        steps.push(effect)
        if (effect !== noEffect) this.#affected.add(component)
      }
    }
  }

  async #learnEffects(level: string): Promise<void> {
    const { page } = this.#session
    const affected = [...this.#affected]
    if (affected.length === 0) return
    const { from, where } = this.#taken(level)
    const of = (column: (component: number) => string): string =>
      `CASE q.component ${affected.map((component) => `WHEN ${component} THEN ${column(component)}`).join(' ')} ELSE 0 END`
    const rows = affected.map((component) => `(${component})`).join(', ')
    const pairs = `SELECT q.component, ${of((component) => `s.e${component}`)} AS effect, ${of((component) => `f.c${component}`)} AS id FROM ${from} CROSS JOIN (VALUES ${rows}) AS q(component) WHERE ${where}`
    const query = `SELECT DISTINCT n.component, n.effect, n.id FROM (${pairs}) n WHERE n.effect <> ${noEffect} AND NOT EXISTS (SELECT 1 FROM after a WHERE a.component = n.component AND a.effect = n.effect AND a.id = n.id) ORDER BY n.component, n.effect, n.id LIMIT ${page}`
    for (let asked = page; asked === page;) {
      const rows = await this.#session.read(query)
      asked = rows.length
      const learnt: number[] = []
      for (const [component = 0, effect = noEffect, id = 0] of rows) {
        await this.#session.turn()
        const next = await this.#asking(
          () => this.#relation.after(component, effect, id),
          () =>
            `SELECT f.* FROM ${from} WHERE ${where} AND s.e${component} = ${effect} AND f.c${component} = ${id}`,
        )
        learnt.push(component, effect, id, next)
      }
      await this.#session.insert('after', 4, learnt)
    }
  }

  /** The states of a level joined with those steps that are taken there. */
  #taken(level: string): { readonly from: string; readonly where: string } {
    return {
      from: `${this.#each(level)} JOIN steps s ON ${this.#isOf('s')}`,
      where: '(f.bit = 0 OR (f.due & f.bit) <> 0 OR s.always = 1)',
    }
  }

  /** Asks what may run user code; where that throws, says in which states. */
  async #asking<Answer>(ask: () => Answer, states: () => string): Promise<Answer> {
    try {
      return ask()
    } catch (error) {
      await this.#blame(states())
      throw error
    }
  }
}

const table = (name: string, columns: readonly string[]): string =>
  `CREATE TABLE ${name} (${columns.map((column) => `${column} INTEGER`).join(', ')})`

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${letter}${at}`)

/** A value that depends on the process, as far as it says: else another one. */
const byProcess = (row: string, values: readonly (string | null)[], other: string): string => {
  const cases = values.flatMap((value, index) =>
    value === null || value === other ? [] : `WHEN ${index} THEN ${value}`,
  )
  return cases.length === 0 ? other : `CASE ${row}.process ${cases.join(' ')} ELSE ${other} END`
}
