import { noEffect, type Process, type Relation } from '../explore/relation.ts'
import type { Session } from './session.ts'

/** Told, by a query, in which states user code has thrown. */
type Blame = (states: string) => Promise<void>

/**
 * The steps of a relation in tables, to be joined with states. `steps_p` has the steps of process p by what it
 * reads, `known_p` by what that they are known, and how many there are; `after_r` what becomes of component r by an
 * effect. What a level needs and no table has is found out first: that, and nothing else, runs user code.
 */
export class Joins {
  readonly #session: Session
  readonly #relation: Relation
  readonly #blame: Blame
  /** By process those that its steps found so far have an effect on. */
  readonly #affected: readonly Set<number>[]

  constructor(session: Session, relation: Relation, blame: Blame) {
    this.#session = session
    this.#relation = relation
    this.#blame = blame
    this.#affected = relation.processes.map(() => new Set())
  }

  async begin(): Promise<void> {
    for (const [index, { reads, affects }] of this.#relation.processes.entries()) {
      const columns = [
        ...reads.map((_, at) => `r${at}`),
        'due',
        'always',
        ...reads.map((_, at) => `w${at}`),
        ...affects.map((component) => `e${component}`),
      ]
      const known = [...reads.map((_, at) => `r${at}`), 'count_all', 'count_progress']
      await this.#session.run(table(`steps_${index}`, columns), table(`known_${index}`, known))
    }
    for (const component of this.#components) {
      await this.#session.run(table(`after_${component}`, ['effect', 'id', 'next']))
    }
  }

  /** Finds out what the states of a level can do. */
  async expand(level: string): Promise<void> {
    for (const [index, process] of this.#relation.processes.entries()) {
      await this.#learnSteps(index, process, level)
    }
  }

  /** How many successors a level has; to be asked after {@link expand}. */
  async countOf(level: string): Promise<number> {
    let sum = 0
    for (const [index, process] of this.#relation.processes.entries()) {
      const join = `JOIN known_${index} k ON ${readsOf(process, 'k')}`
      sum += await this.#session.number(
        `SELECT CAST(sum(k.count_all) AS BIGINT) FROM ${level} f ${join}`,
      )
    }
    return sum
  }

  /** A query for the states of a level that can do nothing but suffer faults. */
  stuckIn(level: string): string {
    const { processes } = this.#relation
    const joins = processes.map(
      (process, index) => `JOIN known_${index} k${index} ON ${readsOf(process, `k${index}`)}`,
    )
    const none = processes.map((_, index) => `k${index}.count_progress = 0`).join(' AND ')
    return `SELECT f.* FROM ${level} f ${joins.join(' ')} WHERE ${none}`
  }

  /** A query for what the states of a level lead to, all of whose steps and effects are known then. */
  async candidatesOf(level: string): Promise<string> {
    for (const component of this.#components) await this.#learnEffects(component, level)
    return this.#relation.processes
      .map((process, index) => this.#candidates(index, process, level))
      .join(' UNION ALL ')
  }

  get #components(): readonly number[] {
    return [...new Set(this.#relation.processes.flatMap(({ affects }) => affects))]
  }

  async #learnSteps(index: number, process: Process, level: string): Promise<void> {
    const columns = process.reads.map((component) => `f.c${component}`).join(', ')
    const missing = `SELECT DISTINCT ${columns} FROM ${level} f WHERE NOT EXISTS (SELECT 1 FROM known_${index} k WHERE ${readsOf(process, 'k')}) ORDER BY ${columns} LIMIT ${this.#session.page}`
    for (;;) {
      const asked = await this.#session.read(missing)
      if (asked.length === 0) return
      const steps: number[] = []
      const known: number[] = []
      for (const ids of asked) {
        await this.#session.turn()
        const where = process.reads.map((component, at) => `f.c${component} = ${ids[at]}`)
        const found = await this.#asking(
          () => this.#relation.stepsOf(index, ids),
          `SELECT f.* FROM ${level} f WHERE ${where.join(' AND ')}`,
        )
        known.push(...ids, found.count, found.progress)
        for (const { due, isAlways, writes, effects } of found.rows) {
          steps.push(...ids, due, isAlways ? 1 : 0, ...writes, ...effects)
          effects.forEach((effect, at) => {
            if (effect !== noEffect) this.#affected[index]?.add(process.affects[at] as number)
          })
        }
      }
      const reads = process.reads.length
      await this.#session.insert(`steps_${index}`, 2 * reads + 2 + process.affects.length, steps)
      await this.#session.insert(`known_${index}`, reads + 2, known)
    }
  }

  async #learnEffects(component: number, level: string): Promise<void> {
    const taken = this.#relation.processes.flatMap((process, index) => {
      const { from, where } = this.#taken(index, process, level)
      return this.#affected[index]?.has(component) === true ? `FROM ${from} WHERE ${where}` : []
    })
    if (taken.length === 0) return
    const pairs = taken.map(
      (source) =>
        `SELECT s.e${component} AS effect, f.c${component} AS id ${source} AND s.e${component} <> ${noEffect}`,
    )
    const missing = `SELECT DISTINCT effect, id FROM (${pairs.join(' UNION ALL ')}) n WHERE NOT EXISTS (SELECT 1 FROM after_${component} a WHERE a.effect = n.effect AND a.id = n.id) ORDER BY effect, id LIMIT ${this.#session.page}`
    for (;;) {
      const asked = await this.#session.read(missing)
      if (asked.length === 0) return
      const rows: number[] = []
      for (const [effect = noEffect, id = 0] of asked) {
        await this.#session.turn()
        const next = await this.#asking(
          () => this.#relation.after(component, effect, id),
          taken
            .map(
              (source) =>
                `SELECT f.* ${source} AND s.e${component} = ${effect} AND f.c${component} = ${id}`,
            )
            .join(' UNION ALL '),
        )
        rows.push(effect, id, next)
      }
      await this.#session.insert(`after_${component}`, 3, rows)
    }
  }

  /** The states of a level joined with those steps of a process that are taken there. */
  #taken(
    index: number,
    process: Process,
    level: string,
  ): { readonly from: string; readonly where: string } {
    return {
      from: `${level} f JOIN steps_${index} s ON ${readsOf(process, 's')}`,
      where: process.dueBit === 0 ? '1 = 1' : `((f.due & ${process.dueBit}) <> 0 OR s.always = 1)`,
    }
  }

  #candidates(index: number, process: Process, level: string): string {
    const affected = [...(this.#affected[index] ?? [])]
    const width = Math.max(...process.reads, ...process.affects) + 1
    const ids = Array.from({ length: width }, (_, component) => {
      const written = process.reads.indexOf(component)
      if (written >= 0) return `s.w${written} AS c${component}`
      return affected.includes(component)
        ? `coalesce(a${component}.next, f.c${component}) AS c${component}`
        : `f.c${component} AS c${component}`
    })
    const joins = affected.map(
      (component) =>
        `LEFT JOIN after_${component} a${component} ON a${component}.effect = s.e${component} AND a${component}.id = f.c${component}`,
    )
    const { from, where } = this.#taken(index, process, level)
    return `SELECT ${ids.join(', ')}, s.due AS due FROM ${from} ${joins.join(' ')} WHERE ${where}`
  }

  /** Asks what may run user code; where that throws, says in which states. */
  async #asking<Answer>(ask: () => Answer, states: string): Promise<Answer> {
    try {
      return ask()
    } catch (error) {
      await this.#blame(states)
      throw error
    }
  }
}

const table = (name: string, columns: readonly string[]): string =>
  `CREATE TABLE ${name} (${columns.map((column) => `${column} INTEGER`).join(', ')})`

/** That a row's columns are what a process reads in the state `f`. */
const readsOf = ({ reads }: Process, row: string): string =>
  reads.map((component, at) => `${row}.r${at} = f.c${component}`).join(' AND ')
