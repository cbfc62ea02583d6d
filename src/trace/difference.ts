import { compare, looksSame } from '../value/compare.ts'
import { isRecord } from '../value/notation.ts'
import type { PathStep } from '../value/path.ts'
import type { Carried, ElementChange } from './trace.ts'

/** One place at which two values differ. */
export interface Difference {
  readonly steps: readonly PathStep[]
  /** `undefined` where there was nothing before. */
  readonly before: unknown
  /** `undefined` where there is nothing any more. */
  readonly after: unknown
  /** For a Set or an array of which elements came or went, those; else null. */
  readonly elements: ElementChange | null
  /** Where one of the two values is a part of the other, that part; else null. */
  readonly carried: Carried | null
}

/** How finely differences are told. */
export interface Grain {
  /** Steps of a path at most: below, a value is told whole. */
  readonly depth: number
  /** Places at most: where there are more, they are told less deep. */
  readonly places: number
}

const finest: Grain = { depth: Infinity, places: Infinity }

/**
 * Where two canonical values differ: the smallest fields that changed, in canonical order. Setting
 * each path of the first value to its `after` yields the second, however coarse the grain.
 */
export const difference = (
  before: unknown,
  after: unknown,
  { depth, places }: Grain = finest,
): readonly Difference[] => {
  const found = differ(wholeOf([], before, after), depth)
  if (found.length <= places) return found
  const deepest = Math.max(...found.map(({ steps }) => steps.length))
  return difference(before, after, { depth: deepest - 1, places })
}

const wholeOf = (steps: readonly PathStep[], before: unknown, after: unknown): Difference => ({
  steps,
  before,
  after,
  elements: null,
  carried: null,
})

/** @param depth how many more steps a path may take */
const differ = (whole: Difference, depth: number): readonly Difference[] => {
  const { before, after } = whole
  if (before === after) return []
  const elements = elementsBetween(before, after)
  if (elements !== null) return [{ ...whole, elements }]
  const kind = containerOf(before)
  if (depth === 0 || kind === null || kind !== containerOf(after)) {
    return looksSame(before, after) ? [] : [whole]
  }
  const carried = carriedBetween(before as object, after as object)
  return carried === null ? differInside(whole, kind, depth) : [{ ...whole, carried }]
}

const differInside = (
  whole: Difference,
  kind: 'record' | 'map' | 'array',
  depth: number,
): readonly Difference[] => {
  const { before, after } = whole
  switch (kind) {
    case 'record':
      return differFields(whole, before as Fields, after as Fields, depth)
    case 'map':
      return differEntries(whole, before as Entries, after as Entries, depth)
    case 'array':
      return differItems(whole, before as readonly unknown[], after as readonly unknown[], depth)
  }
}

/** What came into a Set or went out of it, or into an array in one place; else null. */
const elementsBetween = (before: unknown, after: unknown): ElementChange | null => {
  if (before instanceof Set && after instanceof Set) {
    const { lost, gained } = merged([...before], [...after])
    return lost.length + gained.length > 0 ? { gained, lost, place: null } : null
  }
  const areLists = Array.isArray(before) && Array.isArray(after) && before.length !== after.length
  return areLists ? insertedOrRemoved(before, after) : null
}

type Fields = Readonly<Record<string, unknown>>
type Entries = ReadonlyMap<unknown, unknown>

const containerOf = (value: unknown): 'record' | 'map' | 'array' | null => {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'map'
  return isRecord(value) ? 'record' : null
}

/** The values at two paths that differ, one step further. */
const inside = (
  { steps }: Difference,
  step: PathStep,
  [before, after]: readonly [unknown, unknown],
  depth: number,
): readonly Difference[] => differ(wholeOf([...steps, step], before, after), depth - 1)

/** A value that was put around the one before, as a list gets another head; or taken off again. */
const carriedBetween = (before: object, after: object): Carried | null => {
  const wrapped = stepTo(after, before)
  if (wrapped !== null) return { step: wrapped, in: 'after' }
  const unwrapped = stepTo(before, after)
  return unwrapped === null ? null : { step: unwrapped, in: 'before' }
}

/** The field or index of a value at which another one is found that is neither empty nor scalar. */
const stepTo = (value: object, part: object): PathStep | null => {
  if (Object.keys(part).length === 0) return null
  if (Array.isArray(value)) {
    const index = value.findIndex((item) => looksSame(item, part))
    return index < 0 ? null : index
  }
  if (value instanceof Map) return null
  return Object.entries(value).find(([, inner]) => looksSame(inner, part))?.[0] ?? null
}

const differFields = (
  whole: Difference,
  before: Fields,
  after: Fields,
  depth: number,
): readonly Difference[] => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  const isAnother = !keys.some((key) => Object.hasOwn(before, key) && Object.hasOwn(after, key))
  // Two records without a field in common: one has taken the place of the other.
  if (isAnother && Object.keys(before).length > 0 && Object.keys(after).length > 0) return [whole]
  return keys.flatMap((key) => inside(whole, key, [own(before, key), own(after, key)], depth))
}

const own = (record: Fields, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined

const differEntries = (
  whole: Difference,
  before: Entries,
  after: Entries,
  depth: number,
): readonly Difference[] => {
  const { lost, gained, both } = merged([...before.keys()], [...after.keys()])
  return [...both, ...lost.map((key) => [key, key] as const)]
    .toSorted(([a], [b]) => compare(a, b))
    .concat(gained.map((key) => [key, key]))
    .flatMap(([old, now]) => inside(whole, { key: old }, [before.get(old), after.get(now)], depth))
}

/** Two lists in canonical order: what only one of them has, and what both have. */
const merged = (
  before: readonly unknown[],
  after: readonly unknown[],
): {
  lost: unknown[]
  gained: unknown[]
  both: (readonly [unknown, unknown])[]
} => {
  const [lost, gained, both] = [[] as unknown[], [] as unknown[], [] as [unknown, unknown][]]
  let [at, other] = [0, 0]
  while (at < before.length || other < after.length) {
    const order =
      at === before.length ? 1 : other === after.length ? -1 : compare(before[at], after[other])
    if (order < 0) lost.push(before[at++])
    else if (order > 0) gained.push(after[other++])
    else both.push([before[at++], after[other++]])
  }
  return { lost, gained, both }
}

const differItems = (
  whole: Difference,
  before: readonly unknown[],
  after: readonly unknown[],
  depth: number,
): readonly Difference[] => {
  if (before.length !== after.length) return [whole]
  const changed = [...before.keys()].filter((index) => !looksSame(before[index], after[index]))
  if (changed.length === 0) return []
  // A tuple, and a list that is mostly new, read better whole.
  if (before.length <= 2 || changed.length * 2 > before.length) return [whole]
  return changed.flatMap((index) => inside(whole, index, [before[index], after[index]], depth))
}

/** The run of elements that came in or went out in one place, or null if there was more to it. */
const insertedOrRemoved = (
  before: readonly unknown[],
  after: readonly unknown[],
): ElementChange | null => {
  const [shorter, longer] = before.length < after.length ? [before, after] : [after, before]
  const extra = longer.length - shorter.length
  let same = 0
  while (same < shorter.length && looksSame(shorter[same], longer[same])) same += 1
  const isOneRun = shorter
    .slice(same)
    .every((item, index) => looksSame(item, longer[same + index + extra]))
  if (!isOneRun) return null
  const run = longer.slice(same, same + extra)
  const isGain = after.length > before.length
  const isAtEnd = same === shorter.length && (isGain || same > 0)
  const place = isAtEnd ? 'end' : shorter.length === 0 ? null : same === 0 ? 'front' : same
  return { gained: isGain ? run : [], lost: isGain ? [] : run, place }
}
