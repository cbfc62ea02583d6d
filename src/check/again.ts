import type { Instance } from '../audit/instance.ts'
import { isSystem } from '../model/model-module.ts'
import type { System } from '../model/system.ts'
import type { CheckOptions } from '../report.ts'
import { brief, thrown } from '../value/brief.ts'
import { showPath, type PathStep } from '../value/path.ts'
import { ModelError } from '../value/model-error.ts'

/**
 * Another instance of a system's code.
 *
 * @throws ModelError 'not-pure' when it cannot be made once more, or becomes another system
 */
export const instanceOf = async (
  system: System,
  again: NonNullable<CheckOptions['again']>,
): Promise<Instance> => {
  let fresh: unknown
  try {
    fresh = await again()
  } catch (error) {
    const origin = error instanceof ModelError ? error.where : []
    throw another(`it was made before, and now it is not: ${thrown(error)}`, ...origin)
  }
  if (!isSystem(fresh)) throw another(`it was a system before, and now it is ${brief(fresh)}`)
  const counterparts = new Map<unknown, unknown>()
  const difference = compareSystems(system, fresh, counterparts)
  if (difference !== null) throw another(difference)
  return <Part>(part: Part): Part => {
    // What stands in the place of a part is of its type.
    return counterparts.has(part) ? (counterparts.get(part) as Part) : part
  }
}

const another = (...where: readonly string[]): ModelError =>
  new ModelError('not-pure', {
    what: 'The model is not pure: made once more, it is not the same system',
    where,
    fix: 'let the module describe the same system whenever it is loaded: no clock, no Math.random, nothing that can be done once only',
  })

interface Pair {
  readonly before: unknown
  readonly now: unknown
  readonly path: readonly PathStep[]
}

/** What a system is called says nothing of what it does. */
const unnamed = (system: System): System => ({ ...system, name: '', about: '' })

/**
 * Goes through two systems side by side.
 *
 * @param counterparts the parts of the second go there, by those of the first
 * @returns where they differ, apart from their code, in words; null where they do not
 */
const compareSystems = (
  before: System,
  now: System,
  counterparts: Map<unknown, unknown>,
): string | null => {
  const open: Pair[] = [{ before: unnamed(before), now: unnamed(now), path: [] }]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (counterparts.has(pair.before)) continue
    const parts = partsOf(pair)
    if (parts === null) {
      return `${showPath(pair.path)}: ${brief(pair.before)} before, ${brief(pair.now)} now`
    }
    if (isPart(pair.before)) counterparts.set(pair.before, pair.now)
    open.push(...parts.toReversed())
  }
  return null
}

const isPart = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)

/** The parts of two values side by side; null where the values differ. */
const partsOf = ({ before, now, path }: Pair): readonly Pair[] | null => {
  if (typeof before === 'function' && typeof now === 'function') return []
  if (!isPart(before) || !isPart(now)) return Object.is(before, now) ? [] : null
  const [olds, news] = [entriesOf(before), entriesOf(now)]
  if (Array.isArray(before) !== Array.isArray(now) || olds.length !== news.length) return null
  const pairs = olds.map(([key, value], index): Pair | null => {
    const [name, other] = news[index] ?? []
    return name === key ? { before: value, now: other, path: [...path, key] } : null
  })
  return pairs.includes(null) ? null : pairs.filter((pair) => pair !== null)
}

const entriesOf = (whole: object): readonly (readonly [string | number, unknown])[] => {
  if (Array.isArray(whole)) return whole.map((value: unknown, index) => [index, value])
  return whole instanceof Map || whole instanceof Set
    ? [...whole.entries()].map(([key, value]) => [String(key), value])
    : Object.entries(whole)
}
