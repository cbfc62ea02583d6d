import type { Node } from '@babel/types'
import { firstLine, type Owner, type Ownership } from './places.ts'
import type { Parsed } from './makers.ts'
import { isFunction, rangeOf, walk } from './syntax.ts'

/** A condition that always came out the same. */
export interface SameCondition {
  readonly text: string
  readonly range: readonly [start: number, end: number]
  readonly value: boolean
  readonly owner: Owner
}

/** How often what begins at an offset, or by another one at the latest, was run; null where nothing is known of it. */
export type Times = (start: number, latest: number) => number | null

/** What is known of a condition that is asked. */
interface Asked {
  /** How often it is asked, is true, is false; null where nothing is known of it. */
  readonly all: number | null
  readonly yes: number | null
  readonly no: number | null
  /** What is told of it in another way: that it always is true, or always is false. */
  readonly told: boolean | null
  /** Whether it is demanded by a property: then it is no news that it is true. */
  readonly isDemanded: boolean
}

/**
 * Conditions of a file that came out the same whenever they were asked, as the counts of what depends on them show. What never ran
 * says the same of others: that is not repeated, nor what follows from a condition in which it lies.
 *
 * A condition that threw is counted as asked, so that nothing is said of it.
 */
export const sameConditionsIn = (
  file: Parsed,
  ownership: Ownership,
  times: Times,
): readonly SameCondition[] => {
  const found: SameCondition[] = []
  const seen = new Set<Node>()
  const countOf = (node: Node): number | null => {
    const leaf = leafOf(node)
    const isCalled = isFunction(leaf) || leaf.type === 'ClassExpression'
    return isCalled ? null : times(rangeOf(node)[0], rangeOf(leaf)[0])
  }

  const look = (node: Node, asked: Asked, owner: Owner): void => {
    seen.add(node)
    const { all, yes, no } = asked
    const value = all === null || all === 0 ? null : yes === all ? true : no === all ? false : null
    if (value !== null && value !== asked.told && !(asked.isDemanded && value)) {
      const range = rangeOf(node)
      found.push({ text: firstLine(file.text.slice(...range)), range, value, owner })
    }
    const told = value ?? asked.told
    if (node.type === 'ParenthesizedExpression') {
      look(node.expression, { ...asked, told }, owner)
    } else if (node.type === 'UnaryExpression' && node.operator === '!') {
      const not = told === null ? null : !told
      look(node.argument, { all, yes: no, no: yes, told: not, isDemanded: false }, owner)
    } else if (node.type === 'LogicalExpression' && node.operator !== '??') {
      const second = countOf(node.right)
      const [left, right] = sidesOf(node.operator === '&&', { ...asked, told }, second)
      look(node.left, left, owner)
      look(node.right, right, owner)
    }
  }

  walk(file.tree.program, (node, within) => {
    const condition = conditionIn(node, countOf)
    if (condition === null || seen.has(condition.node) || !within.some(isFunction)) return
    const owner = ownership(condition.node, [node, ...within])
    if (owner === null) return
    const isDemanded =
      owner.kind === 'property' && node.type === 'LogicalExpression' && isResult(node, within)
    look(condition.node, { ...condition.asked, isDemanded }, owner)
  })
  return found.toSorted((a, b) => a.range[0] - b.range[0])
}

/** What is known of both sides of `&&` or `||`, the second of which is asked so often. */
const sidesOf = (
  isAnd: boolean,
  { all, yes, no, told, isDemanded }: Asked,
  second: number | null,
): readonly [left: Asked, right: Asked] => {
  const both = { told: told === isAnd ? told : null, isDemanded: isAnd && isDemanded }
  return isAnd
    ? [
        { all, yes: second, no: null, ...both },
        { all: second, yes, no: null, ...both },
      ]
    : [
        { all, yes: null, no: second, ...both },
        { all: second, yes: null, no, ...both },
      ]
}

/** The condition that a statement or an expression asks, with what its branches tell of it. */
const conditionIn = (
  node: Node,
  countOf: (node: Node) => number | null,
): { readonly node: Node; readonly asked: Omit<Asked, 'isDemanded'> } | null => {
  if (node.type === 'LogicalExpression') {
    return { node, asked: { all: countOf(node), yes: null, no: null, told: null } }
  }
  if (node.type === 'IfStatement') {
    const { test, consequent, alternate } = node
    const yes = countIn(consequent, countOf)
    const no = alternate ? countIn(alternate, countOf) : null
    // Where one branch never ran, that is told of it.
    const told = no === 0 ? true : yes === 0 ? false : null
    return { node: test, asked: { all: countOf(test), yes, no, told } }
  }
  if (node.type === 'ConditionalExpression') {
    const { test, consequent, alternate } = node
    const [yes, no] = [countOf(consequent), countOf(alternate)]
    const told = no === 0 ? true : yes === 0 ? false : null
    return { node: test, asked: { all: countOf(test), yes, no, told } }
  }
  return null
}

/** How often a branch was run: of a block, the first statement in it. */
const countIn = (branch: Node, countOf: (node: Node) => number | null): number | null => {
  if (branch.type !== 'BlockStatement') return countOf(branch)
  const [first] = branch.body
  return first === undefined ? null : countIn(first, countOf)
}

/**
 * What is evaluated first in a node: what comes later may be in a function of its own. Where that is a function itself, what is
 * counted there is how often it was called.
 */
const leafOf = (node: Node): Node => {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ExpressionStatement':
      return leafOf(node.expression)
    case 'LogicalExpression':
    case 'BinaryExpression':
    case 'AssignmentExpression':
      return leafOf(node.left)
    case 'ConditionalExpression':
      return leafOf(node.test)
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return leafOf(node.object)
    case 'CallExpression':
    case 'OptionalCallExpression':
      return leafOf(node.callee)
    case 'UnaryExpression':
      return leafOf(node.argument)
    default:
      return node
  }
}

/** Whether an expression is what a function answers, by itself or as a part of `&&`. */
const isResult = (node: Node, within: readonly Node[]): boolean => {
  const [parent, ...rest] = within
  if (parent === undefined) return false
  if (parent.type === 'ParenthesizedExpression') return isResult(parent, rest)
  return (
    parent.type === 'ReturnStatement' ||
    (isFunction(parent) && 'body' in parent && parent.body === node)
  )
}
