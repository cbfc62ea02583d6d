import type { Reason } from '../model/explanation.ts'
import { timeLines, type Bar, type BarArrow } from '../diagram/time-lines.ts'
import { text } from '../diagram/svg-text.ts'
import { briefValue } from '../history/brief-value.ts'
import { conflictReasons, conflictTitle, operationText } from '../history/conflict-words.ts'
import type { IsolationAnswer } from '../history/isolation-answer.ts'
import { isolationReasons, isolationTitle } from '../history/isolation-words.ts'
import type { HistoryAnswer, ObjectAnswer } from '../history/linearizable.ts'
import type { Operation } from '../history/operation.ts'
import type { SessionAnswer } from '../history/session-answer.ts'
import { brokenTitle, sessionReasons } from '../history/session-words.ts'
import type { Conflict } from '../history/smallest.ts'
import { placeOf } from '../render/history-text.ts'

/** What a page is made of. */
export interface PageSubject {
  /** What is printed of the history: its first line, and its verdict. */
  readonly printed: string
  /** All operations that may have happened. */
  readonly history: readonly Operation[]
}

/** One picture of the page. */
interface Picture {
  readonly heading: string
  readonly title: string
  readonly bars: readonly Bar[]
  readonly arrows: readonly BarArrow[]
  readonly reasons: readonly Reason[]
}

/** More operations than these are not drawn beside those that matter. */
const most = 150
/** Objects are drawn up to so many violated ones. */
const mostObjects = 20

/** A history on time lines with what is wrong in it, as a document that needs no other file. */
export const historyPage = (
  answer: HistoryAnswer | SessionAnswer | IsolationAnswer,
  { printed, history }: PageSubject,
): string => {
  const pictures = picturesOf(answer, history)
  const [subject = '', , verdict = ''] = printed.split('\n')
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${text(subject)}</title><style>${css}</style></head><body>`,
    `<h1>${text(subject)}</h1><p class="${answer.verdict}">${text(verdict)}</p>`,
    ...pictures.map(pictureHtml),
    '</body></html>\n',
  ].join('\n')
}

const picturesOf = (
  answer: HistoryAnswer | SessionAnswer | IsolationAnswer,
  history: readonly Operation[],
): readonly Picture[] => {
  if ('objects' in answer) return ofObjects(answer, history)
  if ('isolation' in answer) return [ofTransactions(answer, history)]
  const { conflict } = answer
  if (conflict === null) return [ofAll(history, 'What clients saw')]
  const title = brokenTitle(conflict.isSmallest)
  const reasons = sessionReasons(answer, conflict, 'line')
  return [ofPart(conflict, answer.needed, { heading: '', title, reasons })]
}

const ofObjects = (
  { objects }: HistoryAnswer,
  history: readonly Operation[],
): readonly Picture[] => {
  const violated = objects.filter(({ verdict }) => verdict === 'violated')
  if (violated.length > 0) return violated.slice(0, mostObjects).map((object) => ofConflict(object))
  return [ofAll(history, history.length === 0 ? '' : 'What clients saw')]
}

const headingOf = (key: unknown): string => (key === null ? '' : `Key ${briefValue(key)}`)

const barOf = (operation: Operation, isPart: boolean): Bar => ({
  lane: `process ${operation.process}`,
  what: operationText(operation),
  place: placeOf(operation),
  from: operation.invoked,
  to: operation.returned,
  isPart,
})

/** A part that cannot be ordered, with what is left out of it, and the time that forbids the order. */
const ofConflict = ({ key, conflict, needed }: ObjectAnswer): Picture => {
  const heading = headingOf(key)
  const none = { heading, bars: [], arrows: [], reasons: [] }
  if (conflict === null)
    return { ...none, title: 'A limit came before the smallest part was found.' }
  const reasons = conflictReasons(conflict, needed, 'line')
  return ofPart(conflict, needed, { heading, title: conflictTitle(conflict), reasons })
}

const ofPart = (
  conflict: Conflict,
  needed: ObjectAnswer['needed'],
  words: Pick<Picture, 'heading' | 'title' | 'reasons'>,
): Picture => {
  const others = near(conflict.others, conflict.operations)
  const shown = [...conflict.operations, ...others].toSorted((a, b) => a.invoked - b.invoked)
  const broken = needed === null || needed === 'none' ? [] : needed.broken
  return {
    ...words,
    bars: shown.map((each) => barOf(each, conflict.operations.includes(each))),
    arrows: broken.map(({ earlier, later }) => ({
      from: shown.indexOf(earlier),
      to: shown.indexOf(later),
      what: 'before',
    })),
  }
}

/** Transactions that are at odds, and how each depends on the next. */
const ofTransactions = ({ conflict }: IsolationAnswer, history: readonly Operation[]): Picture => {
  if (conflict === null) return ofAll(history, 'What clients saw')
  const { kept, all, anomaly } = conflict
  const inCycle = anomaly.cycle.flatMap(({ from }) => all[from] ?? [])
  const part = new Set([...kept, ...inCycle])
  const others = near(
    all.filter((each) => !part.has(each)),
    [...part],
  )
  const shown = [...part, ...others].toSorted((a, b) => a.invoked - b.invoked)
  const at = (place: number): number => shown.findIndex((each) => each === all[place])
  return {
    heading: '',
    title: isolationTitle(conflict),
    bars: shown.map((each) => barOf(each, part.has(each))),
    arrows: anomaly.cycle.map(({ from, to, kind }) => ({ from: at(from), to: at(to), what: kind })),
    reasons: isolationReasons(conflict, 'line'),
  }
}

/** Nothing is wrong, or nobody knows: all of it, or its beginning. */
const ofAll = (history: readonly Operation[], title: string): Picture => {
  const rest = history.length - most
  const reasons: readonly Reason[] =
    rest <= 0 ? [] : [{ text: `${rest} more operations are not drawn.`, items: [] }]
  const bars = history.slice(0, most).map((each) => barOf(each, false))
  return { heading: '', title, bars, arrows: [], reasons }
}

/** Those of the others that were going on at the same time: as many as can be looked at. */
const near = (others: readonly Operation[], part: readonly Operation[]): readonly Operation[] => {
  const from = Math.min(...part.map(({ invoked }) => invoked))
  const to = Math.max(...part.map(({ returned }) => returned ?? Infinity))
  return others
    .filter(({ invoked, returned }) => invoked <= to && (returned ?? Infinity) >= from)
    .slice(0, most)
}

const pictureHtml = ({ heading, title, bars, arrows, reasons }: Picture): string =>
  [
    '<section>',
    heading === '' ? '' : `<h2>${text(heading)}</h2>`,
    title === '' ? '' : `<p>${text(title)}</p>`,
    bars.length === 0 ? '' : `<div class="scroll" tabindex="0">${timeLines(bars, arrows)}</div>`,
    ...reasons.map(
      ({ text: words, items }) =>
        `<p>${text(words)}</p>${items.length === 0 ? '' : `<ol>${items.map((item) => `<li>${text(item)}</li>`).join('')}</ol>`}`,
    ),
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n')

const css = [
  ':root{color-scheme:light dark;--ink:light-dark(#1c1c1c,#e8e8e8);--faint:light-dark(#8a8a8a,#7d7d7d);--bad:light-dark(#b3261e,#ff8a80);--good:light-dark(#1b6e3c,#7ddc9f)}',
  'body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);max-width:75rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.2rem}h2{font-size:1.05rem}',
  '.violated{color:var(--bad)}.holds,.linearizable{color:var(--good)}',
  '.scroll{overflow-x:auto}svg{display:block}svg text{font:12px ui-monospace,monospace;fill:var(--ink)}',
  'line.lane{stroke:var(--faint);stroke-dasharray:2 4}',
  '.part rect{fill:var(--bad)}.beside rect{fill:var(--faint);opacity:.6}.beside text{fill:var(--faint)}.open rect{opacity:.35}',
  '.arrow path{fill:none;stroke:var(--ink);stroke-width:1.5}marker path{fill:var(--ink)}',
].join('')
