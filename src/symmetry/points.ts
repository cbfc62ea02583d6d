import type { System } from '../model/system.ts'
import type { ToldApart } from '../compile/told-apart.ts'
import { alikeNodes, areTooMany, factorial } from './alike.ts'

/**
 * What may be able to change places, by number: the nodes of a system, and behind them the values that it
 * declares interchangeable.
 */
export interface Points {
  /** Their names, in order. */
  readonly names: readonly string[]
  /** Classes of two nodes or more: any two of a class may change places. */
  readonly nodes: readonly (readonly number[])[]
  /** The same of values. */
  readonly values: readonly (readonly number[])[]
  /** Why replicas of one role are not in a class together. */
  readonly apart: readonly ToldApart[]
  /** Why values that are declared interchangeable are not. */
  readonly valuesApart: readonly ToldApart[]
  /** Whether nodes are left out as there would be too many ways for them to change places. */
  readonly isMany: boolean
}

/**
 * The nodes and values that may change places as far as can be seen without running user code.
 *
 * A set of values is declared as a whole, and is left alone as a whole where two of it are told apart.
 *
 * @param told what was found out about them
 */
export const pointsOf = (system: System, told: readonly ToldApart[]): Points => {
  const { nodes, interchangeable } = system
  const { classes, apart, isMany, ...alike } = alikeNodes(system, told)
  const values: (readonly number[])[] = []
  const valuesApart: ToldApart[] = []
  let { ways } = alike
  let next = nodes.length
  for (const set of interchangeable) {
    const first = next
    next += set.length
    if (set.length < 2) continue
    const found = told.filter((each) => each.group === null && set.includes(each.nodes[0] ?? ''))
    const more = ways * factorial(set.length)
    if (found[0] !== undefined) valuesApart.push(found[0])
    else if (areTooMany(more)) valuesApart.push({ group: null, nodes: set, by: { kind: 'many' } })
    else {
      ways = more
      values.push(set.map((_, at) => first + at))
    }
  }
  const names = [...nodes.map(({ id }) => id), ...interchangeable.flat()]
  return { names, nodes: classes, values, apart, valuesApart, isMany }
}
