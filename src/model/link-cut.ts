import { ModelError } from '../value/model-error.ts'
import { brief } from '../value/brief.ts'
import { unknownNode, type NodeDefinition } from './nodes.ts'

/** Two sides, by node id, and for each pair of nodes, by index, whether messages do not pass. */
interface LinkCut {
  readonly sides: readonly (readonly string[])[]
  readonly isOneWay: false
  readonly blocks: readonly (readonly boolean[])[]
}

/**
 * The cut of single links, each in both directions: two sides that cannot reach one another, while nodes that
 * are in neither reach all.
 *
 * @throws ModelError where the links are not those between two sides, or name no nodes
 */
export const linkCut = (links: unknown, nodes: readonly NodeDefinition[]): LinkCut => {
  const [first, ...rest] = pairsOf(links, nodes)
  if (first === undefined) throw badLinks('No link is cut', "name some: links: [['old', 'a']]")
  const all = [first, ...rest]
  const linkedTo = (id: string): readonly string[] =>
    nodes
      .map((node) => node.id)
      .filter((other) => all.some((pair) => pair.includes(id) && pair.includes(other)))
      .filter((other) => other !== id)
  const sides = [linkedTo(first[1]), linkedTo(first[0])] as const
  const isBetween = ([a, b]: readonly [string, string]): boolean =>
    (sides[0].includes(a) && sides[1].includes(b)) || (sides[1].includes(a) && sides[0].includes(b))
  const missing = sides[0]
    .flatMap((a) => sides[1].map((b): readonly [string, string] => [a, b]))
    .find(([a, b]) => a === b || !all.some((pair) => pair.includes(a) && pair.includes(b)))
  const odd = missing ?? all.find((pair) => !isBetween(pair))
  if (odd !== undefined) {
    throw badLinks(
      `The links that are cut are not those between two sides: see ${odd.join(' and ')}`,
      'cut each node of one side off from each of the other: links: [[a, c], [a, d], [b, c], [b, d]]',
    )
  }
  /** A client goes with the node that it is near. */
  const sideOf = ({ id, role }: NodeDefinition): number =>
    sides.findIndex((side) => side.includes(role.client?.near ?? id))
  const placed = nodes.map(sideOf)
  return {
    isOneWay: false,
    sides: [0, 1].map((side) => nodes.filter((node) => sideOf(node) === side).map(({ id }) => id)),
    blocks: placed.map((from) => placed.map((to) => from >= 0 && to >= 0 && from !== to)),
  }
}

/** Links as pairs of nodes that there are. */
const pairsOf = (
  links: unknown,
  nodes: readonly NodeDefinition[],
): readonly (readonly [string, string])[] => {
  if (!Array.isArray(links)) {
    throw badLinks(`${brief(links)} is no list of links`, "give pairs: links: [['old', 'a']]")
  }
  const ids = nodes.map(({ id }) => id)
  return (links as readonly unknown[]).map((link) => {
    const [a, b, more]: readonly unknown[] = Array.isArray(link) ? link : []
    if (typeof a !== 'string' || typeof b !== 'string' || a === b || more !== undefined) {
      throw badLinks(`${brief(link)} is no link`, "give two different nodes: ['old', 'a']")
    }
    for (const name of [a, b]) {
      if (!ids.includes(name)) throw unknownNode(name, ids, 'faults.partitions.split.links')
      const near = nodes.find(({ id }) => id === name)?.role.client?.near ?? null
      if (near === null) continue
      throw badLinks(
        `Client '${name}' is near '${near}', and goes with it`,
        `leave '${name}' out: name '${near}'`,
      )
    }
    return [a, b]
  })
}

const badLinks = (what: string, fix: string): ModelError =>
  new ModelError('not-a-system', { what, where: ['faults.partitions.split.links'], fix })
