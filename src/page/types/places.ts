import ts from 'typescript-6'

/*
 * Where a source names a node by a string: what a message is sent to, what `group` is asked for, near
 * whom a client is, and what `self` and `from` are compared with. To the compiler these are any strings.
 */

/** What a string names: one node, or all of a key of `nodes`. */
export type Naming = 'node' | 'group'

/** Where the declarations of netsplit are. */
export const netsplitFolder = '/node_modules/netsplit/'

/** What a place in a source names; null where it names no node. The place need not be a string yet. */
export const namingAt = (place: ts.Expression, checker: ts.TypeChecker): Naming | null => {
  const outer = outermost(place)
  const { parent } = outer
  if (ts.isCallExpression(parent) && parent.arguments[0] === outer) {
    const called = calledBy(parent, checker)
    if (called === 'send') return 'node'
    return called === 'group' ? 'group' : null
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === outer) {
    return isNodeSetting(parent, checker) ? 'node' : null
  }
  if (ts.isBinaryExpression(parent) && isComparison(parent.operatorToken.kind)) {
    const other = parent.left === outer ? parent.right : parent.left
    return isNodeValue(other, checker) ? 'node' : null
  }
  return null
}

/** The expression that has the value of a part of it: a list of receivers, a choice between two. */
const outermost = (place: ts.Expression): ts.Expression => {
  let outer = place
  for (;;) {
    const { parent } = outer
    const isWhole =
      ts.isParenthesizedExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== outer)
    if (!isWhole) return outer
    outer = parent
  }
}

/** The name of what netsplit declares and a call calls; null for all else. */
const calledBy = (call: ts.CallExpression, checker: ts.TypeChecker): string | null => {
  const declaration = checker.getResolvedSignature(call)?.declaration
  const owner = declaration?.parent
  if (owner === undefined || !isOfNetsplit(owner) || !ts.isPropertySignature(owner)) return null
  return ts.isIdentifier(owner.name) ? owner.name.text : null
}

const isNodeSetting = (setting: ts.PropertyAssignment, checker: ts.TypeChecker): boolean => {
  if (!ts.isIdentifier(setting.name) || !['near', 'to'].includes(setting.name.text)) return false
  const wanted = checker.getContextualType(setting.parent)
  return isOfNetsplitSymbol(wanted?.getProperty(setting.name.text))
}

const isComparison = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
  kind === ts.SyntaxKind.ExclamationEqualsEqualsToken

/** Whether an expression is the id of a node, by where it comes from. */
const isNodeValue = (value: ts.Expression, checker: ts.TypeChecker): boolean => {
  const property = propertyOf(value, checker)
  return (
    property !== undefined &&
    ['self', 'from', 'to'].includes(property.name) &&
    isOfNetsplitSymbol(property)
  )
}

/** The property that an expression reads, also by a name that it was given when it was taken out. */
const propertyOf = (value: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined => {
  const symbol = checker.getSymbolAtLocation(value)
  const declaration = symbol?.valueDeclaration
  if (declaration === undefined || !ts.isBindingElement(declaration)) return symbol
  const name = declaration.propertyName ?? declaration.name
  if (!ts.isIdentifier(name)) return undefined
  return checker.getTypeAtLocation(declaration.parent).getProperty(name.text)
}

const isOfNetsplitSymbol = (symbol: ts.Symbol | undefined): boolean =>
  symbol?.declarations?.some(isOfNetsplit) ?? false

/** Whether something is declared by netsplit. */
export const isOfNetsplit = (node: ts.Node): boolean =>
  node.getSourceFile().fileName.startsWith(netsplitFolder)
