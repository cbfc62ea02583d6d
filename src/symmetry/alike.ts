import { groupsOf, type Member } from '../model/nodes.ts'
import type { System } from '../model/system.ts'
import type { ToldApart } from '../compile/told-apart.ts'

/** Nodes and values are let change places in so many ways at most: now and then all are gone through. */
const mostWays = 40_320

/** The nodes that may be able to change places. */
export interface Alike {
  /** Classes of two nodes or more: any two nodes of a class may. */
  readonly classes: readonly (readonly number[])[]
  /** In how many ways they can, all in all. */
  readonly ways: number
  /** Why replicas of one role are not in a class together. */
  readonly apart: readonly ToldApart[]
  /** Whether some are left out as there would be too many ways for them to change places. */
  readonly isMany: boolean
}

/**
 * The nodes that may change places as far as can be seen without running user code: replicas of one role
 * that the same faults may befall, with the same kinds of links.
 *
 * @param apart what was found out about them
 */
export const alikeNodes = (system: System, apart: readonly ToldApart[]): Alike => {
  const all: (readonly number[])[] = []
  const found = apart.filter(({ group }) => group !== null)
  let ways = 1
  let isMany = false
  for (const [group, members] of groupsOf(system.nodes)) {
    if (members.length < 2) continue
    const own = apart.filter((each) => each.group === group)
    if (own.some(({ by }) => by.kind !== 'start')) continue
    const classes = classesOf(members, (a, b) => {
      if (a.role !== b.role || !a.isReplica) return false
      if (own.some(({ nodes }) => nodes.includes(a.id) && nodes.includes(b.id))) return false
      const kind = !suffersAlike(system, a.index, b.index)
        ? 'faults'
        : linkedAlike(system, a.index, b.index)
          ? null
          : 'links'
      if (kind !== null) found.push({ group, nodes: [a.id, b.id], by: { kind } })
      return kind === null
    })
    for (const each of classes) {
      const more = ways * factorial(each.length)
      if (areTooMany(more)) {
        isMany = true
        continue
      }
      ways = more
      all.push(each)
    }
  }
  return { classes: all, ways, apart: found, isMany }
}

/** Whether these are too many ways to go through. */
export const areTooMany = (ways: number): boolean => ways > mostWays

/** In how many ways so many nodes, or values, can change places. */
export const factorial = (of: number): number => (of < 2 ? 1 : of * factorial(of - 1))

/** The classes of which any member may change places with some other, directly or by way of others. */
const classesOf = (
  members: readonly Member[],
  mayChange: (a: Member, b: Member) => boolean,
): readonly (readonly number[])[] => {
  const classes: Member[][] = []
  for (const member of members) {
    const near = classes.filter((each) => each.some((other) => mayChange(other, member)))
    const merged = [...near.flat(), member]
    for (const each of near) classes.splice(classes.indexOf(each), 1)
    classes.push(merged)
  }
  return classes
    .filter(({ length }) => length > 1)
    .map((each) => each.map(({ index }) => index).toSorted((a, b) => a - b))
}

const suffersAlike = (system: System, a: number, b: number): boolean =>
  system.faults.crashable[a] === system.faults.crashable[b] && cutsAfter(system, a, b) !== null

/** Whether links stay of their kind when two nodes change places. */
const linkedAlike = ({ network: { of } }: System, first: number, second: number): boolean => {
  const swapped = swapping(first, second)
  return of.every((row, from) => row.every((kind, to) => of[swapped(from)]?.[swapped(to)] === kind))
}

const swapping =
  (first: number, second: number) =>
  (index: number): number =>
    index === first ? second : index === second ? first : index

/** For each cut the one that it becomes when two nodes change places; null where there is none. */
const cutsAfter = (
  { faults: { cuts }, nodes }: System,
  first: number,
  second: number,
): readonly number[] | null => {
  const swapped = swapping(first, second)
  const keys = cuts.map(({ blocks }) => blocks.map((row) => row.map(Number).join('')).join(' '))
  const images = cuts.map(({ blocks }) =>
    nodes
      .map((_, from) =>
        nodes.map((__, to) => Number(blocks[swapped(from)]?.[swapped(to)])).join(''),
      )
      .join(' '),
  )
  // Of cuts that are alike, the first becomes the first.
  const seen = new Map<string, number>()
  const cutsSoFar = images.map((key) => {
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return keys.flatMap((each, at) => (each === key ? [at] : []))[before] ?? -1
  })
  return cutsSoFar.includes(-1) ? null : cutsSoFar
}

/** For each way in which cuts stand, by index, the one that it becomes when two nodes change places. */
export const standingsAfter = (
  system: System,
  first: number,
  second: number,
): readonly number[] => {
  const cuts = cutsAfter(system, first, second) ?? []
  const { standings } = system.faults
  const places = new Map(standings.map((standing, at) => [standing.cuts.join(), at]))
  return standings.map((standing) => {
    const image = standing.cuts.map((cut) => cuts[cut] ?? -1).toSorted((a, b) => a - b)
    return places.get(image.join()) ?? -1
  })
}
