/** A line that goes, or comes in its place. */
export interface DiffLine {
  readonly kind: 'old' | 'new'
  /** Its number in the file as it is, or as it would be; from 1. */
  readonly line: number
  readonly text: string
}

/** The lines of a text that a change is about, as they are and as they would be. */
export const diffOf = (
  text: string,
  {
    start,
    end,
    text: put,
  }: { readonly start: number; readonly end: number; readonly text: string },
): readonly DiffLine[] => {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const to = next < 0 ? text.length : next
  const first = text.slice(0, from).split('\n').length
  const lines = (kind: DiffLine['kind'], block: string): readonly DiffLine[] =>
    block.split('\n').map((line, at) => ({ kind, line: first + at, text: line.replace(/\r$/, '') }))
  const old = lines('old', text.slice(from, to))
  const made = lines('new', text.slice(from, start) + put + text.slice(end, to))
  // A line of which nothing is left has gone.
  return [...old, ...made.filter(({ text: line }) => line.trim() !== '')]
}
