import ts from 'typescript-6'
import { didYouMean } from '../../value/model-error.ts'
import type { TypeProblem } from './contract.ts'
import { isOfNetsplit, namingAt, type Naming } from './places.ts'

/** The nodes that a source declares. */
export interface Nodes {
  /** The keys of `nodes`. */
  readonly groups: readonly string[]
  /** Those of them that hold replicas, with the names that are known of these. */
  readonly replicas: ReadonlyMap<string, readonly string[]>
}

/** The nodes of all systems in a source; null where they cannot be known from it. */
export const nodesIn = (file: ts.SourceFile, checker: ts.TypeChecker): Nodes | null => {
  const groups = new Set<string>()
  const replicas = new Map<string, readonly string[]>()
  const systems = systemsIn(file, checker)
  for (const options of systems) {
    const nodes = nodesOf(options, checker)
    if (nodes === null) return null
    for (const key of nodes) {
      const kind = kindOf(checker.getTypeOfSymbolAtLocation(key, options), checker)
      if (kind === null) return null
      groups.add(key.name)
      if (kind === 'replicas') replicas.set(key.name, namesOf(key))
    }
  }
  return systems.length === 0 ? null : { groups: [...groups], replicas }
}

/** What is given to each call of `system` in a source. */
const systemsIn = (file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Expression[] => {
  const found: ts.Expression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isSystem(node.expression, checker)) {
      const [options] = node.arguments
      if (options !== undefined) found.push(options)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const isSystem = (called: ts.Expression, checker: ts.TypeChecker): boolean => {
  const symbol = checker.getSymbolAtLocation(called)
  if (symbol === undefined) return false
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return meant.name === 'system' && (meant.declarations?.some(isOfNetsplit) ?? false)
}

/** The nodes that are given to a call of `system`; null where some of their names are made at run time. */
const nodesOf = (options: ts.Expression, checker: ts.TypeChecker): readonly ts.Symbol[] | null => {
  const setting = checker.getTypeAtLocation(options).getProperty('nodes')
  const literal = setting === undefined ? null : literalOf(setting, checker)
  // The type of a whole does not tell that what is spread in it has names of any kind.
  const isOpen = literal?.properties.some(
    (each) => ts.isSpreadAssignment(each) && hasAnyName(each.expression, checker),
  )
  if (literal === null || isOpen === true) return null
  const type = checker.getTypeAtLocation(literal)
  return type.getStringIndexType() === undefined ? type.getProperties() : null
}

/** The object that a setting is, where it is written there, or in a constant that is named there. */
const literalOf = (
  setting: ts.Symbol,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | null => {
  let declaration = setting.valueDeclaration
  let value: ts.Expression | undefined
  if (declaration !== undefined && ts.isShorthandPropertyAssignment(declaration)) {
    declaration = checker.getShorthandAssignmentValueSymbol(declaration)?.valueDeclaration
  } else if (declaration !== undefined && ts.isPropertyAssignment(declaration)) {
    value = declaration.initializer
    if (ts.isIdentifier(value)) {
      declaration = checker.getSymbolAtLocation(value)?.valueDeclaration
    }
  }
  if (declaration !== undefined && ts.isVariableDeclaration(declaration)) {
    value = declaration.initializer
  }
  return value !== undefined && ts.isObjectLiteralExpression(value) ? value : null
}

const hasAnyName = (spread: ts.Expression, checker: ts.TypeChecker): boolean => {
  const type = checker.getTypeAtLocation(spread)
  const parts = type.isUnion() ? type.types : [type]
  return parts.some(
    (part) => (part.flags & ts.TypeFlags.Any) !== 0 || part.getStringIndexType() !== undefined,
  )
}

/** Whether a node's type is that of a role or of replicas; null where it is neither. */
const kindOf = (type: ts.Type, checker: ts.TypeChecker): 'role' | 'replicas' | null => {
  const known = checker.getNonNullableType(type)
  const symbol = known.getProperty('kind')
  if (symbol === undefined) return null
  const kind = checker.getTypeOfSymbol(symbol)
  if (!kind.isStringLiteral()) return null
  return kind.value === 'role' || kind.value === 'replicas' ? kind.value : null
}

/** The names of replicas, as far as their number is written there: `replicas(3, …)`. */
const namesOf = (key: ts.Symbol): readonly string[] => {
  const declaration = key.valueDeclaration
  const made =
    declaration !== undefined && ts.isPropertyAssignment(declaration)
      ? declaration.initializer
      : undefined
  if (made === undefined || !ts.isCallExpression(made) || made.arguments.length > 2) return []
  const [count] = made.arguments
  if (count === undefined || !ts.isNumericLiteral(count)) return []
  const most = Math.min(Number(count.text), mostReplicas)
  return Array.from({ length: most }, (_, index) => `${key.name}${index + 1}`)
}

/** More replicas than these are not offered one by one. */
const mostReplicas = 9

/** The names that can be written where a node, or a group, is named. */
export const namesFor = ({ groups, replicas }: Nodes, naming: Naming): readonly string[] =>
  naming === 'group'
    ? groups
    : groups.flatMap((group) => {
        const names = replicas.get(group)
        if (names === undefined) return [group]
        return names.length === 0 ? [`${group}1`] : names
      })

/** The strings in a source that name a node which is not there. */
export const strayNames = (
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): readonly TypeProblem[] => {
  const nodes = nodesIn(file, checker)
  if (nodes === null) return []
  const found: TypeProblem[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const naming = namingAt(node, checker)
      if (naming !== null && !isName(node.text, nodes, naming)) {
        found.push({
          from: node.getStart(file),
          to: node.getEnd(),
          message: messageOf(node.text, nodes, naming),
        })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const isName = (name: string, { groups, replicas }: Nodes, naming: Naming): boolean => {
  if (naming === 'group') return groups.includes(name)
  if (groups.includes(name)) return !replicas.has(name)
  const group = name.replace(/\d+$/, '')
  // How many there are is seen by the check.
  return group !== name && replicas.has(group)
}

const messageOf = (name: string, nodes: Nodes, naming: Naming): string => {
  const names = namesFor(nodes, naming)
  const hint = didYouMean(name, names)
  return `There is no ${naming} '${name}': ${hint}the ${naming}s are ${names.join(', ')}`
}
