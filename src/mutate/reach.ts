import type {
  CallExpression,
  ExportNamedDeclaration,
  File,
  Node,
  ObjectExpression,
} from '@babel/types'
import { asideIn } from './aside.ts'
import { makersIn, nameOf, type Parsed } from './makers.ts'
import { bare, keyOf, rangeOf, walk } from './syntax.ts'

/*
 * What of a model's files describes how it behaves: what its nodes are, and all that they use. What is
 * asked of it (properties, observers) and what it is put into (network, faults, time, bounds, parameters) is not
 * to be mistaken for it: a weaker question always has the same answer.
 */

/** What makes a system, and which of its settings say how it behaves. */
const makers: Readonly<Record<string, readonly string[]>> = {
  system: ['nodes'],
  machine: ['initial', 'actions'],
}

/**
 * The parts of each file that say how the model behaves, as pieces of its syntax tree. They may lie within one
 * another. Names are taken for what is declared by them anywhere in a file: too much is reached rather than
 * too little.
 */
export const behaviourIn = (files: readonly Parsed[]): ReadonlyMap<string, readonly Node[]> => {
  const reached = new Reached(files)
  const roots = files.flatMap((file) => rootsOf(file).map((node) => ({ file, node })))
  // One that is made in another way is taken whole.
  if (roots.length === 0) return new Map(files.map((file) => [file.label, [file.tree.program]]))
  for (const { file, node } of roots) reached.take(node, file)
  return reached.parts
}

/** The values of the settings that say how the systems in a file behave. */
const rootsOf = (file: Parsed): readonly Node[] => {
  const names = makersIn(file)
  const roots: Node[] = []
  walk(file.tree.program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return
    const wanted = makers[names.get(node.callee.name) ?? '']
    if (wanted !== undefined) roots.push(...settingsOf(node, wanted))
  })
  return roots
}

/** The values of some settings of a call; all that it is given where they are not written there. */
const settingsOf = (call: CallExpression, wanted: readonly string[]): readonly Node[] => {
  const [first] = call.arguments
  if (first === undefined) return []
  const given = bare(first)
  return given.type === 'ObjectExpression' ? valuesOf(given, wanted) : [given]
}

const valuesOf = ({ properties }: ObjectExpression, wanted: readonly string[]): readonly Node[] =>
  properties.flatMap((it): readonly Node[] => {
    // What is spread may have any of them.
    if (it.type === 'SpreadElement') return [it.argument]
    if (!wanted.includes(keyOf(it) ?? '')) return []
    return it.type === 'ObjectProperty' ? [it.value] : [it]
  })

/** Whether an identifier only names a field: `it` in `state.it` and in `{ it: 1 }`. */
const isField = (node: Node, parent: Node | undefined): boolean => {
  if (parent?.type === 'MemberExpression' || parent?.type === 'OptionalMemberExpression') {
    return !parent.computed && parent.property === node
  }
  if (parent?.type !== 'ObjectProperty' && parent?.type !== 'ObjectMethod') return false
  return (
    !parent.computed &&
    parent.key === node &&
    !(parent.type === 'ObjectProperty' && parent.shorthand)
  )
}

/** What has been reached so far, and how it goes on from there. */
class Reached {
  readonly parts = new Map<string, Node[]>()
  readonly #files: ReadonlyMap<string, Parsed>
  readonly #declared = new Map<string, ReadonlyMap<string, readonly Node[]>>()
  readonly #aside: ReadonlySet<Node>
  readonly #seen = new Set<Node>()
  readonly #asked = new Set<string>()

  constructor(files: readonly Parsed[]) {
    this.#files = new Map(files.map((file) => [file.label, file]))
    this.#aside = new Set(files.flatMap((file) => [...asideIn(file)]))
    for (const file of files) this.parts.set(file.label, [])
  }

  take(node: Node, file: Parsed): void {
    if (this.#seen.has(node)) return
    this.#seen.add(node)
    this.parts.get(file.label)?.push(node)
    walk(node, (each, [parent]) => {
      if (this.#aside.has(each)) return 'skip'
      if (each.type === 'Identifier' && !isField(each, parent)) this.#follow(each.name, file)
      return undefined
    })
  }

  /** Takes all that is declared by a name, here or where it is imported from. */
  #follow(name: string, file: Parsed): void {
    for (const node of this.#declarationsIn(file).get(name) ?? []) {
      if (node.type === 'ImportDeclaration') this.#import(node, name, file)
      else this.take(node, file)
    }
  }

  #import(node: Extract<Node, { type: 'ImportDeclaration' }>, name: string, file: Parsed): void {
    const specifier = node.specifiers.find(({ local }) => local.name === name)
    const from = this.#files.get(file.imports[node.source.value] ?? '')
    if (specifier === undefined || from === undefined || node.importKind === 'type') return
    if (specifier.type === 'ImportNamespaceSpecifier') return this.take(from.tree.program, from)
    if (specifier.type === 'ImportDefaultSpecifier') return this.#exported('default', from)
    this.#exported(nameOf(specifier.imported), from)
  }

  /** Takes what a file exports by a name. */
  #exported(name: string, file: Parsed): void {
    const key = JSON.stringify([file.label, name])
    // Files may export all of each other.
    if (this.#asked.has(key)) return
    this.#asked.add(key)
    this.#follow(name, file)
    for (const node of file.tree.program.body) {
      if (node.type === 'ExportDefaultDeclaration' && name === 'default') {
        this.take(node.declaration, file)
      } else if (node.type === 'ExportNamedDeclaration') this.#renamed(node, name, file)
      else if (node.type === 'ExportAllDeclaration') {
        const from = this.#files.get(file.imports[node.source.value] ?? '')
        if (from !== undefined) this.#exported(name, from)
      }
    }
  }

  /** Takes what `export { it as name }` stands for, with a file that it is from or without. */
  #renamed({ specifiers, source }: ExportNamedDeclaration, name: string, file: Parsed): void {
    const from = this.#files.get(file.imports[source?.value ?? ''] ?? '')
    for (const each of specifiers) {
      if (each.type !== 'ExportSpecifier' || nameOf(each.exported) !== name) continue
      if (!source) this.#follow(each.local.name, file)
      else if (from !== undefined) this.#exported(each.local.name, from)
    }
  }

  #declarationsIn(file: Parsed): ReadonlyMap<string, readonly Node[]> {
    const known = this.#declared.get(file.label) ?? declarations(file.tree)
    this.#declared.set(file.label, known)
    return known
  }
}

/** What is declared in a file, at its top and within functions, by name. */
const declarations = (tree: File): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>()
  const add = (name: string, node: Node): void =>
    void found.set(name, [...(found.get(name) ?? []), node])
  walk(tree.program, (node) => {
    if (node.type === 'VariableDeclarator') {
      for (const name of namesIn(node.id)) if (node.init) add(name, node.init)
    } else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      if (node.id) add(node.id.name, node)
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

/** The parts of a file that lie in no other of them, from the first to the last. */
export const outermost = (parts: readonly Node[]): readonly Node[] => {
  const sorted = parts.toSorted((a, b) => {
    const [[startA, endA], [startB, endB]] = [rangeOf(a), rangeOf(b)]
    return startA - startB || endB - endA
  })
  let end = -1
  return sorted.filter((node) => {
    const [, until] = rangeOf(node)
    const isNew = until > end
    if (isNew) end = until
    return isNew
  })
}
