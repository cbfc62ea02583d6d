import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Cut } from './cuts.ts'
import type { Budget } from './network.ts'

/** Cuts that stand at the same time. */
export interface StandingCuts {
  /** Which, by index in the order declared, in ascending order. */
  readonly cuts: readonly number[]
  /** For each cut what stands when it comes besides, by index; -1 where it cannot. Empty where one stands at a time. */
  readonly adding: readonly number[]
  /** Each of the cuts, and what stands when it is gone, by index; -1 for nothing. */
  readonly removing: readonly (readonly [cut: number, to: number])[]
}

/** More ways for cuts to stand than this are too many to be meant. */
const mostStandings = 4096

/**
 * All ways in which so many cuts, or fewer, stand at the same time. A cut that stands alone has the index that it has
 * among the cuts.
 */
export const standingsOf = (cuts: readonly Cut[], atOnce: number): readonly StandingCuts[] => {
  let last: readonly (readonly number[])[] = cuts.map((_, cut) => [cut])
  const all = [...last]
  for (let count = 2; count <= atOnce; count++) {
    last = last.flatMap((some) =>
      cuts.flatMap((_, cut) => (cut > (some.at(-1) ?? -1) ? [[...some, cut]] : [])),
    )
    all.push(...last)
  }
  const places = new Map(all.map((some, at) => [some.join(), at]))
  const placeOf = (some: readonly number[]): number => places.get(some.join()) ?? -1
  return all.map((some) => ({
    cuts: some,
    // There may be thousands of cuts of which one stands at a time: no table of their pairs.
    adding: (atOnce === 1 ? [] : cuts).map((_, cut) =>
      some.includes(cut) ? -1 : placeOf([...some, cut].toSorted((a, b) => a - b)),
    ),
    removing: some.map((cut) => [cut, placeOf(some.filter((other) => other !== cut))]),
  }))
}

/** Whether so many cuts at once can stand in a number of ways that is not too large. */
export const areFew = (cuts: number, atOnce: number): boolean => {
  let [ways, all] = [1, 0]
  for (let count = 1; count <= Math.min(atOnce, cuts); count++) {
    ways = (ways * (cuts - count + 1)) / count
    all += ways
    if (all > mostStandings) return false
  }
  return true
}

const where = ['faults.partitions.atOnce']

/** How many cuts may stand at the same time, checked. */
export const checkCutsAtOnce = (
  atOnce: number | undefined,
  cuts: readonly Cut[],
  times: Budget,
): number => {
  if (atOnce === undefined) return 1
  if (!Number.isInteger(atOnce) || atOnce < 1) {
    throw new ModelError('not-a-system', {
      what: `\`atOnce\` cannot be ${brief(atOnce)}: it says how many cuts may stand at the same time`,
      where,
      fix: 'give it a whole number from 1 on, or leave it out: then it is one at a time',
    })
  }
  if (atOnce === 1) return 1
  if (times !== 'unlimited' && times < atOnce) {
    throw new ModelError('not-a-system', {
      what: `${atOnce} cuts may stand at once, and a run has ${times} at most: \`times\` is ${times}`,
      where,
      fix: `allow as many (times: ${atOnce}), or fewer at once`,
    })
  }
  if (cuts.length < atOnce) {
    throw new ModelError('not-a-system', {
      what: `${atOnce} cuts may stand at once, and there ${cuts.length === 1 ? 'is one' : `are ${cuts.length}`}`,
      where,
      fix: 'list more splits, or allow fewer at once: none stands twice',
    })
  }
  refuseTwins(cuts)
  if (areFew(cuts.length, atOnce)) return atOnce
  throw new ModelError('too-large', {
    what: `${atOnce} of ${cuts.length} cuts can stand at the same time in more than ${mostStandings} ways`,
    where,
    fix: 'allow fewer at once, or list the splits that matter',
  })
}

/** Of two cuts that are the same nobody could tell which stands, and which heals. */
const refuseTwins = (cuts: readonly Cut[]): void => {
  const keys = cuts.map(({ blocks }) => JSON.stringify(blocks))
  const twin = keys.findIndex((key, at) => keys.indexOf(key) !== at)
  if (twin < 0) return
  const sides = (cuts[twin]?.sides ?? []).map((side) => side.join(', '))
  throw new ModelError('not-a-system', {
    what: `The cut ${sides.join(' | ')} is listed twice, and several may stand at once`,
    where: ['faults.partitions.split'],
    fix: 'list it once: a cut that stands cannot come again',
  })
}
