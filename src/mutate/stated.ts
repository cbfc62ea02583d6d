import type { CallExpression, Node, ObjectExpression } from '@babel/types'
import { declarations } from './declared.ts'
import type { Parsed } from './makers.ts'
import { bare, isFunction, keyOf, walk } from './syntax.ts'

/** A property, and where it is stated: the entry for it, and the constants and functions of the file that it is made of. */
export interface Stated {
  readonly name: string
  readonly nodes: readonly Node[]
}

/**
 * The properties of some systems of a file, as far as they are stated in it: in what `properties` answers, be it a method or a
 * constant, with a block or without one, by way of other functions and constants of the file.
 */
export const propertiesIn = (
  file: Parsed,
  systems: readonly CallExpression[],
): readonly Stated[] => {
  const source = new Followed(file)
  const settings = systems.flatMap(({ arguments: [first] }) => source.objects(first))
  const listed = settings
    .flatMap(({ properties }) => properties.filter((it) => keyOf(it) === 'properties'))
    .flatMap((it) => source.answers(it.type === 'ObjectProperty' ? it.value : it))
  return listed.flatMap((given) =>
    source.objects(given).flatMap(({ properties }) =>
      properties.flatMap((it) => {
        const name = keyOf(it)
        const constants = it.type === 'ObjectProperty' ? source.named(it.value) : []
        return name === null ? [] : [{ name, nodes: [it, ...constants] }]
      }),
    ),
  )
}

/** Longer ways than that, and circles, are not followed. */
const furthest = 12

/** What expressions of a file stand for, as far as that is plain from its text. */
class Followed {
  readonly #declared: ReadonlyMap<string, readonly Node[]>

  constructor({ tree }: Parsed) {
    this.#declared = declarations(tree)
  }

  /** What a name is declared as. */
  constants(node: Node): readonly Node[] {
    return node.type === 'Identifier' ? (this.#declared.get(node.name) ?? []) : []
  }

  /** What is declared by the name that an expression is, or by one that it gives to a function: `always(isSafe)`. */
  named(node: Node): readonly Node[] {
    const it = bare(node)
    if (it.type !== 'CallExpression') return this.constants(it)
    return it.arguments.flatMap((each) => this.constants(bare(each)))
  }

  /** The object literals that an expression may be, and those that are spread into them. */
  objects(node: Node | undefined, depth = 0): readonly ObjectExpression[] {
    if (node === undefined || depth > furthest) return []
    const it = bare(node)
    if (it.type !== 'ObjectExpression') {
      return this.#onward(it, depth).flatMap((each) => this.objects(each, depth + 1))
    }
    const spread = it.properties.flatMap((each) =>
      each.type === 'SpreadElement' ? this.objects(each.argument, depth + 1) : [],
    )
    return [it, ...spread]
  }

  /** What a function may answer that an expression stands for. */
  answers(node: Node, depth = 0): readonly Node[] {
    if (depth > furthest) return []
    const it = bare(node)
    if (isFunction(it)) return returned(it)
    return this.#onward(it, depth).flatMap((each) => this.answers(each, depth + 1))
  }

  /** What an expression may come to, a step further. */
  #onward(node: Node, depth: number): readonly Node[] {
    switch (node.type) {
      case 'Identifier':
        return this.constants(node)
      case 'ConditionalExpression':
        return [node.consequent, node.alternate]
      case 'LogicalExpression':
        return [node.left, node.right]
      case 'CallExpression':
        return this.answers(node.callee, depth + 1)
      default:
        return []
    }
  }
}

/** What a function returns. */
const returned = (node: Node): readonly Node[] => {
  const body = 'body' in node ? (node.body as Node) : node
  if (body.type !== 'BlockStatement') return [body]
  const found: Node[] = []
  walk(body, (each) => {
    if (isFunction(each)) return 'skip'
    if (each.type === 'ReturnStatement' && each.argument) found.push(each.argument)
    return undefined
  })
  return found
}
