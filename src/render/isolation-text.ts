import type { IsolationAnswer } from '../history/isolation-answer.ts'
import type { IsolationConflict } from '../history/isolation-conflict.ts'
import { anomalyText, isolationReasons, isolationTitle } from '../history/isolation-words.ts'
import { transactionText } from '../history/transaction-text.ts'
import { endings, placeOf, type HistorySubject } from './history-text.ts'
import { counted, hang, inkOf, type Style } from './style.ts'
import { reasonLines, timeLine } from './time-line.ts'

/** What is said of a history of transactions, as text. */
export const renderIsolation = (
  answer: IsolationAnswer,
  subject: HistorySubject,
  style: Style,
): string => {
  const what = `${subject.name}  ${counted(subject.operations, 'transaction')}`
  const { conflict } = answer
  const lines = [
    ...hang(style, '', '  ', what),
    '',
    ...hang(style, '', '  ', verdictText(answer, style)),
    ...(conflict === null ? [] : ['', ...conflictLines(conflict, style)]),
  ]
  return `${lines.join('\n')}\n`
}

const names = {
  serializable: 'serializable',
  'snapshot-isolation': 'snapshot isolation',
  'read-committed': 'read committed',
  'read-uncommitted': 'read uncommitted',
} as const

const verdictText = (
  { verdict, isolation, weaker, conflict, ended }: IsolationAnswer,
  style: Style,
): string => {
  const ink = inkOf(style)
  const name = names[isolation]
  switch (verdict) {
    case 'holds':
      return ink.green(`✓ ${name}`)
    case 'violated': {
      const anomaly = conflict === null ? '' : `: ${anomalyText(conflict.anomaly)}`
      const less = weaker === null ? '' : `; ${names[weaker]} holds`
      const early = ended === null ? '' : `; ${endings[ended]} before more was known`
      return `${ink.red(`✗ not ${name}`)}${anomaly}${less}${early}`
    }
    case 'undecided':
      return `${ink.yellow('? undecided')}; they may have gone in too many ways to look at`
  }
}

const conflictLines = (conflict: IsolationConflict, style: Style): readonly string[] => [
  ...hang(style, '  ', '  ', isolationTitle(conflict)),
  '',
  ...timeLine(
    conflict.kept.map((each) => ({
      place: placeOf(each),
      who: `process ${each.process}`,
      what: transactionText(each),
      from: each.invoked,
      to: each.returned,
    })),
    style,
    '    ',
  ),
  '',
  ...reasonLines(isolationReasons(conflict, 'line'), style, '  '),
]
