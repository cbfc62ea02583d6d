import type { HistoryAnswer, ObjectAnswer } from '../history/linearizable.ts'
import type { NeededOrder } from '../history/needed.ts'
import type { Operation } from '../history/operation.ts'
import type { Conflict } from '../history/smallest.ts'
import { showValue } from '../value/notation.ts'
import { counted, hang, inkOf, padTo, widthOf, type Style } from './style.ts'

/** What was checked, in words. */
export interface HistorySubject {
  /** The file. */
  readonly name: string
  /** The name of the specification. */
  readonly spec: string
  /** How many operations may have happened. */
  readonly operations: number
}

/** Objects are told one by one up to so many violated ones. */
const mostTold = 3
/** Beyond so many operations a time line is wider than a page. */
const mostInLine = 16

/** The answer on a history as text. */
export const renderHistory = (
  answer: HistoryAnswer,
  subject: HistorySubject,
  style: Style,
): string => {
  const violated = answer.objects.filter(({ verdict }) => verdict === 'violated')
  const lines = [
    ...hang(
      style,
      '',
      '  ',
      `${subject.name}  ${counted(subject.operations, 'operation')} on a ${subject.spec}`,
    ),
    '',
    ...verdictLines(answer, violated.length, style),
    ...violated.slice(0, mostTold).flatMap((object) => ['', ...objectLines(object, style)]),
    ...moreLines(violated.slice(mostTold)),
  ]
  return `${lines.join('\n')}\n`
}

const endings = {
  memory: 'memory ran out',
  disk: 'the disk is full',
  seconds: 'time was up',
  aborted: 'it was interrupted',
} as const

const verdictLines = (
  { verdict, objects, ended }: HistoryAnswer,
  violated: number,
  style: Style,
): readonly string[] => {
  const ink = inkOf(style)
  const early = ended === null ? '' : `; ${endings[ended]} before more was known`
  const isOne = objects.length === 1 && objects[0]?.key === null
  switch (verdict) {
    case 'linearizable': {
      const all = isOne ? '' : `, each of ${counted(objects.length, 'object')}`
      return [ink.green(`✓ linearizable${all}`)]
    }
    case 'violated': {
      const some = isOne ? '' : `: ${violated} of ${counted(objects.length, 'object')}`
      return hang(style, '', '  ', `${ink.red('✗ not linearizable')}${some}${early}`)
    }
    case 'undecided':
      return hang(style, '', '  ', `${ink.yellow('? undecided')}${early}`)
  }
}

const moreLines = (rest: readonly ObjectAnswer[]): readonly string[] =>
  rest.length === 0
    ? []
    : [
        '',
        `${counted(rest.length, 'more object')} not linearizable: ${rest.map(({ key }) => brief(key)).join(', ')}`,
      ]

const objectLines = ({ key, conflict, needed }: ObjectAnswer, style: Style): readonly string[] => {
  const name = key === null ? [] : [inkOf(style).bold(`Key ${brief(key)}`), '']
  if (conflict === null)
    return [...name, '  A limit came before the smallest part was found that cannot be ordered.']
  const title = conflict.isSmallest
    ? 'These operations cannot be ordered; without any one of them the rest can:'
    : 'These operations cannot be ordered; there may be a smaller part:'
  return [
    ...name,
    ...hang(style, '  ', '  ', title),
    '',
    ...timeLine(conflict.operations, style),
    '',
    ...contextLines(conflict, style),
    ...neededLines(conflict, needed, style),
  ]
}

/** The operations, one in a line, with when they were open. */
const timeLine = (operations: readonly Operation[], style: Style): readonly string[] => {
  const rows = operations.map((operation) => ({
    lines: linesOf(operation),
    process: `process ${operation.process}`,
    what: operationText(operation),
  }))
  const widths = {
    lines: Math.max(...rows.map(({ lines }) => widthOf(lines))),
    process: Math.max(...rows.map(({ process }) => widthOf(process))),
    what: Math.max(...rows.map(({ what }) => widthOf(what))),
  }
  const times = operations.flatMap(({ invoked, returned }) => [invoked, returned ?? Infinity])
  const order = [...new Set(times)].toSorted((a, b) => a - b)
  const used = 10 + widths.lines + widths.process + widths.what
  const step = Math.floor((style.columns - used) / order.length)
  return rows.map(({ lines, process, what }, at) => {
    const { invoked, returned } = operations[at] as Operation
    const words = `    ${padTo(lines, widths.lines)}  ${padTo(process, widths.process)}  ${padTo(what, widths.what)}`
    if (step < 1 || operations.length > mostInLine) return words.trimEnd()
    const from = order.indexOf(invoked) * Math.min(step, 4)
    const to = order.indexOf(returned ?? Infinity) * Math.min(step, 4)
    return `${words}  ${' '.repeat(from)}├${'─'.repeat(Math.max(0, to - from - 1))}${returned === null ? '┄' : '┤'}`
  })
}

const linesOf = ({ lines: [from, to] }: Operation): string =>
  to === null ? `line ${from}` : `lines ${from}-${to}`

const contextLines = ({ states, others }: Conflict, style: Style): readonly string[] => {
  const before =
    states === null
      ? ''
      : 'What had returned before is left out: the object may begin in any state that it can have. '
  const rest =
    others.length === 0
      ? ''
      : `${counted(others.length, 'more operation')} beside them may take effect at any time after the call, or never: that does not help.`
  const text = `${before}${rest}`.trim()
  return text === '' ? [] : [...hang(style, '  ', '  ', text), '']
}

const neededLines = (
  { operations }: Conflict,
  needed: NeededOrder | 'none' | null,
  style: Style,
): readonly string[] => {
  if (needed === null) return []
  if (needed === 'none') {
    const them = operations.length === 1 ? 'this result' : 'these results'
    return hang(style, '  ', '  ', `No order at all, whatever the times, gives ${them}.`)
  }
  const places = needed.order.map((operation) =>
    operations.includes(operation) ? placed(operation) : `${placed(operation)}, left out`,
  )
  return [
    ...hang(style, '  ', '  ', `The results need this order, from ${brief(needed.begins)} on:`),
    ...places.map((place, at) => `    ${at + 1}. ${place}`),
    ...needed.broken.flatMap(({ earlier, later }) =>
      hang(
        style,
        '  ',
        '  ',
        `But ${operationText(earlier)} had returned (line ${earlier.lines[1]}) before ${operationText(later)} was called (line ${later.lines[0]}).`,
      ),
    ),
  ]
}

const placed = (operation: Operation): string =>
  `${operationText(operation)}  process ${operation.process}, line ${operation.lines[0]}`

/** An operation on one line: `read → 3`, `cas [1, 2] → false`. */
const operationText = ({ f, key, argument, result }: Operation): string => {
  const given = [key, argument].filter((each) => each !== null).map((each) => ` ${brief(each)}`)
  const gave = result === undefined || result === true ? '' : ` → ${brief(result)}`
  return `${f}${given.join('')}${gave}`
}

const longest = 40

const brief = (value: unknown): string => {
  const text = showValue(value)
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : text
}
