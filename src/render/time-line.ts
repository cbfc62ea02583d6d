import { hang, padTo, widthOf, type Style } from './style.ts'

/** Something that took a while, in words. */
export interface TimeSpan {
  /** Where it began and ended: `lines 3-5`. */
  readonly place: string
  readonly who: string
  readonly what: string
  /** When it began, in numbers that only order. */
  readonly from: number
  /** When it was over; null where it never was. */
  readonly to: number | null
}

/** Beyond so many a time line is wider than a page. */
const mostInLine = 16

/** What took a while, one in a line, with when it was going on. */
export const timeLine = (
  spans: readonly TimeSpan[],
  style: Style,
  indent: string,
): readonly string[] => {
  const widest = (field: 'place' | 'who' | 'what'): number =>
    Math.max(...spans.map((span) => widthOf(span[field])))
  const [place, who, what] = [widest('place'), widest('who'), widest('what')]
  const times = spans.flatMap(({ from, to }) => [from, to ?? Infinity])
  const order = [...new Set(times)].toSorted((a, b) => a - b)
  const used = indent.length + 6 + place + who + what
  const step = Math.floor((style.columns - used) / order.length)
  return spans.map((span) => {
    const words = `${indent}${padTo(span.place, place)}  ${padTo(span.who, who)}  ${padTo(span.what, what)}`
    if (step < 1 || spans.length > mostInLine) return words.trimEnd()
    const from = order.indexOf(span.from) * Math.min(step, 4)
    const to = order.indexOf(span.to ?? Infinity) * Math.min(step, 4)
    return `${words}  ${' '.repeat(from)}├${'─'.repeat(Math.max(0, to - from - 1))}${span.to === null ? '┄' : '┤'}`
  })
}

/** Reasons in words, each with the list that it ends in. */
export const reasonLines = (
  reasons: readonly { readonly text: string; readonly items: readonly string[] }[],
  style: Style,
  indent: string,
): readonly string[] =>
  reasons.flatMap(({ text, items }, at) => [
    ...(reasons[at - 1]?.items.length === 0 ? [''] : []),
    ...hang(style, indent, indent, text),
    ...items.flatMap((item, place) =>
      hang(style, `${indent}  ${place + 1}. `, `${indent}     `, item),
    ),
  ])
