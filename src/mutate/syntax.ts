import { parse, type ParserOptions } from '@babel/parser'
import type { File, Node } from '@babel/types'
import { ModelError } from '../value/model-error.ts'

/** One file of a model. */
export interface SourceFile {
  /** How it is called in reports. */
  readonly label: string
  readonly text: string
  /** What it imports from other files of the model: by what is written there, the label of the file. */
  readonly imports: Readonly<Record<string, string>>
}

const options: ParserOptions = {
  sourceType: 'unambiguous',
  plugins: ['typescript', 'explicitResourceManagement'],
  // A part can be replaced by its own text, then, wherever it stands.
  createParenthesizedExpressions: true,
  attachComment: false,
}

/**
 * The syntax tree of a file.
 *
 * @throws ModelError 'bad-model-file' when it does not parse
 */
export const treeOf = ({ label, text }: SourceFile): File => {
  try {
    return parse(text, options)
  } catch (error) {
    const { message, loc } = error as Error & { readonly loc?: { line: number; column: number } }
    throw new ModelError('bad-model-file', {
      what: `The file does not parse: ${message}`,
      where: [loc === undefined ? label : `${label}:${loc.line}:${loc.column + 1}`],
      fix: 'mend the syntax there',
    })
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** Parts of a tree that say nothing about what the program does. */
const unseen = new Set(['loc', 'extra', 'errors', 'comments', 'tokens', 'typeAnnotation'])

/** Of a node, the nodes right below it that do something: types do not. */
export const childrenOf = (node: Node): readonly Node[] =>
  Object.entries(node).flatMap(([key, value]) =>
    unseen.has(key) ? [] : [value].flat().filter((it) => isNode(it) && !isType(it)),
  )

/** Whether a node is a type, or what belongs to one. Casts are none: there is a value in them. */
const isType = ({ type }: Node): boolean =>
  type.startsWith('TS') &&
  !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSEnumDeclaration'].includes(
    type,
  )

/** Calls back for a node and all below it, from the first to the last, with what they are in, the innermost first. */
export const walk = (
  node: Node,
  visit: (node: Node, within: readonly Node[]) => void | 'skip',
  within: readonly Node[] = [],
): void => {
  if (visit(node, within) === 'skip') return
  const inside = [node, ...within]
  for (const child of childrenOf(node)) walk(child, visit, inside)
}

/** A node without what is only written around it: parentheses and casts. */
export const bare = (node: Node): Node => {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return bare(node.expression)
    default:
      return node
  }
}

/** Where the text of a node begins and ends. */
export const rangeOf = ({ start, end }: Node): readonly [start: number, end: number] => {
  if (typeof start !== 'number' || typeof end !== 'number')
    throw new Error('a node without a place')
  return [start, end]
}

/** The name of a key of an object literal, or null where it is computed. */
export const keyOf = (node: Node): string | null => {
  if (node.type !== 'ObjectProperty' && node.type !== 'ObjectMethod') return null
  if (node.computed) return null
  if (node.key.type === 'Identifier') return node.key.name
  return node.key.type === 'StringLiteral' ? node.key.value : null
}

export const isFunction = ({ type }: Node): boolean =>
  [
    'ArrowFunctionExpression',
    'FunctionExpression',
    'FunctionDeclaration',
    'ObjectMethod',
    'ClassMethod',
  ].includes(type)
