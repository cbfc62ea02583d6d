import { count, hang, inkOf, padTo, type Ink, type Style } from '../render/style.ts'
import { renderTrace } from '../render/trace-text.ts'
import { answerTo, verdictOn, type Situation } from '../cap/cells.ts'
import { combinations, combinationsOf, type Combination } from '../cap/letters.ts'
import { centralCell, lessons, type Lesson } from '../cap/lessons.ts'
import { partitions, questions, type Row } from '../cap/rows.ts'
import { questionWords, situationWords } from '../cap/words.ts'
import type { CellName } from '../cap/names.ts'
import type { PropertyReport } from '../report.ts'

/** All that is to be printed. */
export interface Table {
  readonly rows: readonly Situation[]
  readonly variants: readonly Situation[]
}

/** The whole page: what is asked, the designs, the table, the central cell, what it teaches. */
export const pageText = (table: Table, style: Style): string => {
  const ink = inkOf(style)
  const isOpen = openIn(table).length > 0
  const lines = [
    ink.bold('Consistent, available, partition tolerant: eight designs in three situations'),
    '',
    ...hang(style, '', '', story),
    '',
    ...askedLines(table, style),
    '',
    ...designLines(table.rows, style),
    '',
    ...tableLines(table, style),
    '',
    ...noteLines(table, style),
    '',
    ...(isOpen ? [] : [...combinationLines(table, style), '']),
    ...hang(style, '', '', seeMore),
    '',
    ...centralLines(table, style),
    ...(isOpen ? [] : [ink.bold('What the table teaches'), '']),
    ...(isOpen ? [] : lessons.flatMap((lesson, index) => lessonLines(lesson, index, style, ink))),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const story =
  'A grocery service takes orders in two regions, Dhaka and CTG. Every user should see the latest ' +
  'state of an order, every request should get a response, and the system should survive it when ' +
  'the link between the regions is cut. Each design below was run through everything that can happen.'

const seeMore =
  'Why is a cell ✗? `netsplit cap --show cp/lasts/served` tells the run. Could another design do ' +
  'better? `netsplit impossible cap` proves that none can: in the same two cities, of the smallest ' +
  'case, one sack of rice and an order for it in each.'

/** Which designs have which of the eight combinations that are asked of all protocols at once. */
const combinationLines = ({ rows, variants }: Table, style: Style): readonly string[] => {
  const all = [...rows, ...variants]
  const having = (combination: Combination): string =>
    rowsOf(all)
      .filter((row) =>
        combinationsOf((partition, question) => {
          const situation = all.find((each) => each.row === row && each.partition === partition)
          return situation === undefined ? null : verdictOn(situation, question)
        }).includes(combination),
      )
      .map(({ name }) => name)
      .join(', ')
  return [
    ...hang(style, '', '', letterStory),
    '',
    ...combinations.flatMap((combination) =>
      hang(
        style,
        `  ${inkOf(style).bold(padTo(combination, 14))}`,
        ' '.repeat(16),
        `${having(combination)}${combination === 'C A P' ? ': nothing of it can be cut' : ''}`,
      ),
    ),
  ]
}

const letterStory =
  'Which of the three does a design have? C: it is consistent, A: it serves, P: and that although ' +
  'the link may be cut.'

const openReason = ({ report: { incomplete } }: Situation): string =>
  // What was left of the time for one of the checks says nothing.
  incomplete?.kind === 'seconds' ? 'the limit of time was reached' : (incomplete?.reason ?? '')

/** The situations of which not every question is decided. */
const openIn = ({ rows, variants }: Table): readonly Situation[] =>
  [...rows, ...variants].filter(({ report }) =>
    report.properties.some(({ verdict }) => verdict === 'incomplete'),
  )

/** Words and what they mean, the meanings in a column. */
const entries = (
  style: Style,
  pairs: readonly (readonly [word: string, meaning: string])[],
): readonly string[] =>
  pairs.flatMap(([word, meaning]) =>
    hang(style, `  ${inkOf(style).bold(padTo(word, 14))}`, ' '.repeat(16), meaning),
  )

const askedLines = ({ rows }: Table, style: Style): readonly string[] => {
  // A row that is asked what its model does not ask.
  const isLinearizable = rows.some(({ row }) => row.recast !== undefined)
  const words = isLinearizable ? { ...questionWords, consistent: linearizableWords } : questionWords
  return entries(
    style,
    questions.map((question) => [question, words[question]]),
  )
}

const linearizableWords =
  'linearizable: there seems to be one order, account, position or conversation, on which each ' +
  'request takes effect at one moment before it is answered'

const designLines = (situations: readonly Situation[], style: Style): readonly string[] =>
  entries(
    style,
    rowsOf(situations).map(({ name, design }) => [name, design]),
  )

const rowsOf = (situations: readonly Situation[]): readonly Row[] => [
  ...new Set(situations.map(({ row }) => row)),
]

const timerWords = { any: 'any', patient: 'patient' }

/** The table itself: 80 characters wide. */
export const tableLines = ({ rows, variants }: Table, style: Style): readonly string[] => {
  const ink = inkOf(style)
  const groups = (of: (partition: (typeof partitions)[number]) => string): string =>
    partitions.map((partition) => `${ink.dim('│')}${of(partition)}`).join('')
  const rule = ink.dim(`${'─'.repeat(20)}${`┼${'─'.repeat(19)}`.repeat(3)}`)
  const titles = questions.map((question) => question.slice(0, 4)).join(' ')
  const line = (row: Row, situations: readonly Situation[]): string => {
    const timers = situations.find((each) => each.row === row)?.timers ?? null
    const head = `${padTo(row.name, 13)}${padTo(timers === null ? '-' : timerWords[timers], 7)}`
    return `${ink.bold(head)}${groups((partition) => {
      const situation = situations.find((each) => each.row === row && each.partition === partition)
      return questions
        .map((question) =>
          mark(situation === undefined ? null : answerTo(situation, question), ink),
        )
        .join(' ')
    })}`.trimEnd()
  }
  return [
    `${' '.repeat(20)}${groups((partition) => padTo(`  ${situationWords[partition]}`, 19))}`.trimEnd(),
    `${padTo('model', 13)}${padTo('timers', 7)}${groups(() => titles)}`,
    rule,
    ...rowsOf(rows).map((row) => line(row, rows)),
    rule,
    ...rowsOf(variants).map((row) => line(row, variants)),
  ]
}

/** A verdict in four characters; an exclamation mark where the model expects another. */
const mark = (property: PropertyReport | null, ink: Ink): string => {
  if (property === null) return ` ${ink.dim('·')}  `
  const { verdict, expected } = property
  const surprise = verdict === expected ? ' ' : '!'
  const sign = {
    holds: ink.green('✓'),
    violated: ink.red('✗'),
    vacuous: ink.yellow('∅'),
    incomplete: ink.yellow('?'),
  }[verdict]
  return ` ${sign}${surprise} `
}

const noteLines = ({ rows, variants }: Table, style: Style): readonly string[] => {
  const all = [...rows, ...variants]
  const states = all.reduce((sum, { report }) => sum + report.states.distinct, 0)
  const [open] = openIn({ rows, variants })
  return [
    ...hang(style, '', '', 'Below the line, designs with one thing changed:'),
    '',
    ...designLines(variants, style),
    '',
    ...entries(style, [
      ['✓  ✗  ·', 'holds, is violated, is not asked'],
      ['timers', 'patient: they fire only when nothing is left that could arrive'],
      ['', 'any: they fire at any moment, early ones included'],
      ['', '-: the design has none'],
      ['a cut', 'that heals: it is promised that it does, at no known time'],
      ['', 'that lasts: nobody promises anything'],
      ['', 'messages across it wait until it heals; in ca they are lost'],
      ...(open === undefined
        ? [
            [
              'all runs',
              `${all.length} systems, ${count(states)} states, each of them visited`,
            ] as const,
          ]
        : [['?', `left open: ${openReason(open)}`] as const]),
    ]),
  ]
}

const centralLines = ({ rows }: Table, style: Style): readonly string[] => {
  const [name, partition] = centralCell.split('/')
  const situation = rows.find((each) => each.row.name === name && each.partition === partition)
  const property = situation === undefined ? null : answerTo(situation, 'consistent')
  if (property === null || property.trace === null) return []
  const intro =
    `The cell that all of this is about is ${centralCell}. The shortest run to it, after what ` +
    'is sent at the start, which is in every run and no step of it:'
  return [...hang(style, '', '', intro), '', renderTrace(property.trace, property, style)]
}

const lessonLines = (
  { text, rests }: Lesson,
  index: number,
  style: Style,
  ink: Ink,
): readonly string[] => [
  ...hang(style, `${index + 1}. `, '   ', text),
  ...hang(style, '   ', '   ', Object.keys(rests).join(' · ')).map((line) => ink.dim(line)),
  '',
]

/** One cell: its counterexample, or what its proof is of. */
export const cellText = (cell: CellName, situation: Situation, style: Style): string => {
  const ink = inkOf(style)
  const { row, partition, question } = cell
  const property = answerTo(situation, question)
  if (property === null) return ''
  const { report } = situation
  const name = ink.bold(`${row.name}/${partition}/${question}`)
  return [
    ...hang(style, '', '', `${name}: ${row.design}`),
    '',
    ...(property.trace === null
      ? [
          ...hang(style, `${ink.green('✓')} `, '  ', ink.bold(property.name)),
          ...hang(style, '  ', '  ', withoutTrace(property, report.states.distinct)),
          '',
        ]
      : [renderTrace(property.trace, property, style)]),
    'This rests on:',
    ...property.assumptions.flatMap(({ kind, text }) =>
      hang(style, '  - ', '    ', `${kind}: ${text}`),
    ),
    '',
  ].join('\n')
}

const withoutTrace = ({ verdict }: PropertyReport, states: number): string =>
  verdict === 'holds'
    ? `Holds. No run breaks it: all ${count(states)} states were visited.`
    : `The verdict is ${verdict}, after ${count(states)} states.`
