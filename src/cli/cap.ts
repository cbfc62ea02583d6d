import { reportToJson } from '../render/report-json.ts'
import { checkRows, checkSituation, verdictOn, type Situation } from './cap-cells.ts'
import { cellNamed } from './cap-names.ts'
import { partitions, questions, rows, variants } from './cap-rows.ts'
import { cellText, pageText } from './cap-text.ts'
import { jsonText } from './rendering.ts'

/** How to print, and what. */
export interface CapOptions {
  /** One cell instead of the whole table, such as `cp/lasts/served`. */
  readonly show?: string
  readonly json?: boolean
  readonly columns: number
  readonly colour: boolean
}

/** What to print and how to exit: 0 if every cell came out as its model expects, else 1. */
export interface Printed {
  readonly output: string
  readonly exitCode: number
}

/**
 * Runs every design of CAP through every situation and prints the table, or one cell of it with its
 * counterexample.
 *
 * @throws ModelError when `show` names no cell
 */
export const cap = async (options: CapOptions): Promise<Printed> => {
  if (options.show !== undefined) return await showCell(options.show, options)
  const table = { rows: await checkRows(rows), variants: await checkRows(variants) }
  return {
    output: options.json === true ? jsonText(tableJson(table)) : pageText(table, options),
    exitCode: exitCodeOf([...table.rows, ...table.variants]),
  }
}

const exitCodeOf = (situations: readonly Situation[]): number =>
  situations.every(({ report }) => report.asExpected) ? 0 : 1

const showCell = async (name: string, options: CapOptions): Promise<Printed> => {
  const cell = cellNamed(name)
  const situation = await checkSituation(cell.row, cell.partition, [cell.question])
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
