import type { System } from '../model/system.ts'
import { draw, printOf } from './draw.ts'

/** A content with the names of nodes taken out. */
export interface Mould {
  /** A hash of all of it, names included; and of what is left without them. */
  readonly print: number
  readonly rest: number
  /** The nodes that it names, each with a hash of what comes before: several of a set have the same place. */
  readonly names: readonly { readonly node: number; readonly place: number }[]
}

/** Takes the names of a system's nodes out of a text in which they are quoted. */
export const mouldOf = (text: string, { nodes }: Pick<System, 'nodes'>): Mould => {
  const numbers = new Map(nodes.map(({ id }, node) => [JSON.stringify(id), node]))
  const names: { node: number; place: number }[] = []
  let rest = 0
  let last = 0
  let place = 0
  let isInSet = false
  for (const { 0: name, index } of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    const node = numbers.get(name)
    if (node === undefined) continue
    const between = text.slice(last, index)
    // The names in a set come in an order that says nothing.
    if (between !== ',' || !isInSet) place = printOf(between, 0)
    isInSet = between.endsWith('set(') || (isInSet && between === ',')
    names.push({ node, place })
    rest = draw(rest, place, 0)
    last = index + name.length
  }
  return { print: printOf(text, 0), rest: draw(rest, printOf(text.slice(last), 0), 0), names }
}
