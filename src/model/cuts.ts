import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { Split } from './faults.ts'
import { linkCut } from './link-cut.ts'
import { unknownNode, type NodeDefinition } from './nodes.ts'
import { checkSettings, type Known } from './settings.ts'

/** A cut, by its sides. */
export interface CutSides {
  /** The two or more sides, by node id in the order of the system; of a one-way cut [from, to]. Nodes in none reach all. */
  readonly sides: readonly (readonly string[])[]
  /** Whether it blocks one direction only. */
  readonly isOneWay: boolean
}

/** A cut between nodes, ready for use. */
export interface Cut extends CutSides {
  /** `blocks[from][to]`: whether messages between these nodes, by index, do not pass. */
  readonly blocks: readonly (readonly boolean[])[]
}

/** The sides of a cut, of several that may stand at the same time. */
export const sidesOf = (cuts: readonly Cut[], cut: number | undefined): CutSides | null => {
  const its = cuts[cut ?? -1]
  return its === undefined ? null : { sides: its.sides, isOneWay: its.isOneWay }
}

/** Beyond this many nodes the set of all splits is too large to be meant. */
const mostNodesForAny = 8

/** Every way to put the nodes (clients near a node go with it) into two or more groups. */
export const allSplits = (nodes: readonly NodeDefinition[]): readonly Split[] => {
  const movable = nodes.filter(({ role }) => nearOf(role) === null).map(({ id }) => id)
  if (movable.length > mostNodesForAny) {
    throw new ModelError('too-large', {
      what: `split: 'any' over ${movable.length} nodes stands for too many splits`,
      where: ['faults.partitions.split'],
      fix: "list the splits that matter, e.g. split: [[['a'], ['b', 'c']], …]",
    })
  }
  let partitions: string[][][] = [[]]
  for (const id of movable) {
    partitions = partitions.flatMap((groups) => [
      ...groups.map((_, at) =>
        groups.map((group, index) => (index === at ? [...group, id] : group)),
      ),
      [...groups, [id]],
    ])
  }
  return partitions.filter((groups) => groups.length >= 2)
}

const splitAt = 'faults.partitions.split'
const shapes: Readonly<Record<'links' | 'from', Known>> = {
  links: { links: null },
  from: { from: null, to: null },
}

/** Refuses what is neither groups nor a record, and records with other fields than they have. */
const checkShape = (split: unknown): void => {
  if (Array.isArray(split)) return
  if (typeof split !== 'object' || split === null) {
    throw badSplit(
      `${brief(split)} is no split`,
      "give groups of nodes, such as [['a'], ['b', 'c']]",
    )
  }
  const known = 'links' in split ? shapes.links : shapes.from
  const isNeither = !('links' in split || 'from' in split || 'to' in split)
  checkSettings(split, isNeither ? { ...shapes.from, ...shapes.links } : known, splitAt, {
    required: Object.keys(known),
  })
}

/** The cut that a split stands for. */
export const cutOf = (split: Split, nodes: readonly NodeDefinition[]): Cut => {
  checkShape(split)
  if ('links' in split) return linkCut(split.links, nodes)
  const isOneWay = 'from' in split
  const groups = 'from' in split ? [split.from, split.to] : split
  if (!Array.isArray(groups) || !groups.every(Array.isArray)) {
    throw badSplit(
      `${brief(split)} is no split`,
      "give groups of nodes, such as [['a'], ['b', 'c']]",
    )
  }
  checkNames(groups, nodes)
  const sideOf = new Map<string, number>()
  groups.forEach((group, side) => group.forEach((id) => sideOf.set(id, side)))
  for (const { id, role } of nodes) {
    const near = nearOf(role)
    if (near !== null) placeClient(id, near, sideOf)
  }
  const unplaced = nodes.filter(({ id }) => !sideOf.has(id)).map(({ id }) => id)
  if (!isOneWay) placeRest(groups, unplaced, sideOf)
  const side = nodes.map(({ id }) => sideOf.get(id))
  const count = new Set(side.filter((each) => each !== undefined)).size
  if (count < 2) throw badSplit('The split separates nobody', 'name at least two groups of nodes')
  const apart = (from: number, to: number): boolean =>
    isOneWay ? side[from] === 0 && side[to] === 1 : side[from] !== side[to]
  return {
    isOneWay,
    sides: Array.from({ length: count }, (_, index) =>
      nodes.filter(({ id }) => sideOf.get(id) === index).map(({ id }) => id),
    ),
    blocks: nodes.map((_, from) => nodes.map((__, to) => apart(from, to))),
  }
}

const nearOf = (role: NodeDefinition['role']): string | null => role.client?.near ?? null

const checkNames = (
  groups: readonly (readonly string[])[],
  nodes: readonly NodeDefinition[],
): void => {
  const ids = nodes.map(({ id }) => id)
  const named = groups.flat()
  for (const name of named) {
    if (!ids.includes(name)) throw unknownNode(name, ids, 'faults.partitions.split')
  }
  const twice = named.find((name, index) => named.indexOf(name) !== index)
  if (twice !== undefined) {
    throw badSplit(`Node '${twice}' is on two sides of a split`, 'name each node once')
  }
  if (groups.length === 0 || groups.some((group) => group.length === 0)) {
    throw badSplit('A split has an empty group', 'name at least one node in each group')
  }
}

const placeClient = (id: string, near: string, sideOf: Map<string, number>): void => {
  const side = sideOf.get(near)
  const own = sideOf.get(id)
  if (own !== undefined && own !== side) {
    throw badSplit(
      `Client '${id}' is near '${near}', but a split puts it on another side`,
      `leave '${id}' out of the split: it goes with '${near}'`,
    )
  }
  if (side !== undefined) sideOf.set(id, side)
}

/** One group alone is cut off from all the others; several must name everybody. */
const placeRest = (
  groups: readonly (readonly string[])[],
  unplaced: readonly string[],
  sideOf: Map<string, number>,
): void => {
  if (groups.length > 1 && unplaced.length > 0) {
    throw badSplit(
      `A split leaves out ${unplaced.map((id) => `'${id}'`).join(', ')}`,
      'put every node into a group, or name one group alone: it is cut off from all others',
    )
  }
  for (const id of unplaced) sideOf.set(id, groups.length)
}

/** The error for a split that makes no sense. */
export const badSplit = (what: string, fix: string): ModelError =>
  new ModelError('not-a-system', { what, where: ['faults.partitions.split'], fix })
