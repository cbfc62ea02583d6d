import stringWidth from 'fast-string-width'
import { wrapAnsi } from 'fast-wrap-ansi'
import pc from 'picocolors'
import { showName } from '../value/notation.ts'
import { glue } from './counted.ts'

export { count, counted, unbroken } from './counted.ts'

/** How text is set. */
export interface Style {
  /** The width of a line, in characters. */
  readonly columns: number
  /** Whether the reader's terminal shows colour. */
  readonly colour: boolean
  /** Whether rounds of a run that are like others are told, too. Default: only how many there are. */
  readonly unfold?: boolean
}

/** The colours, or their absence. */
export type Ink = ReturnType<typeof pc.createColors>

/** The colours of a style; without colour each leaves its text as it is. */
export const inkOf = ({ colour }: Style): Ink => pc.createColors(colour)

/** Below this width lines get longer than asked: there must be room for a word. */
const leastRoom = 24

/** How wide a text is on a terminal. */
export const widthOf = (text: string): number => stringWidth(text)

/** A text with spaces after it, as wide as asked. */
export const padTo = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** A text broken into lines: the first begins with `first`, the others with `rest`. */
export const hang = (
  { columns }: Style,
  first: string,
  rest: string,
  text: string,
): readonly string[] => {
  if (widthOf(first) + widthOf(text) <= columns) {
    return [`${first}${text.replaceAll(glue, ' ')}`.trimEnd()]
  }
  const room = Math.max(leastRoom, columns - Math.max(widthOf(first), widthOf(rest)))
  return wrapAnsi(glued(text), room, { hard: true })
    .replaceAll(glue, ' ')
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
}

/** As {@link hang}, for parts of a list: each on a line of its own if they do not all fit on one. */
export const hangParts = (
  style: Style,
  first: string,
  rest: string,
  parts: readonly string[],
): readonly string[] => {
  const line = parts.join(', ')
  if (widthOf(first) + widthOf(line) <= style.columns) return hang(style, first, rest, line)
  return parts.flatMap((part, index) => hang(style, index === 0 ? first : rest, `${rest}  `, part))
}

/** What stays on one line: a field's name with the beginning of its value, and short strings. */
const glued = (text: string): string =>
  text
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, (string) =>
      string.length > shortString ? string : string.replaceAll(' ', glue),
    )
    .replaceAll(': ', `:${glue}`)

const shortString = 40

/** Node names as a list; a long row of numbered ones is shortened: `s1, s2, … s9`. */
export const nameList = (raw: readonly string[]): string => {
  const names = raw.map(showName)
  const parts: string[] = []
  for (let at = 0; at < names.length;) {
    let end = at + 1
    while (end < names.length && isSuccessor(names[end - 1] ?? '', names[end] ?? '')) end += 1
    const run = names.slice(at, end)
    parts.push(run.length > 4 ? `${run[0]}, ${run[1]}, … ${run.at(-1)}` : run.join(', '))
    at = end
  }
  return parts.join(', ')
}

const isSuccessor = (name: string, next: string): boolean => {
  const [, stem, number] = /^(.*?)(\d+)$/.exec(name) ?? []
  return stem !== undefined && next === `${stem}${Number(number) + 1}`
}
