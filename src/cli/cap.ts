import { reportToJson } from '../render/report-json.ts'
import {
  checkRows,
  checkSituation,
  verdictOn,
  type CapLimits,
  type Situation,
} from '../cap/cells.ts'
import { linearized } from '../cap/linearizable.ts'
import { cellNamed } from '../cap/names.ts'
import { partitions, questions, rows, variants } from '../cap/rows.ts'
import { cellText, pageText } from './cap-text.ts'
import { statusOf } from './status.ts'
import { Exit } from './io.ts'
import { jsonText } from './rendering.ts'

/** How to print, and what. */
export interface CapOptions {
  /** One cell instead of the whole table, such as `cp/lasts/served`. */
  readonly show?: string
  readonly json?: boolean
  /** Whether consistency is linearizability, instead of what each model says of it in its own words. */
  readonly linearizable?: boolean
  readonly limits?: CapLimits
  readonly columns: number
  readonly colour: boolean
}

/** What to print, and how to exit. */
export interface Printed {
  readonly output: string
  readonly exitCode: number
  /** The whole table, if that is what was made. */
  readonly table: readonly Situation[] | null
}

/**
 * Runs every design of CAP through every situation and prints the table, or one cell of it with its
 * counterexample.
 *
 * @throws ModelError when `show` names no cell
 */
export const cap = async (options: CapOptions): Promise<Printed> => {
  if (options.show !== undefined) return await showCell(options.show, options)
  const isLinearizable = options.linearizable === true
  const asked = isLinearizable ? rows.map(linearized) : rows
  const changed = isLinearizable ? variants.map(linearized) : variants
  const all = await checkRows([...asked, ...changed], options.limits)
  const table = {
    rows: all.filter(({ row }) => asked.includes(row)),
    variants: all.filter(({ row }) => changed.includes(row)),
  }
  return {
    output: options.json === true ? jsonText(tableJson(table)) : pageText(table, options),
    exitCode: exitCodeOf(all),
    table: all,
  }
}

/** 1 if some cell came out otherwise than its model expects, 3 if only some is left open, else 0. */
const exitCodeOf = (situations: readonly Situation[]): number => {
  const statuses = situations.map(({ report }) => statusOf(report))
  if (statuses.includes(Exit.unexpected)) return Exit.unexpected
  return statuses.includes(Exit.incomplete) ? Exit.incomplete : Exit.asExpected
}

const showCell = async (name: string, options: CapOptions): Promise<Printed> => {
  const named = cellNamed(name)
  const cell = options.linearizable === true ? { ...named, row: linearized(named.row) } : named
  const situation = await checkSituation(cell.row, cell.partition, [cell.question], options.limits)
  const document = {
    cell: {
      model: cell.row.name,
      partition: cell.partition,
      question: cell.question,
      verdict: verdictOn(situation, cell.question),
    },
    report: reportToJson(situation.report),
  }
  return {
    output: options.json === true ? jsonText(document) : cellText(cell, situation, options),
    exitCode: exitCodeOf([situation]),
    table: null,
  }
}

const tableJson = (table: {
  readonly rows: readonly Situation[]
  readonly variants: readonly Situation[]
}): object => ({
  cells: table.rows.map((situation) => ({ model: situation.row.name, ...cellsJson(situation) })),
  variants: table.variants.map((situation) => ({
    variant: situation.row.name,
    model: situation.row.model.replace('cap-', ''),
    parameters: situation.row.parameters,
    ...cellsJson(situation),
  })),
})

const cellsJson = (situation: Situation): object => ({
  partition: situation.partition,
  timers: situation.timers,
  ...Object.fromEntries(questions.map((question) => [question, verdictOn(situation, question)])),
})

/** Every cell of the table that has a verdict, by name. */
export const cellNames: readonly string[] = [...rows, ...variants].flatMap(({ name, properties }) =>
  partitions.flatMap((partition) =>
    questions
      .filter((question) => properties[question] !== null)
      .map((question) => `${name}/${partition}/${question}`),
  ),
)
