import type { Diagram } from './layout.ts'

/** Measures of a diagram, in pixels; of texts in characters. */
export const size = {
  margin: 28,
  /** Where the lanes begin. */
  top: 78,
  lane: 138,
  row: 38,
  wall: 12,
  /** The longest text of a message beside its arrow. */
  label: 22,
  /** The same beside one that does not arrive. */
  stubLabel: 14,
  /** The longest text beside a row. */
  words: 70,
} as const

/** Where things are. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly rows: number
  /** Where the lanes end. */
  readonly end: number
  /** Where the words beside the rows begin. */
  readonly words: number
}

/** The middle of a lane. */
export const laneX = (lane: number): number => size.margin + 62 + lane * size.lane

/** The middle of a row. */
export const rowY = (row: number): number => size.top + 16 + row * size.row

/** What is shown of the changes in a row: the first of nodes, and the first of what observers know. */
export const besideOf = (changes: readonly string[], observed: readonly string[]): string =>
  [changes, observed]
    .flatMap(([first, second]) =>
      first === undefined ? [] : second === undefined ? first : `${first} …`,
    )
    .join(' · ')

export const frame = ({ lanes, rows, loopsTo }: Diagram): Frame => {
  const words = laneX(lanes.length - 1) + 62
  const end = rowY(rows.length - 1) + 28
  const longest = Math.max(
    ...rows
      .flatMap(({ text, changes, observed }) => [
        text,
        ...changes,
        ...(observed.length > 0 ? [besideOf(changes, observed)] : []),
      ])
      .map(({ length }) => length),
    24,
  )
  const width = Math.ceil(words + Math.min(longest, size.words) * 6.9 + size.margin)
  return { width, height: end + (loopsTo === null ? 14 : 34), rows: rows.length, end, words }
}
