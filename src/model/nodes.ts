import { didYouMean, ModelError } from '../value/model-error.ts'
import type { Replicas, Role } from './role.ts'

/** A role, or replicas of one, whatever budgets they spend. */
export type NodeSpec = Role<unknown, unknown, string> | Replicas<unknown, unknown, string>

/** One node of a system. */
export interface NodeDefinition {
  /** Its name; of replicas the key and a number: `server1`. */
  readonly id: string
  /** The key of the system's `nodes` that the node comes from. */
  readonly group: string
  /** Whether the group is an array (replicas) or this one node. */
  readonly isReplica: boolean
  /** The code that it runs. */
  readonly role: Role<unknown, unknown, string>
}

/** The nodes of a system in order: the keys of `nodes`, replicas by number. */
export const layOutNodes = (
  specs: Readonly<Record<string, NodeSpec>>,
): readonly NodeDefinition[] => {
  const nodes = Object.entries(specs).flatMap(([group, spec]) => layOut(group, spec))
  if (nodes.length === 0) {
    throw new ModelError('not-a-system', {
      what: 'The system has no nodes',
      where: ['nodes'],
      fix: 'give it at least one: `nodes: { server: someRole }`',
    })
  }
  const ids = nodes.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) {
    throw new ModelError('not-a-system', {
      what: `Two nodes have the id '${twice}'`,
      where: ['nodes'],
      fix: 'rename a key of `nodes`: replicas are named by their key and a number',
    })
  }
  for (const { id, role } of nodes) {
    const { near, asks } = role.client ?? { near: null, asks: [] }
    for (const name of near === null ? asks : [near, ...asks]) {
      if (!ids.includes(name)) throw unknownNode(name, ids, `client '${id}'`)
    }
    if (near !== null && nodes.some((node) => node.id === near && node.role.client !== null)) {
      throw new ModelError('not-a-system', {
        what: `Client '${id}' is near '${near}', which is itself a client`,
        where: ['nodes'],
        fix: 'put clients near nodes that are no clients',
      })
    }
  }
  return nodes
}

/** More could not be explored, nor even listed. */
const mostReplicas = 1000

const layOut = (group: string, spec: NodeSpec): readonly NodeDefinition[] => {
  if (spec?.kind === 'role') return [{ id: group, group, isReplica: false, role: spec }]
  if (spec?.kind !== 'replicas') {
    throw new ModelError('not-a-system', {
      what: `Node '${group}' has no role`,
      where: ['nodes'],
      fix: 'give it role({…}), client({…}) or replicas(3, role)',
    })
  }
  if (!Number.isInteger(spec.count) || spec.count < 1 || !Number.isInteger(spec.from)) {
    throw new ModelError('not-a-system', {
      what: `replicas(${spec.count}, …) is no number of nodes`,
      where: [`nodes.${group}`],
      fix: 'give a whole number from 1',
    })
  }
  if (spec.count > mostReplicas) {
    throw new ModelError('too-large', {
      what: `replicas(${spec.count}, …) are too many nodes (the limit is ${mostReplicas})`,
      where: [`nodes.${group}`],
      fix: 'check a system of a few nodes: what goes wrong among many goes wrong among few',
    })
  }
  return Array.from({ length: spec.count }, (_, index) => ({
    id: `${group}${spec.from + index}`,
    group,
    isReplica: true,
    role: spec.roleOf(spec.from + index),
  }))
}

/** A member of a group, with its index in the system. */
export interface Member extends NodeDefinition {
  readonly index: number
}

/** The nodes by group: the keys of the system's `nodes`, in order. */
export const groupsOf = (nodes: readonly NodeDefinition[]): ReadonlyMap<string, Member[]> => {
  const groups = new Map<string, Member[]>()
  nodes.forEach((node, index) => {
    const members = groups.get(node.group) ?? []
    members.push({ ...node, index })
    groups.set(node.group, members)
  })
  return groups
}

/** The error for a node id that the system does not have. */
export const unknownNode = (name: string, known: readonly string[], place: string): ModelError =>
  new ModelError('unknown-node', {
    what: `There is no node '${name}'`,
    where: [place],
    fix: `${didYouMean(name, known)}the nodes are ${known.join(', ')}`,
  })

/**
 * The ids that a name stands for: of a node, or of a group.
 *
 * @throws ModelError 'unknown-node'
 */
export const idsNamed = (
  name: string,
  nodes: readonly NodeDefinition[],
  place: string,
): readonly string[] => {
  const ids = nodes.filter(({ id, group }) => id === name || group === name).map(({ id }) => id)
  if (ids.length > 0) return ids
  const known = [...new Set(nodes.flatMap(({ id, group }) => [group, id]))]
  throw new ModelError('unknown-node', {
    what: `There is no node '${name}'`,
    where: [place],
    fix: `${didYouMean(name, known)}the nodes and groups are ${known.join(', ')}`,
  })
}
