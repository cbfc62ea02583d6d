import { brief } from '../value/brief.ts'
import { ModelError } from '../value/model-error.ts'
import type { NodeDefinition } from './nodes.ts'

/**
 * The sets of values that a system declares interchangeable, complete.
 *
 * @throws ModelError for what is no list of lists of texts, for a text that stands there twice, and for one
 * that names a node
 */
export const planValues = (
  given: unknown,
  nodes: readonly NodeDefinition[],
): readonly (readonly string[])[] => {
  if (!Array.isArray(given)) throw wrong(`\`interchangeable\` cannot be ${brief(given)}`)
  const known = new Map<string, number>()
  return given.map((set: unknown, at) => {
    const place = `interchangeable[${at}]`
    if (!Array.isArray(set)) throw wrong(`A set of values cannot be ${brief(set)}`, place)
    return set.map((value: unknown) => {
      if (typeof value !== 'string') {
        throw wrong(`${brief(value)} is no text, and cannot be interchangeable`, place)
      }
      refuseNode(value, nodes, place)
      const before = known.get(value)
      if (before !== undefined) throw twice(value, before, at)
      known.set(value, at)
      return value
    })
  })
}

const refuseNode = (value: string, nodes: readonly NodeDefinition[], place: string): void => {
  if (nodes.every(({ id }) => id !== value)) return
  throw new ModelError('not-a-system', {
    what: `'${value}' is the name of a node, and cannot be an interchangeable value, too`,
    where: [place],
    fix: 'give the value another name; replicas of a role are found to be interchangeable without being declared',
  })
}

const twice = (value: string, before: number, at: number): ModelError =>
  new ModelError('not-a-system', {
    what:
      before === at
        ? `'${value}' stands twice in a set of interchangeable values`
        : `'${value}' stands in two sets of interchangeable values`,
    where: [before === at ? `interchangeable[${at}]` : `interchangeable[${before}] and [${at}]`],
    fix:
      before === at
        ? 'name each value once'
        : 'make one set of the two if all their values are interchangeable; else leave the value out of one',
  })

const wrong = (what: string, place = 'interchangeable'): ModelError =>
  new ModelError('not-a-system', {
    what,
    where: [place],
    fix: "give it a list of sets of texts, as `interchangeable: [['a', 'b']]`",
  })
