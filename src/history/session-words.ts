import type { Reason } from '../model/explanation.ts'
import { neededReasons } from './conflict-words.ts'
import type { SessionAnswer } from './session-answer.ts'
import { sessionConditions } from './session-conditions.ts'
import type { Conflict } from './smallest.ts'

/** What results that break a condition are called. */
export const brokenTitle = (isSmallest: boolean): string =>
  isSmallest
    ? 'These results cannot be; without any one of them the rest can:'
    : 'These results cannot be; there may be fewer of them:'

/** What is said of those whose results do not matter; nothing where there are none. */
export const othersWords = (count: number): string => {
  if (count === 0) return ''
  const more = count === 1 ? '1 more operation' : `${count} more operations`
  return `Whether ${more} happened, and what they gave, does not help.`
}

/**
 * Why recorded results break a condition, in words.
 *
 * @param place what calls and returns are numbered by
 */
export const sessionReasons = (
  { condition, needed }: SessionAnswer,
  conflict: Conflict,
  place: 'line' | 'step',
): readonly Reason[] => [
  ...[sessionConditions[condition].words, othersWords(conflict.others.length)]
    .filter((text) => text !== '')
    .map((text) => ({ text, items: [] })),
  ...neededReasons(conflict, needed, place),
]
