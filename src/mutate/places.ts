import type { Node } from '@babel/types'
import { isCallOf, makersIn, roleMakers, type Parsed } from './makers.ts'
import type { Stated } from './stated.ts'
import { isFunction, keyOf, rangeOf, walk } from './syntax.ts'

/** A place in a model's source that is run or not. */
export interface CodePlace {
  readonly kind: 'function' | 'statement' | 'part'
  readonly text: string
  /** Where it begins and ends in the text of the file. */
  readonly range: readonly [start: number, end: number]
  /** Where to look whether it was run: of a function what is in it. */
  readonly probe: readonly [start: number, end: number]
  /** What it belongs to, and where that begins. */
  readonly owner: Owner
}

/** What places belong to. */
export interface Owner {
  readonly kind: 'role' | 'property' | 'rest'
  readonly name: string
  readonly start: number
}

/** What a piece of a file's syntax tree belongs to; null where it is part of neither behaviour nor a property. */
export type Ownership = (node: Node, within: readonly Node[]) => Owner | null

/**
 * What belongs to which role or property of a file.
 *
 * @param behaviour the parts of its syntax tree that say how the model behaves
 * @param properties its properties
 */
export const ownershipIn = (
  file: Parsed,
  behaviour: readonly Node[],
  properties: readonly Stated[],
): Ownership => {
  const makers = makersIn(file)
  const entries = properties.flatMap(({ name, nodes }) => nodes.map((it) => ({ name, node: it })))
  return (node, within) => {
    const range = rangeOf(node)
    // What is expected of a property is not asked for by the check.
    const property = entries.find(
      (it) =>
        isIn(it.node, range) &&
        [node, ...within].some((each) => isFunction(each) && isIn(it.node, rangeOf(each))),
    )
    if (property !== undefined) {
      return { kind: 'property', name: property.name, start: rangeOf(property.node)[0] }
    }
    return behaviour.some((it) => isIn(it, range)) ? ownerOf(within, makers, file) : null
  }
}

/**
 * The places of a file that can be run, in their order: functions, their statements, what they return without one, and what is only
 * asked for sometimes. Of how the model behaves, and of its properties.
 */
export const placesIn = (file: Parsed, ownership: Ownership): readonly CodePlace[] => {
  const found: CodePlace[] = []
  walk(file.tree.program, (node, within) => {
    const kind = kindOf(node, within)
    if (kind === null) return
    const owner = ownership(node, within)
    if (owner === null) return
    const range = rangeOf(node)
    const text = kind === 'function' ? nameOf(node, within) : firstLine(file.text.slice(...range))
    const [start, end] = kind === 'function' && 'body' in node ? bodyOf(node.body as Node) : range
    found.push({ kind, text, range, probe: [start, end], owner })
  })
  return found
}

/** What is between the braces of a function, or what it returns without any. */
const bodyOf = (body: Node): readonly [start: number, end: number] => {
  const [start, end] = rangeOf(body)
  return body.type === 'BlockStatement' ? [start + 1, end - 1] : [start, end]
}

/** Whether a node has a range of the text in it. */
const isIn = (node: Node, [start, end]: readonly [number, number]): boolean =>
  rangeOf(node)[0] <= start && end <= rangeOf(node)[1]

const kindOf = (node: Node, within: readonly Node[]): CodePlace['kind'] | null => {
  if (isFunction(node)) return 'function'
  // What is at the top of a file is always run.
  if (!within.some(isFunction)) return null
  const [parent] = within
  if (parent?.type === 'LogicalExpression' && parent.right === node) return 'part'
  if (parent?.type === 'ConditionalExpression' && parent.test !== node) return 'part'
  const isStatement = /Statement$|^VariableDeclaration$/.test(node.type)
  // The variable of a loop is not run by itself.
  const isOfLoop = node.type === 'VariableDeclaration' && parent?.type.startsWith('For') === true
  if (!isStatement || isOfLoop) return null
  return ['BlockStatement', 'EmptyStatement'].includes(node.type) ? null : 'statement'
}

export const firstLine = (text: string): string => {
  const [first = '', ...rest] = text.split('\n')
  return rest.length === 0 ? first : `${first.trimEnd()} …`
}

/** What a function without a name is called. */
export const unnamed = 'a function'

/** What a function is called: by the path to it in the settings of a role, or by the constant that it is. */
const nameOf = (node: Node, within: readonly Node[]): string => {
  const own = keyOf(node)
  const keys: string[] = own === null ? [] : [own]
  for (const each of within) {
    if (each.type === 'ObjectProperty') keys.unshift(keyOf(each) ?? '…')
    else if (each.type === 'VariableDeclarator' && each.id.type === 'Identifier') {
      if (keys.length === 0) keys.unshift(each.id.name)
      break
    } else if (!['ObjectExpression', 'TSAsExpression', 'TSSatisfiesExpression'].includes(each.type))
      break
  }
  if (keys.length > 0) return keys.join('.')
  if (node.type === 'FunctionDeclaration' && node.id) return node.id.name
  return unnamed
}

const ownerOf = (
  within: readonly Node[],
  makers: ReadonlyMap<string, string>,
  { label }: Parsed,
): Owner => {
  const at = within.findIndex((node) => isCallOf(node, roleMakers, makers))
  const made = within[at]
  if (made === undefined) return { kind: 'rest', name: label, start: 0 }
  const named = within.slice(at).find((node) => node.type === 'VariableDeclarator')
  const name =
    named?.type === 'VariableDeclarator' && named.id.type === 'Identifier'
      ? named.id.name
      : 'the system'
  return { kind: 'role', name, start: rangeOf(made)[0] }
}
