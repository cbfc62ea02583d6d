import { noEffect, type Process, type Relation } from '../explore/relation.ts'
import { Halt } from '../pace/pace.ts'
import { asks, type Asked } from './asked.ts'
import type { Session } from './session.ts'

/** Told, by a query, in which states user code has thrown. */
type Blame = (states: string) => Promise<void>

/** Rows of the tables of steps and of effects. */
export interface Learnt {
  readonly steps: number[]
  readonly after: number[]
}

/** What a row of `steps` is: that the steps are known, `first` of them, `second` of these no faults; or a step. */
const kinds = {
  known: 0,
  /** `first` is due after it; where `second` is 1, it is taken even where its process's steps are not due. */
  step: 1,
}

/** The rows that say what is known. */
const known = `(SELECT * FROM steps WHERE kind = ${kinds.known}) k`

/** In place of a process: all those whose steps are known. */
const allKnown = -1

/**
 * The steps of a relation in tables, to be joined with states. `steps` has the steps of each process by what it
 * reads, and a row besides that says that these are known, and how many there are; `after` what becomes of each
 * component by an effect, whose number says of which component it is. What a level needs and no table has is found out
 * first: that, and nothing else, runs user code. Each state is taken once with each process, so that a statement is
 * about all of them: one may take long however little it is about, so there are as few as can be.
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
  readonly #asked: Asked | null

  /** @param asked gets what user code is asked. Default: nobody wants to know */
  constructor(session: Session, relation: Relation, blame: Blame, asked: Asked | null = null) {
    const { processes } = relation
    this.#asked = asked
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
      table('steps', ['process', ...reads, 'kind', 'first', 'second', ...writes, ...effects]),
      table('after', ['effect', 'id', 'next']),
    )
  }

  /**
   * Finds out what the states of a level can do.
   *
   * @returns how many successors they have
   */
  async expand(level: string): Promise<number> {
    const { page } = this.#session
    const reads = numbered('r', this.#reads)
    const columns = ['process', ...reads]
    const isNew = 'k.process IS NULL'
    const asked = [
      `CASE WHEN ${isNew} THEN f.process ELSE ${allKnown} END AS process`,
      ...reads.map((column) => `CASE WHEN ${isNew} THEN f.${column} ELSE 0 END AS ${column}`),
      `CASE WHEN ${isNew} THEN 1 ELSE k.first END AS times`,
    ]
    const list = columns.join(', ')
    const query = `SELECT ${list}, CAST(sum(CAST(times AS BIGINT)) AS BIGINT) FROM (SELECT ${asked.join(', ')} FROM ${this.#each(level)} LEFT JOIN ${known} ON ${this.#isOf('k')}) n GROUP BY ${list} ORDER BY ${list} LIMIT ${page + 1}`
    for (;;) {
      const rows = await this.#session.read(query)
      const unknown = rows.filter(([process]) => process !== allKnown)
      let successors = sumOf(rows.filter(([process]) => process === allKnown))
      const steps: number[] = []
      for (const row of unknown) {
        await this.#session.turn()
        const asked = row.slice(0, -1)
        const count = await this.#asking(
          () => this.#learnSteps(asked, steps),
          () => this.#readIn(asked, level),
        )
        successors += count * (row.at(-1) ?? 0)
      }
      await this.#insertSteps(steps)
      if (unknown.length < page) return successors
    }
  }

  /** A query for the states of a level that can do nothing but suffer faults. */
  stuckIn(level: string): string {
    const ids = Array.from({ length: this.#width }, (_, component) => `f.c${component}`).join(', ')
    return `SELECT ${ids} FROM ${this.#each(level)} JOIN ${known} ON ${this.#isOf('k')} GROUP BY ${ids} HAVING sum(k.second) = 0`
  }

  /** Finds out what becomes of components by the steps of a level; after {@link expand}. */
  async learnEffects(level: string): Promise<void> {
    const { page } = this.#session
    const affected = [...this.#affected]
    if (affected.length === 0) return
    const { from, where } = this.#taken(level)
    const of = (column: (component: number) => string): string =>
      `CASE q.component ${affected.map((component) => `WHEN ${component} THEN ${column(component)}`).join(' ')} ELSE 0 END`
    const rows = affected.map((component) => `(${component})`).join(', ')
    const pairs = `SELECT ${of((component) => `s.e${component}`)} AS effect, ${of((component) => `f.c${component}`)} AS id FROM ${from} CROSS JOIN (VALUES ${rows}) AS q(component) WHERE ${where}`
    const query = `SELECT DISTINCT n.effect, n.id FROM (${pairs}) n WHERE n.effect <> ${noEffect} AND NOT EXISTS (SELECT 1 FROM after a WHERE a.effect = n.effect AND a.id = n.id) ORDER BY n.effect, n.id LIMIT ${page}`
    for (let asked = page; asked === page;) {
      const rows = await this.#session.read(query)
      asked = rows.length
      const learnt: number[] = []
      for (const [effect = noEffect, id = 0] of rows) {
        await this.#session.turn()
        const component = effect % this.#width
        await this.#asking(
          () => this.#learnEffect(effect, id, learnt),
          () =>
            `SELECT f.* FROM ${from} WHERE ${where} AND s.e${component} = ${effect} AND f.c${component} = ${id}`,
        )
      }
      await this.#insertAfter(learnt)
    }
  }

  /**
   * Learns once more what was asked in another process, in the same order.
   *
   * @param question what was noted of it
   * @param learnt gets rows, to be handed to {@link insert}
   */
  learnAgain(
    kind: typeof asks.steps | typeof asks.after,
    question: readonly number[],
    learnt: Learnt,
  ): void {
    if (kind === asks.steps) this.#learnSteps(question, learnt.steps)
    else this.#learnEffect(question[0] ?? noEffect, question[1] ?? 0, learnt.after)
  }

  /** How many numbers a question of a kind has. */
  lengthOf(kind: typeof asks.steps | typeof asks.after): number {
    return kind === asks.steps ? 1 + this.#reads : 2
  }

  async insert({ steps, after }: Learnt): Promise<void> {
    await this.#insertSteps(steps)
    await this.#insertAfter(after)
  }

  #insertSteps(rows: readonly number[]): Promise<void> {
    const width = 4 + 2 * this.#reads + this.#components.length
    return this.#session.insert('steps', width, rows)
  }

  #insertAfter(rows: readonly number[]): Promise<void> {
    return this.#session.insert('after', 3, rows)
  }

  /** A query for what the states of a level lead to, to be asked for after {@link learnEffects}. */
  candidatesOf(level: string): string {
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
    // The same of `after` in each: Spark hands it out once.
    const joins = [...this.#affected].map(
      (component) =>
        `LEFT JOIN after a${component} ON a${component}.effect = s.e${component} AND a${component}.id = f.c${component}`,
    )
    const { from, where } = this.#taken(level)
    return `SELECT ${ids.join(', ')}, s.first AS due FROM ${from} ${joins.join(' ')} WHERE ${where}`
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

  /** A query for the states of a level in which a process reads this. @param asked the process, and what it reads */
  #readIn([index = 0, ...ids]: readonly number[], level: string): string {
    const { reads } = this.#relation.processes[index] as Process
    const where = reads.map((component, at) => `f.c${component} = ${ids[at]}`)
    return `SELECT f.* FROM ${level} f WHERE ${where.join(' AND ')}`
  }

  /**
   * @param asked a process, and what it reads
   * @param steps gets the rows of its steps
   * @returns how many there are
   */
  #learnSteps(asked: readonly number[], steps: number[]): number {
    const [index = 0, ...row] = asked
    const { reads, affects } = this.#relation.processes[index] as Process
    const none = row.slice(reads.length)
    const { count, progress, rows } = this.#relation.stepsOf(index, row.slice(0, reads.length))
    const nothing = Array.from({ length: this.#reads + this.#components.length }, () => 0)
    const from = steps.length
    steps.push(index, ...row, kinds.known, count, progress, ...nothing)
    for (const { due, isAlways, writes, effects } of rows) {
      steps.push(index, ...row, kinds.step, due, isAlways ? 1 : 0, ...writes, ...none)
      for (const component of this.#components) {
        const effect = effects[affects.indexOf(component)] ?? noEffect
        steps.push(effect === noEffect ? noEffect : this.#numbered(effect, component))
        if (effect !== noEffect) this.#affected.add(component)
      }
    }
    this.#asked?.note(asks.steps, asked, steps.slice(from))
    return count
  }

  /** @param learnt gets the row that says what becomes of an id by an effect */
  #learnEffect(effect: number, id: number, learnt: number[]): void {
    const component = effect % this.#width
    const next = this.#relation.after(component, (effect - component) / this.#width, id)
    learnt.push(effect, id, next)
    this.#asked?.note(asks.after, [effect, id], [next])
  }

  /** The number of an effect among those on all components. @throws Halt where a column has no room for it */
  #numbered(effect: number, component: number): number {
    const number = effect * this.#width + component
    if (number >= 2 ** 31) throw new Halt('memory')
    return number
  }

  /** The states of a level joined with those steps that are taken there. */
  #taken(level: string): { readonly from: string; readonly where: string } {
    return {
      from: `${this.#each(level)} JOIN steps s ON ${this.#isOf('s')}`,
      where: `s.kind = ${kinds.step} AND (f.bit = 0 OR (f.due & f.bit) <> 0 OR s.second = 1)`,
    }
  }

  /** Asks what may run user code; where that throws, says in which states. */
  async #asking<Answer>(ask: () => Answer, states: () => string): Promise<Answer> {
    try {
      return ask()
    } catch (error) {
      if (!(error instanceof Halt)) await this.#blame(states())
      throw error
    }
  }
}

/** What the last columns of some rows come to. */
const sumOf = (rows: readonly (readonly number[])[]): number =>
  rows.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0)

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
