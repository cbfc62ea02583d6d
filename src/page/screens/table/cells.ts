import { combinationsOf, type Combination } from '../../../cap/letters.ts'
import { partitions, questions, rows, variants } from '../../../cap/rows.ts'
import type { Partition, Question, Row } from '../../../cap/rows.ts'
import type { Parameters } from '../../../model/parameters.ts'
import type { PropertyReport } from '../../../report.ts'
import type { CellPlace, Subject } from '../../document.ts'
import type { Situation } from '../../engine/contract.ts'

/** A column of the table: a question in a situation. */
export interface Column {
  readonly partition: Partition
  readonly question: Question
}

/** A cell, by name and by what it is about. */
export interface Cell extends Column {
  readonly row: Row
}

/** How much of the table is shown. */
export interface Extent {
  readonly rows: readonly Row[]
  readonly columns: readonly Column[]
}

/** The designs and questions that carry the theorem. */
const carrying = { rows: ['cp', 'ap', 'ca', 'ideal'], questions: ['consistent', 'served'] }

/** What is shown: those that carry the theorem, or all. */
export const extentOf = (isWhole: boolean): Extent => {
  const all = [...rows, ...variants]
  const asked = isWhole ? questions : questions.filter((it) => carrying.questions.includes(it))
  return {
    rows: isWhole ? all : carrying.rows.flatMap((name) => all.filter((row) => row.name === name)),
    columns: partitions.flatMap((partition) => asked.map((question) => ({ partition, question }))),
  }
}

export const nameOf = ({ row, partition, question }: Cell): string =>
  `${row.name}/${partition}/${question}`

export const placeOf = ({ row, partition, question }: Cell): CellPlace => ({
  row: row.name,
  situation: partition,
  question,
})

/** The cell that an address names; null where there is none, or the question is not asked of the design. */
export const cellAt = ({ row: name, situation, question: asked }: CellPlace): Cell | null => {
  const row = [...rows, ...variants].find((each) => each.name === name)
  const partition = partitions.find((each) => each === situation)
  const question = questions.find((each) => each === asked)
  if (row === undefined || partition === undefined || question === undefined) return null
  return isAsked(row, question) ? { row, partition, question } : null
}

export const isAsked = (row: Row, question: Question): boolean => row.properties[question] !== null

/** What came out for a cell; null as long as that is not known. */
export const answerOf = (
  { row, partition, question }: Cell,
  situations: readonly Situation[],
): { readonly situation: Situation; readonly property: PropertyReport } | null => {
  const situation = situations.find(
    (each) => each.row.name === row.name && each.partition === partition,
  )
  const property = situation?.report.properties.find(
    ({ name }) => name === row.properties[question],
  )
  return situation === undefined || property === undefined ? null : { situation, property }
}

/** The system of a cell, as the other screens open it. */
export const subjectOf = ({ row, partition }: Cell): Subject => {
  const set: Parameters = { ...row.parameters, partition }
  const written = Object.entries(set).map(([name, value]) => [name, String(value)] as const)
  return {
    model: { kind: 'bundled', name: row.model },
    parameters: Object.fromEntries(written),
    flips: [],
  }
}

/** Of a design on one node: it answers as if nothing were cut, because nothing is. */
export const hasNothingToCut = ({ row, partition }: Pick<Cell, 'row' | 'partition'>): boolean =>
  row.name === 'single' && partition !== 'none'

/** Which of the eight combinations a design has, as far as it is known; none before its row is there. */
export const lettersOf = (row: Row, situations: readonly Situation[]): readonly Combination[] => {
  const own = situations.filter((each) => each.row.name === row.name)
  if (own.length < partitions.length) return []
  return combinationsOf(
    (partition, question) => answerOf({ row, partition, question }, own)?.property.verdict ?? null,
  )
}
