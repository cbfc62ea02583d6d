import type { CallExpression, File, Identifier, Node, StringLiteral } from '@babel/types'
import type { SourceFile } from './syntax.ts'

/** A file with its syntax tree. */
export interface Parsed extends SourceFile {
  readonly tree: File
}

/** What something is imported or exported as. */
export const nameOf = (node: Identifier | StringLiteral): string =>
  node.type === 'Identifier' ? node.name : node.value

/** The functions that are given what a node or a machine does. */
export const roleMakers: readonly string[] = ['role', 'client', 'byzantine', 'machine']

/** What a file calls the functions of 'netsplit' that it imports, with what they are. */
export const makersIn = (file: Parsed): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const statement of file.tree.program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== 'netsplit') continue
    for (const each of statement.specifiers) {
      if (each.type === 'ImportSpecifier') names.set(each.local.name, nameOf(each.imported))
    }
  }
  return names
}

/** Whether a node calls one of some functions of 'netsplit'. */
export const isCallOf = (
  node: Node | undefined,
  wanted: readonly string[],
  makers: ReadonlyMap<string, string>,
): node is CallExpression =>
  node?.type === 'CallExpression' &&
  node.callee.type === 'Identifier' &&
  wanted.includes(makers.get(node.callee.name) ?? '')
