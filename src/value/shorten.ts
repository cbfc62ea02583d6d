/** Stands in a value for a part that was left out. */
export class Gap {
  /** How many levels of arrays, Sets, Maps and records it nests. */
  readonly levels: number
  /** What is printed in its place. */
  readonly words: string

  constructor(levels: number, words: string) {
    this.levels = levels
    this.words = words
  }
}

/** A part that was left out as it nests too deep. */
export const deeper = (levels: number): Gap =>
  new Gap(levels, `… ${levels} ${levels === 1 ? 'level' : 'levels'} deeper`)

/** The first members of a collection or a record, and how many were left out. */
export class Beginning {
  readonly of: object
  readonly more: number

  constructor(of: object, more: number) {
    this.of = of
    this.more = more
  }
}

/** How much of a value is kept. */
export interface Room {
  /** Levels of arrays, Sets, Maps and records, one inside the other. */
  readonly levels: number
  /** Members of each array, Set, Map or record. */
  readonly members: number
}

/** So few levels or members are kept rather than counted. */
const slack = 2

/**
 * A copy of a value without what nests too deep or is too long: {@link Gap} and
 * {@link Beginning} stand there and say how much was left out.
 */
export const shorten = (value: unknown, room: Room): unknown =>
  typeof value === 'object' && value !== null ? shortenInside(value, room) : value

const shortenInside = (value: object, room: Room): unknown => {
  if (value instanceof Gap) return value
  if (room.levels <= 0 && isDeeperThan(value, room.levels + slack)) return deeper(levelsOf(value))
  const { kept, more } = firstMembers(value, room.members)
  const below = { ...room, levels: room.levels - 1 }
  const result = mapMembers(kept, (member) => shorten(member, below))
  return more === 0 ? result : new Beginning(result as object, more)
}

/** Whether a value nests more levels than that; looks no deeper than it must. */
const isDeeperThan = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Gap) return value.levels > levels
  return levels === 0 || membersOf(value).some((member) => isDeeperThan(member, levels - 1))
}

/** How many levels a value nests: 0 for a scalar, 1 for a list of scalars. */
const levelsOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  if (value instanceof Gap) return value.levels
  return 1 + membersOf(value).reduce<number>((most, member) => Math.max(most, levelsOf(member)), 0)
}

const membersOf = (value: object): readonly unknown[] => {
  if (Array.isArray(value)) return value
  if (value instanceof Set) return [...value]
  return value instanceof Map ? [...value].flat() : Object.values(value)
}

const firstMembers = (value: object, most: number): { kept: object; more: number } => {
  const isLong = (size: number): boolean => size > most + slack
  const cut = <Member>(all: readonly Member[], make: (some: readonly Member[]) => object) =>
    isLong(all.length)
      ? { kept: make(all.slice(0, most)), more: all.length - most }
      : { kept: value, more: 0 }
  if (Array.isArray(value)) return cut(value, (some) => some)
  if (value instanceof Set) return cut([...value], (some) => new Set(some))
  if (value instanceof Map) return cut([...value], (some) => new Map(some))
  return cut(Object.entries(value), (some) => Object.fromEntries(some))
}

const mapMembers = (value: object, change: (member: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map(change)
  if (value instanceof Set) return new Set([...value].map(change))
  if (value instanceof Map) {
    return new Map([...value].map(([key, inner]) => [change(key), change(inner)]))
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]))
}

/** Whether something was left out of a value: it is no data of a model any more. */
export const holdsGap = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (value instanceof Gap || membersOf(value).some(holdsGap))
