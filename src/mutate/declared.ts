import type { File, Node } from '@babel/types'
import { walk } from './syntax.ts'

/** What names of a file stand for, at its top and within functions: what they are declared as, and what is assigned to them. */
export const declarations = (tree: File): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>()
  const add = (name: string, node: Node): void =>
    void found.set(name, [...(found.get(name) ?? []), node])
  walk(tree.program, (node) => {
    if (node.type === 'VariableDeclarator') {
      for (const name of namesIn(node.id)) if (node.init) add(name, node.init)
    } else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      if (node.id) add(node.id.name, node)
    } else if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') {
      add(node.left.name, node.right)
    } else if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers) add(local.name, node)
    }
  })
  return found
}

/** The names that a pattern declares: `{ a, b: [c] }`. */
const namesIn = (pattern: Node): readonly string[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((it) =>
        namesIn(it.type === 'RestElement' ? it.argument : it.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((it) => (it === null ? [] : namesIn(it)))
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}
