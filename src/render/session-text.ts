import { conflictTimeLine, endings, type HistorySubject } from './history-text.ts'
import type { SessionConditionName } from '../history/condition-names.ts'
import type { SessionAnswer } from '../history/session-answer.ts'
import { brokenTitle, sessionReasons } from '../history/session-words.ts'
import { mostOperations } from '../history/sessions.ts'
import { counted, hang, inkOf, type Style } from './style.ts'
import { reasonLines } from './time-line.ts'

/** The answer on a condition that is weaker than linearizability, as text. */
export const renderSessions = (
  answer: SessionAnswer,
  subject: HistorySubject,
  style: Style,
): string => {
  const what = `${subject.name}  ${counted(subject.operations, 'operation')} on a ${subject.spec}`
  const { conflict } = answer
  const lines = [
    ...hang(style, '', '  ', what),
    '',
    ...hang(style, '', '  ', verdictText(answer, subject, style)),
    ...(conflict === null
      ? []
      : [
          '',
          ...hang(style, '  ', '  ', brokenTitle(conflict.isSmallest)),
          '',
          ...conflictTimeLine(conflict, style),
          '',
          ...reasonLines(sessionReasons(answer, conflict, 'line'), style, '  '),
        ]),
  ]
  return `${lines.join('\n')}\n`
}

const names: Readonly<Record<SessionConditionName, string>> = {
  sequential: 'sequentially consistent',
  causal: 'causally consistent',
  'read-your-writes': 'read your writes',
  'monotonic-reads': 'monotonic reads',
  'monotonic-writes': 'monotonic writes',
  'writes-follow-reads': 'writes follow reads',
}

const verdictText = (
  { verdict, condition, ended }: SessionAnswer,
  { operations }: HistorySubject,
  style: Style,
): string => {
  const ink = inkOf(style)
  const name = names[condition]
  const early = ended === null ? '' : `; ${endings[ended]} before more was known`
  switch (verdict) {
    case 'holds':
      return ink.green(`✓ ${name}`)
    case 'violated':
      return `${ink.red(`✗ not ${name}`)}${early}`
    case 'undecided': {
      const isLong = condition !== 'sequential' && operations > mostOperations
      const why = isLong
        ? `; this condition is decided of up to ${mostOperations} operations`
        : '; they may have gone in too many ways to look at'
      return `${ink.yellow('? undecided')}${ended === null ? why : early}`
    }
  }
}
