import { equal } from '../value/compare.ts'
import { isRecord } from './notation.ts'
import type { PathStep } from './paths.ts'
import type { ElementChange } from './trace.ts'

/** One place at which two values differ. */
export interface Difference {
  readonly steps: readonly PathStep[]
  /** `undefined` where there was nothing before. */
  readonly before: unknown
  /** `undefined` where there is nothing any more. */
  readonly after: unknown
  /** For a Set or an array of which elements came or went, those; else null. */
  readonly elements: ElementChange | null
}

/**
 * Where two canonical values differ: the smallest fields that changed, in canonical order. Setting
 * each path of the first value to its `after` yields the second.
 */
export const difference = (before: unknown, after: unknown): readonly Difference[] =>
  differ([], before, after)

const differ = (
  steps: readonly PathStep[],
  before: unknown,
  after: unknown,
): readonly Difference[] => {
  if (before === after) return []
  const isAbsent = before === undefined || after === undefined
  if (!isAbsent && equal(before, after)) return []
  const whole = { steps, before, after, elements: null }
  if (isRecord(before) && isRecord(after)) return differFields(whole, before, after)
  if (before instanceof Map && after instanceof Map) return differEntries(whole, before, after)
  if (before instanceof Set && after instanceof Set) {
    return [{ ...whole, elements: differElements(before, after) }]
  }
  if (Array.isArray(before) && Array.isArray(after)) return differItems(whole, before, after)
  return [whole]
}

const differFields = (
  whole: Difference,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly Difference[] => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  const isAnother = !keys.some((key) => Object.hasOwn(before, key) && Object.hasOwn(after, key))
  // Two records without a field in common: one has taken the place of the other.
  if (isAnother && Object.keys(before).length > 0 && Object.keys(after).length > 0) return [whole]
  return keys.flatMap((key) => differ([...whole.steps, key], own(before, key), own(after, key)))
}

const own = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined

const differEntries = (
  whole: Difference,
  before: ReadonlyMap<unknown, unknown>,
  after: ReadonlyMap<unknown, unknown>,
): readonly Difference[] => {
  const [old, now] = [[...before], [...after]]
  const added = now.filter(([key]) => !old.some(([other]) => equal(other, key)))
  return [...old, ...added].flatMap(([key]) => {
    const valueIn = (entries: readonly [unknown, unknown][]): unknown =>
      entries.find(([other]) => equal(other, key))?.[1]
    return differ([...whole.steps, { key }], valueIn(old), valueIn(now))
  })
}

const differElements = (
  before: ReadonlySet<unknown>,
  after: ReadonlySet<unknown>,
): ElementChange => {
  return {
    gained: [...after].filter((element) => missingIn(before, element)),
    lost: [...before].filter((element) => missingIn(after, element)),
    place: null,
  }
}

const missingIn = (elements: ReadonlySet<unknown>, element: unknown): boolean =>
  ![...elements].some((other) => equal(other, element))

const differItems = (
  whole: Difference,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly Difference[] => {
  if (before.length !== after.length) {
    return [{ ...whole, elements: insertedOrRemoved(before, after) }]
  }
  const changed = before.filter((item, index) => !equal(item, after[index])).length
  // A tuple, and a list that is mostly new, read better whole.
  if (before.length <= 2 || changed * 2 > before.length) return [whole]
  return before.flatMap((item, index) => differ([...whole.steps, index], item, after[index]))
}

/** The run of elements that came in or went out in one place, or null if there was more to it. */
const insertedOrRemoved = (
  before: readonly unknown[],
  after: readonly unknown[],
): ElementChange | null => {
  const [shorter, longer] = before.length < after.length ? [before, after] : [after, before]
  const extra = longer.length - shorter.length
  let same = 0
  while (same < shorter.length && equal(shorter[same], longer[same])) same += 1
  const isOneRun = shorter
    .slice(same)
    .every((item, index) => equal(item, longer[same + index + extra]))
  if (!isOneRun) return null
  const run = longer.slice(same, same + extra)
  const place =
    shorter.length === 0 ? null : same === shorter.length ? 'end' : same === 0 ? 'front' : same
  const isGain = after.length > before.length
  return { gained: isGain ? run : [], lost: isGain ? [] : run, place }
}
