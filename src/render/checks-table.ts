import { showName } from '../value/notation.ts'
import { subjectOf, type Checked } from './checked.ts'
import { duration } from './report-summary.ts'
import { markOf, toneOf } from './report-text.ts'
import { sweepChart } from './sweep-chart.ts'
import { count, counted, hang, inkOf, padTo, widthOf, type Ink, type Style } from './style.ts'

/** Several checks as a table: of each its model and parameters, a mark for each property, states, time. */
export const renderChecks = (all: readonly Checked[], style: Style): string => {
  const ink = inkOf(style)
  const subjects = all.map((each) => showName(subjectOf(each)))
  const width = Math.min(mostSubject, Math.max(0, ...subjects.map(widthOf)))
  const cells = all.map(cellsOf)
  const widest = (column: number): number =>
    Math.max(0, ...cells.map((row) => widthOf(row[column] ?? '')))
  const columns = [widest(0), widest(1), widest(2)]
  const rows = all.flatMap((each, at) => {
    const head = `  ${toneOfCheck(each, ink)(markOfCheck(each))} `
    const subject = padTo(subjects[at] ?? '', width)
    const [marks = '', states = '', time = ''] = cells[at] ?? []
    if (each.came.kind !== 'report')
      return hang(style, `${head}${subject}  `, ' '.repeat(width + 6), wordsOf(each))
    const counts = `${states.padStart(columns[1] ?? 0)}  ${time.padStart(columns[2] ?? 0)}`
    const tones = paintedMarks(each, ink) + ' '.repeat((columns[0] ?? 0) - widthOf(marks))
    return [`${head}${subject}  ${tones}  ${counts}`.trimEnd()]
  })
  return `${[ink.bold('Checks'), ...rows, ...legend(all, style, ink), ...chart(all, ink), ...surprises(all, style, ink), '', conclusion(all, style, ink)].join('\n')}\n`
}

/** A longer name of a model with its parameters moves the columns of its own row only. */
const mostSubject = 48

/** The cells of a row, without colours: the marks of the properties, states, time. */
const cellsOf = (each: Checked): readonly string[] => {
  const { came } = each
  if (came.kind !== 'report') return []
  const { properties, states, seconds } = came.report
  return [
    properties.map(({ verdict }) => markOf(verdict)).join(''),
    counted(states.distinct, 'state'),
    duration(seconds),
  ]
}

const paintedMarks = ({ came }: Checked, ink: Ink): string =>
  came.kind === 'report'
    ? came.report.properties.map((it) => toneOf(it, ink)(markOf(it.verdict))).join('')
    : ''

const markOfCheck = ({ came }: Checked): string => {
  if (came.kind === 'not-begun') return '·'
  if (came.kind === 'mistake') return '!'
  return { 'as expected': '✓', unexpected: '✗', open: '…' }[came.outcome]
}

const toneOfCheck = ({ came }: Checked, ink: Ink): ((text: string) => string) => {
  if (came.kind === 'not-begun') return ink.dim
  if (came.kind === 'mistake' || came.outcome === 'unexpected') return ink.red
  return came.outcome === 'open' ? ink.yellow : ink.green
}

const wordsOf = ({ came }: Checked): string => {
  if (came.kind === 'mistake') return `error: ${came.mistake.what}`
  return came.kind === 'not-begun' ? 'not begun: the command was interrupted' : ''
}

/** Where all checks are of the same properties, what each mark stands for. */
const legend = (all: readonly Checked[], style: Style, ink: Ink): readonly string[] => {
  const lists = all.flatMap(({ came }) =>
    came.kind === 'report' ? [came.report.properties.map(({ name }) => name)] : [],
  )
  const [first] = lists
  const isCommon = lists.every((names) => JSON.stringify(names) === JSON.stringify(first))
  if (first === undefined || first.length < 2 || lists.length < 2 || !isCommon) return []
  return [
    ink.dim('  The marks stand for, in this order:'),
    ...first.flatMap((name, at) => hang(style, `    ${at + 1}  `, '       ', showName(name))),
  ]
}

/** How states and time grow, of a sweep. */
const chart = (all: readonly Checked[], ink: Ink): readonly string[] => {
  const lines = sweepChart(all)
  return lines.length === 0
    ? []
    : ['', ...lines.map((line) => (line.startsWith(' ') ? line : ink.bold(line)))]
}

/** What did not come out as expected, with its place in the source where that is known. */
const surprises = (all: readonly Checked[], style: Style, ink: Ink): readonly string[] => {
  const found = all.flatMap((each) => {
    const properties = each.came.kind === 'report' ? each.came.report.properties : []
    return properties
      .filter(({ verdict, expected }) => verdict !== 'incomplete' && verdict !== expected)
      .map(({ name, verdict, source }) => {
        const place = source === undefined ? '' : `${source.file}:${source.line}  `
        return `${showName(`${place}${subjectOf(each)}`)}: ${showName(name)}: ${verdict}`
      })
  })
  if (found.length === 0) return []
  return [
    '',
    ink.bold('Not as expected'),
    ...found.flatMap((it) => hang(style, '  ', '      ', it)),
  ]
}

/** The last line: how many checks came out how. */
const conclusion = (all: readonly Checked[], style: Style, ink: Ink): string => {
  const some = (
    words: string,
    tone: (text: string) => string,
    is: (came: Checked['came']) => boolean,
  ): readonly string[] => {
    const number = all.filter(({ came }) => is(came)).length
    return number === 0 ? [] : [tone(`${count(number)} ${words}`)]
  }
  const parts = [
    ...some('as expected', ink.green, (it) => it.kind === 'report' && it.outcome === 'as expected'),
    ...some(
      'not as expected',
      ink.red,
      (it) => it.kind === 'report' && it.outcome === 'unexpected',
    ),
    ...some('incomplete', ink.yellow, (it) => it.kind === 'report' && it.outcome === 'open'),
    ...some('with a mistake', ink.red, (it) => it.kind === 'mistake'),
    ...some('not begun', ink.yellow, (it) => it.kind === 'not-begun'),
  ]
  const text = `${counted(all.length, 'check')}: ${parts.join(', ')}.`
  return hang(style, '', '', text).map(ink.bold).join('\n')
}
