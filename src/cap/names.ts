import { didYouMean, ModelError } from '../value/model-error.ts'
import {
  partitions,
  questions,
  rows,
  variants,
  type Partition,
  type Question,
  type Row,
} from './rows.ts'

/** A cell of the table. */
export interface CellName {
  readonly row: Row
  readonly partition: Partition
  readonly question: Question
}

/** Other words for the same. */
const synonyms: Readonly<Record<string, string>> = {
  no: 'none',
  without: 'none',
  heal: 'heals',
  healing: 'heals',
  healed: 'heals',
  last: 'lasts',
  lasting: 'lasts',
  lasted: 'lasts',
  consistency: 'consistent',
  answer: 'answered',
  answers: 'answered',
  serve: 'served',
  serves: 'served',
  converge: 'converges',
  converged: 'converges',
  convergence: 'converges',
}

const allRows = [...rows, ...variants]

/**
 * The cell that a name such as `cp/lasts/served` stands for: a row, a situation, a question.
 *
 * @throws ModelError 'bad-option' that lists what may be asked for
 */
export const cellNamed = (text: string): CellName => {
  const words = text.toLowerCase().split('/').map(plainWord)
  const [model = '', situation = '', question = ''] = words
  if (words.length !== 3) {
    const what = `'${text}' is not the name of a cell`
    throw bad(text, what, `name it model/situation/question, such as cp/lasts/served; ${lists()}`)
  }
  const names = allRows.map(({ name }) => name)
  const row = allRows.find(({ name }) => name === model)
  const partition = partitions.find((name) => name === situation)
  const asked = questions.find((name) => name === question)
  if (row === undefined) throw unknown(text, 'model', model, names)
  if (partition === undefined) throw unknown(text, 'situation', situation, partitions)
  if (asked === undefined) throw unknown(text, 'question', question, questions)
  if (row.properties[asked] === null) {
    const askedOf = allRows.filter(({ properties }) => properties[asked] !== null)
    const cells = askedOf.map(({ name }) => `${name}/${partition}/${asked}`)
    throw bad(text, `It is not asked of ${row.name} whether it ${asked}`, `ask ${cells.join(', ')}`)
  }
  return { row, partition, question: asked }
}

const plainWord = (word: string): string => {
  const plain = word.trim().replace(/^cap-/, '')
  return Object.hasOwn(synonyms, plain) ? (synonyms[plain] ?? plain) : plain
}

const lists = (): string =>
  `the models are ${allRows.map(({ name }) => name).join(', ')}; ` +
  `the situations ${partitions.join(', ')}; the questions ${questions.join(', ')}`

const unknown = (
  text: string,
  kind: string,
  word: string,
  known: readonly string[],
): ModelError => {
  const isAvailable = word.startsWith('availab')
  const hint = isAvailable ? 'that has two meanings: ' : didYouMean(word, known)
  return bad(text, `There is no ${kind} '${word}' in the table`, `${hint}${lists()}`)
}

const bad = (text: string, what: string, fix: string): ModelError =>
  new ModelError('bad-option', { what, where: [`netsplit cap --show ${text}`], fix })
