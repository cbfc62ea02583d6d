import type { IsolationAnswer } from '../history/isolation-answer.ts'
import type { IsolationConflict } from '../history/isolation-conflict.ts'
import { anomalyText, isolationReasons, isolationTitle } from '../history/isolation-words.ts'
import { transactionText } from '../history/transaction-text.ts'
import { encodeValue } from './encode-value.ts'
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

/** The same as JSON. */
export const isolationJson = (
  { verdict, isolation, weaker, conflict, ended }: IsolationAnswer,
  subject: HistorySubject,
): unknown => ({
  schemaVersion: 1,
  history: subject.name,
  specification: subject.spec,
  transactions: subject.operations,
  condition: isolation,
  verdict,
  weaker,
  endedBy: ended,
  conflict: conflict === null ? null : conflictJson(conflict),
})

const conflictJson = ({ anomaly, kept, all, isSmallest }: IsolationConflict): unknown => {
  const lineOf = (at: number): number | null => all[at]?.lines[0] ?? null
  return {
    anomaly: anomaly.name,
    alias: anomaly.alias,
    transactions: kept.map(({ lines }) => lines[0]),
    isSmallest,
    read:
      anomaly.read === null
        ? null
        : {
            transaction: lineOf(anomaly.read.reader),
            key: encodeValue(anomaly.read.key),
            value: encodeValue(anomaly.read.value),
          },
    cycle: anomaly.cycle.map(({ from, to, kind, key }) => ({
      from: lineOf(from),
      to: lineOf(to),
      kind,
      key: encodeValue(key),
    })),
    versions: anomaly.orders.map(({ key, versions }) => ({
      key: encodeValue(key),
      order: versions.map(({ value }) => encodeValue(value)),
    })),
  }
}
