import type {
  AlwaysSame,
  CalledFunction,
  CoveredFile,
  CoveredPart,
  NeverRun,
} from '../../../../report.ts'
import { printable } from '../../../../value/printable.ts'

/** Something that is said of a place in the source. */
export type Remark = NeverRun | AlwaysSame

/** A piece of a line, with the innermost remark that it lies in. */
interface Piece {
  readonly text: string
  readonly of: Remark | null
}

/** A line of a file, with what is said of it. */
export interface Line {
  readonly number: number
  readonly pieces: readonly Piece[]
  /** What is said of what begins in it. */
  readonly remarks: readonly Remark[]
  /** The functions that begin in it. */
  readonly calls: readonly CalledFunction[]
}

/** Whether it never ran, rather than always came out the same. */
export const isNever = (remark: Remark): remark is NeverRun => 'kind' in remark

/** What is said of a part, in the order of the source. */
export const remarksOf = ({ never, always }: CoveredPart): readonly Remark[] =>
  [...never, ...always].toSorted((a, b) => a.line - b.line || a.column - b.column)

/** The lines of a file. */
export const linesOf = (
  { file, text }: CoveredFile,
  parts: readonly CoveredPart[],
): readonly Line[] => {
  const remarks = parts.flatMap(remarksOf).filter((it) => it.file === file)
  const calls = parts.flatMap((part) => part.calls).filter((it) => it.file === file)
  const lines = text.split('\n')
  // What ends a file is no line.
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line, index) => ({
    number: index + 1,
    pieces: piecesOf(line.replace(/\r$/, ''), index + 1, remarks),
    remarks: remarks.filter((it) => it.line === index + 1),
    calls: calls.filter((it) => it.line === index + 1),
  }))
}

const piecesOf = (text: string, number: number, remarks: readonly Remark[]): readonly Piece[] => {
  const indent = text.length - text.trimStart().length
  const here = remarks
    .filter(({ line, endLine }) => line <= number && number <= endLine)
    .map((of) => ({
      of,
      from: of.line === number ? of.column - 1 : indent,
      to: of.endLine === number ? of.endColumn - 1 : text.length,
    }))
  const ends = [0, text.length, ...here.flatMap(({ from, to }) => [from, to])]
  const cuts = [...new Set(ends.map((end) => Math.min(end, text.length)))].toSorted((a, b) => a - b)
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0
    // What lies in another begins later, or ends earlier.
    const around = here
      .filter(({ from, to }) => from <= start && end <= to)
      .toSorted((a, b) => b.from - a.from || a.to - b.to)
    return { text: shown(text.slice(start, end)), of: around[0]?.of ?? null }
  })
}

/** A text in which nothing turns the direction of writing; tabs stay. */
const shown = (text: string): string => text.split('\t').map(printable).join('\t')
