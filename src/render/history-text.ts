import type { HistoryAnswer, ObjectAnswer } from '../history/linearizable.ts'
import { briefValue } from '../history/brief-value.ts'
import { conflictReasons, conflictTitle, operationText } from '../history/conflict-words.ts'
import type { Operation } from '../history/operation.ts'
import type { Conflict } from '../history/smallest.ts'
import { counted, hang, inkOf, type Style } from './style.ts'
import { reasonLines, timeLine, type TimeSpan } from './time-line.ts'

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

/** What ended a search early, in words. */
export const endings = {
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
        `${counted(rest.length, 'more object')} not linearizable: ${rest.map(({ key }) => briefValue(key)).join(', ')}`,
      ]

const objectLines = ({ key, conflict, needed }: ObjectAnswer, style: Style): readonly string[] => {
  const name = key === null ? [] : [inkOf(style).bold(`Key ${briefValue(key)}`), '']
  if (conflict === null)
    return [...name, '  A limit came before the smallest part was found that cannot be ordered.']
  return [
    ...name,
    ...hang(style, '  ', '  ', conflictTitle(conflict)),
    '',
    ...conflictTimeLine(conflict, style),
    '',
    ...reasonLines(conflictReasons(conflict, needed, 'line'), style, '  '),
  ]
}

/** The operations of a part, with when they were going on. */
export const conflictTimeLine = ({ operations }: Conflict, style: Style): readonly string[] =>
  timeLine(
    operations.map((operation) => spanOf(operation)),
    style,
    '    ',
  )

const spanOf = (operation: Operation): TimeSpan => {
  const { process, invoked, returned } = operation
  return {
    place: placeOf(operation),
    who: `process ${process}`,
    what: operationText(operation),
    from: invoked,
    to: returned,
  }
}

/** Where an operation stands: `lines 3-5`. */
export const placeOf = ({ lines: [from, to] }: Operation): string =>
  to === null ? `line ${from}` : `lines ${from}-${to}`
