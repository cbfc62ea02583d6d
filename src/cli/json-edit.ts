import { parseExpression } from '@babel/parser'
import type { ObjectExpression, ObjectProperty } from '@babel/types'

/** Texts by their names. */
type Named = Readonly<Record<string, string>>

/**
 * A JSON document, an object, with entries added at the end of objects in it, which are made where they are missing. All else stays as it is
 * written, to the letter; new lines are written as those around them.
 */
export const withEntries = (text: string, key: string, entries: Named): string => {
  const root = objectIn(text)
  const indent = indentOf(root, text) ?? '  '
  const pairs = Object.entries(entries).map(
    ([name, it]) => `${JSON.stringify(name)}: ${JSON.stringify(it)}`,
  )
  // Of two of a name the last is the one that counts.
  const there = root.properties.map(asProperty).findLast((it) => keyOf(it) === key)
  if (there?.value.type === 'ObjectExpression') {
    return added(text, there.value, pairs, [2, indent])
  }
  const made = written(pairs, 2, indent, endOf(text))
  return there === undefined
    ? added(text, root, [`${JSON.stringify(key)}: ${made}`], [1, indent])
    : text.slice(0, at(there.value.start)) + made + text.slice(at(there.value.end))
}

/** @param depth how deep its entries lie, in steps of so much indentation, where there is none to go by */
const added = (
  text: string,
  to: ObjectExpression,
  pairs: readonly string[],
  [depth, indent]: readonly [depth: number, indent: string],
): string => {
  const end = endOf(text)
  const last = to.properties.at(-1)
  if (last === undefined) {
    return text.slice(0, at(to.start)) + written(pairs, depth, indent, end) + text.slice(at(to.end))
  }
  const own = indentOf(to, text)
  const between = own === null ? ', ' : `,${end}${own}`
  const until = at(last.end)
  return text.slice(0, until) + pairs.map((pair) => between + pair).join('') + text.slice(until)
}

const written = (pairs: readonly string[], depth: number, indent: string, end: string): string => {
  const inner = pairs.map((pair) => end + indent.repeat(depth) + pair).join(',')
  return `{${inner}${end}${indent.repeat(depth - 1)}}`
}

const objectIn = (text: string): ObjectExpression => {
  const made = parseExpression(text)
  if (made.type !== 'ObjectExpression') throw new Error('a JSON document that is no object')
  return made
}

const asProperty = (node: ObjectExpression['properties'][number]): ObjectProperty => {
  if (node.type !== 'ObjectProperty') throw new Error('JSON that is more than that')
  return node
}

const keyOf = ({ key }: ObjectProperty): string => (key.type === 'StringLiteral' ? key.value : '')

/** How the last entry of an object is indented; null where it does not begin a line. */
const indentOf = ({ properties }: ObjectExpression, text: string): string | null => {
  const last = properties.at(-1)
  if (last === undefined) return null
  return /(?:^|\n)([ \t]*)$/.exec(text.slice(0, at(last.start)))?.[1] ?? null
}

const endOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

const at = (place: number | null | undefined): number => {
  if (typeof place !== 'number') throw new Error('a node without a place')
  return place
}
