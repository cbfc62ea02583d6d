import type { Node } from '@babel/types'
import { rangeOf } from './syntax.ts'

/** A small change of a text: what is from `start` to `end` becomes something else. */
export interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
  /** What is changed, in words. */
  readonly what: string
}

/** A node, and what it is in, the innermost first; and the text of its file. */
export interface Spot<Kind extends Node = Node> {
  readonly node: Kind
  readonly within: readonly Node[]
  readonly text: string
}

/** A change of a whole node. */
export const replaced = (node: Node, text: string, what: string): Change => {
  const [start, end] = rangeOf(node)
  return { start, end, text, what }
}

/** The text of a node. */
export const textOf = (node: Node, { text }: Spot): string => text.slice(...rangeOf(node))
