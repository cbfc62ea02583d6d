import type { Fold } from './trace.ts'

/** A run of more steps is more than a reader keeps in mind. */
const longest = 25
/** So many steps are told between two looks at how everything stands. */
const stride = 20

/**
 * After which steps of a run to say how everything stands: every so often, and where a fold ends;
 * not at the end, and nowhere in a run that is short.
 */
export const standingsAfter = (length: number, folds: readonly Fold[]): readonly number[] => {
  if (length <= longest) return []
  const regular = Array.from({ length: Math.floor(length / stride) }, (_, at) => (at + 1) * stride)
  const ends = folds.map(({ from, to, times }) => from - 1 + (to - from + 1) * times)
  return [...new Set([...regular, ...ends])].filter((at) => at < length).toSorted((a, b) => a - b)
}
