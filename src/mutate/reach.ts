import type { CallExpression, ExportNamedDeclaration, Node, ObjectExpression } from '@babel/types'
import { asideIn } from './aside.ts'
import { declarations } from './declared.ts'
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

/** A call that makes a system, and which of its settings say how that behaves. */
interface Made {
  readonly call: CallExpression
  readonly wanted: readonly string[]
}

/** What of the files of a model is the model. */
export interface Reach {
  /**
   * The parts of each file that say how the model behaves, as pieces of its syntax tree. They may lie within one
   * another.
   */
  readonly behaviour: ReadonlyMap<string, readonly Node[]>
  /** The calls in each file that make its systems. */
  readonly systems: ReadonlyMap<string, readonly CallExpression[]>
  /** The files with systems in them that the model does not use. */
  readonly apart: readonly string[]
}

/**
 * Follows names from what the model's own file, the first one, exports by default, to the systems that are made there, and from these
 * to what they do. Names are taken for what is declared by them anywhere in a file: too much is reached rather than
 * too little.
 */
export const reachIn = (files: readonly Parsed[]): Reach => {
  const all = files.flatMap((file) => madeIn(file).map((made) => ({ file, ...made })))
  const exported = new Reached(files, new Set())
  if (files[0] !== undefined) exported.export('default', files[0])
  const used = all.filter(({ file, call }) => exported.has(call, file))
  // Where none is found from there, the model gets them in another way.
  const systems = used.length === 0 ? all : used
  return {
    behaviour: behaviourOf(systems, files),
    systems: new Map(
      files.map((it) => [
        it.label,
        systems.filter(({ file }) => file === it).map(({ call }) => call),
      ]),
    ),
    apart: files
      .filter((it) => all.some((made) => made.file === it && !systems.includes(made)))
      .map(({ label }) => label),
  }
}

const behaviourOf = (
  systems: readonly (Made & { readonly file: Parsed })[],
  files: readonly Parsed[],
): Reach['behaviour'] => {
  const roots = systems.flatMap(({ file, call, wanted }) =>
    settingsOf(call, wanted).map((node) => ({ file, node })),
  )
  // One that is made in another way is taken whole.
  if (roots.length === 0) return new Map(files.map((file) => [file.label, [file.tree.program]]))
  const reached = new Reached(files, new Set(files.flatMap((file) => [...asideIn(file)])))
  for (const { file, node } of roots) reached.take(node, file)
  return reached.parts
}

const madeIn = (file: Parsed): readonly Made[] => {
  const names = makersIn(file)
  const found: Made[] = []
  walk(file.tree.program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return
    const wanted = makers[names.get(node.callee.name) ?? '']
    if (wanted !== undefined) found.push({ call: node, wanted })
  })
  return found
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

  /** @param aside what is not looked into */
  constructor(files: readonly Parsed[], aside: ReadonlySet<Node>) {
    this.#files = new Map(files.map((file) => [file.label, file]))
    this.#aside = aside
    for (const file of files) this.parts.set(file.label, [])
  }

  /** Whether a node is in what was reached. */
  has(node: Node, { label }: Parsed): boolean {
    const [start, end] = rangeOf(node)
    return (this.parts.get(label) ?? []).some((part) => {
      const [from, to] = rangeOf(part)
      return from <= start && end <= to
    })
  }

  take(node: Node, file: Parsed): void {
    if (this.#seen.has(node)) return
    this.#seen.add(node)
    this.parts.get(file.label)?.push(node)
    walk(node, (each, [parent]) => {
      if (this.#aside.has(each)) return 'skip'
      if (each.type === 'Identifier' && !isField(each, parent)) this.#follow(each.name, file)
      if (each.type === 'CallExpression' && each.callee.type === 'Import') this.#load(each, file)
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

  /** Takes all of a file that is loaded by `import('./it.ts')`. */
  #load({ arguments: [specifier] }: CallExpression, file: Parsed): void {
    if (specifier?.type !== 'StringLiteral') return
    const from = this.#files.get(file.imports[specifier.value] ?? '')
    if (from !== undefined) this.take(from.tree.program, from)
  }

  #import(node: Extract<Node, { type: 'ImportDeclaration' }>, name: string, file: Parsed): void {
    const specifier = node.specifiers.find(({ local }) => local.name === name)
    const from = this.#files.get(file.imports[node.source.value] ?? '')
    if (specifier === undefined || from === undefined || node.importKind === 'type') return
    if (specifier.type === 'ImportNamespaceSpecifier') return this.take(from.tree.program, from)
    if (specifier.type === 'ImportDefaultSpecifier') return this.export('default', from)
    this.export(nameOf(specifier.imported), from)
  }

  /** Takes what a file exports by a name. */
  export(name: string, file: Parsed): void {
    const key = JSON.stringify([file.label, name])
    // Files may export all of each other.
    if (this.#asked.has(key)) return
    this.#asked.add(key)
    this.#follow(name, file)
    for (const node of file.tree.program.body) {
      if (node.type === 'ExportDefaultDeclaration' && name === 'default') {
        this.take(node.declaration, file)
      } else if (node.type === 'ExportNamedDeclaration') this.#renamed(node, name, file)
      else if (node.type === 'ExportAllDeclaration' && name !== 'default') {
        const from = this.#files.get(file.imports[node.source.value] ?? '')
        if (from !== undefined) this.export(name, from)
      }
    }
  }

  /** Takes what `export { it as name }` stands for, with a file that it is from or without. */
  #renamed({ specifiers, source }: ExportNamedDeclaration, name: string, file: Parsed): void {
    const from = this.#files.get(file.imports[source?.value ?? ''] ?? '')
    for (const each of specifiers) {
      if (each.type !== 'ExportSpecifier' || nameOf(each.exported) !== name) continue
      if (!source) this.#follow(each.local.name, file)
      else if (from !== undefined) this.export(each.local.name, from)
    }
  }

  #declarationsIn(file: Parsed): ReadonlyMap<string, readonly Node[]> {
    const known = this.#declared.get(file.label) ?? declarations(file.tree)
    this.#declared.set(file.label, known)
    return known
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
