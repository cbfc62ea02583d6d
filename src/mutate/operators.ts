import type {
  AssignmentExpression,
  BinaryExpression,
  IfStatement,
  LogicalExpression,
  Node,
  NumericLiteral,
} from '@babel/types'
import { replaced, textOf, type Change, type Spot } from './change.ts'
import { effectLeftOut, statementLeftOut } from './leaving-out.ts'
import { bare, keyOf, rangeOf } from './syntax.ts'

/** The changes that are made at a node. */
export const changesAt = (spot: Spot): readonly Change[] => {
  const { node } = spot
  switch (node.type) {
    case 'BinaryExpression':
      return [...comparison(node, spot), ...sum(node)]
    case 'LogicalExpression':
      return logical(node, spot)
    case 'UnaryExpression':
      return node.operator === '!'
        ? [replaced(node, standing(textOf(node.argument, spot), spot), 'a negation left out')]
        : []
    case 'IfStatement':
      return [...condition(node.test, spot), ...statementLeftOut(spot), ...always(node)]
    case 'ConditionalExpression':
    case 'WhileStatement':
      return condition(node.test, spot)
    case 'NumericLiteral':
      return number(node, spot)
    case 'BooleanLiteral':
      return [replaced(node, String(!node.value), 'a truth value turned')]
    case 'AssignmentExpression':
      return assignment(node, spot)
    case 'CallExpression':
      return call(spot)
    case 'ObjectProperty':
    case 'ObjectMethod':
      return setting(spot)
    default:
      return node.type === 'ExpressionStatement' ? statementLeftOut(spot) : effectLeftOut(spot)
  }
}

/** A comparison that also takes what lies on its boundary, or no longer does. */
const moved: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
/** One that says the opposite. */
const opposite: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
}

const comparison = (node: BinaryExpression, spot: Spot): readonly Change[] => {
  const turned = opposite[node.operator]
  if (turned === undefined) return []
  return [operatorChanged(node, spot, turned, 'a comparison turned'), ...boundary(node, spot)]
}

/** The boundary of a comparison moved by one; where it is a number, that is changed itself. */
const boundary = (node: BinaryExpression, spot: Spot): readonly Change[] => {
  if (isText(node.left) || isText(node.right)) return []
  if (isNumber(node.left) || isNumber(node.right)) return []
  const less = replaced(node.right, lessOne(node.right, spot), 'a boundary less one')
  const other = moved[node.operator]
  if (other !== undefined) {
    const swapped = operatorChanged(node, spot, other, 'a boundary moved by one')
    // The other direction.
    return ['<', '>='].includes(node.operator) ? [swapped, less] : [swapped]
  }
  // What is counted reaches a number.
  return /^[=!]==?$/.test(node.operator) && isSize(node.left) ? [less] : []
}

const lessOne = (node: Node, spot: Spot): string => {
  const text = textOf(node, spot)
  const isLoose = /^(Logical|Conditional|Binary)Expression$/.test(node.type)
  return isLoose ? `(${text}) - 1` : `${text} - 1`
}

const isNumber = (node: Node): boolean => bare(node).type === 'NumericLiteral'

const isText = (node: Node): boolean => /^(StringLiteral|TemplateLiteral)$/.test(bare(node).type)

/** Whether a node is how many there are of something. */
const isSize = (node: Node): boolean => {
  const it = bare(node)
  return (
    it.type === 'MemberExpression' &&
    it.property.type === 'Identifier' &&
    ['length', 'size'].includes(it.property.name)
  )
}

/** A node of two sides with another operator between them. */
const operatorChanged = (
  { left, right }: BinaryExpression | LogicalExpression | AssignmentExpression,
  { text, node }: Spot,
  operator: string,
  what: string,
): Change => {
  const [, before] = rangeOf(left)
  const [after] = rangeOf(right)
  // What a comment says is no operator.
  const between = text.slice(before, after).replaceAll(comment, (it) => ' '.repeat(it.length))
  const old = 'operator' in node ? node.operator : ''
  const at = before + between.indexOf(old)
  return { start: at, end: at + old.length, text: operator, what }
}

/** A sum that is a difference, or the other way round. Of what is not a text, as far as that is seen. */
const sum = (node: BinaryExpression): readonly Change[] => {
  const { operator, left, right } = node
  if (operator !== '+' && operator !== '-') return []
  if ([left, right].some((side) => isText(side) || isNumber(side) || isJoined(side))) return []
  const [, before] = rangeOf(left)
  const [after] = rangeOf(right)
  return [
    {
      start: before,
      end: after,
      text: operator === '+' ? ' - ' : ' + ',
      what: operator === '+' ? 'a sum turned' : 'a difference turned',
    },
  ]
}

/** Whether a text is put together in a node. */
const isJoined = (node: Node): boolean => {
  const it = bare(node)
  return (
    it.type === 'BinaryExpression' &&
    it.operator === '+' &&
    [it.left, it.right].some((side) => isText(side) || isJoined(side))
  )
}

const logical = (node: LogicalExpression, spot: Spot): readonly Change[] => {
  const { operator } = node
  if (operator === '??') return []
  const swapped = operatorChanged(
    node,
    spot,
    operator === '&&' ? '||' : '&&',
    'an operator swapped',
  )
  const [parent] = spot.within
  // The parts of `a && b && c` are left out at the outermost of its nodes.
  const isInner = parent?.type === 'LogicalExpression' && parent.operator === operator
  return isInner ? [swapped] : [swapped, ...partsLeftOut(node, spot)]
}

const partsLeftOut = (node: LogicalExpression, spot: Spot): readonly Change[] => {
  const parts = partsOf(node, node.operator)
  return parts.map((part, at) => {
    const [start, end] = rangeOf(part)
    const what = 'a part of a condition left out'
    const next = parts[at + 1]
    const before = parts[at - 1]
    if (next !== undefined) {
      const [from, to] = [rangeOf(next)[0], rangeOf(node)[1]]
      const left = spot.text.slice(from, to)
      return before === undefined && standing(left, spot) !== left
        ? { start, end: to, text: standing(left, spot), what }
        : { start, end: from, text: '', what }
    }
    return { start: before === undefined ? start : rangeOf(before)[1], end, text: '', what }
  })
}

const partsOf = (node: Node, operator: string): readonly Node[] =>
  node.type === 'LogicalExpression' && node.operator === operator
    ? [...partsOf(node.left, operator), node.right]
    : [node]

/** A condition negated, where no change of its own says the opposite. */
const condition = (test: Node, spot: Spot): readonly Change[] => {
  const it = bare(test)
  const isTurned =
    (it.type === 'BinaryExpression' && it.operator in opposite) ||
    (it.type === 'UnaryExpression' && it.operator === '!') ||
    it.type === 'BooleanLiteral'
  return isTurned ? [] : [replaced(test, `!(${textOf(test, spot)})`, 'a condition negated')]
}

/** What is done on a condition is always done. */
const always = ({ test }: IfStatement): readonly Change[] => [
  replaced(test, 'true', 'a condition left out'),
]

const number = (node: NumericLiteral, { within: [parent] }: Spot): readonly Change[] => {
  const { value } = node
  if (!Number.isSafeInteger(value)) return []
  // The point after `2` would be that of a fraction.
  const isAsked = parent?.type === 'MemberExpression' && parent.object === node
  const written = (it: number): string => (isAsked ? `(${it})` : String(it))
  const more = replaced(node, written(value + 1), 'a number more by one')
  return value === 0 ? [more] : [more, replaced(node, written(value - 1), 'a number less by one')]
}

const assignment = (node: AssignmentExpression, spot: Spot): readonly Change[] => {
  const other = { '+=': '-=', '-=': '+=' }[node.operator]
  if (other === undefined || isText(node.right)) return []
  return [
    operatorChanged(
      node,
      spot,
      other,
      node.operator === '+=' ? 'a sum turned' : 'a difference turned',
    ),
  ]
}

/** Functions that mean something else under another name. */
const twins: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
}

const call = (spot: Spot): readonly Change[] => {
  const { node } = spot
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
  const { object, property } = node.callee
  if (property.type !== 'Identifier') return []
  if (property.name === 'filter') {
    return [replaced(node, textOf(object, spot), 'a filter left out')]
  }
  const twin = twins[property.name]
  return twin === undefined ? [] : [replaced(property, twin, `${property.name} for ${twin}`)]
}

/** Settings of roles and steps that can be left out, and what that is. */
const settings: Readonly<Record<string, string>> = {
  when: 'a guard left out',
  accepts: 'a guard left out',
  recover: 'what is done at a restart left out',
}

const setting = (spot: Spot): readonly Change[] => {
  const { node, within } = spot
  const key = keyOf(node) ?? ''
  // There it is what a function takes.
  if (within[0]?.type === 'ObjectPattern') return []
  if (key === 'durable') return forgotten(spot)
  const what = settings[key]
  return what === undefined ? [] : [entryLeftOut(spot, what)]
}

const comment = /\/\*[^]*?\*\/|\/\/.*/g

const beforeComma = /^(?:\s|\/\*[^]*?\*\/|\/\/.*)*,/

/** An expression that may stand wherever one does: what begins a block or a declaration there in parentheses. */
const standing = (text: string, { within: [parent] }: Spot): string =>
  parent?.type !== 'ParenthesizedExpression' && /^(\{|(async\s+)?function\b|class\b)/.test(text)
    ? `(${text})`
    : text

/** An entry of an object literal left out, with the comma after it. */
const entryLeftOut = ({ node, text }: Spot, what: string): Change => {
  const [start, end] = rangeOf(node)
  const [comma = ''] = beforeComma.exec(text.slice(end)) ?? []
  return { start, end: end + comma.length, text: '', what }
}

/** Each field that survives a crash forgotten; where they are not told one by one, all of them. */
const forgotten = (spot: Spot): readonly Change[] => {
  const { node } = spot
  if (node.type !== 'ObjectProperty' || node.value.type !== 'ArrowFunctionExpression') {
    return [entryLeftOut(spot, 'all that is durable forgotten')]
  }
  const { body } = node.value
  const made = bare(body)
  if (made.type !== 'ObjectExpression') {
    return [entryLeftOut(spot, 'all that is durable forgotten')]
  }
  return made.properties.map((entry) =>
    entryLeftOut({ ...spot, node: entry }, `${keyOf(entry) ?? 'what is durable'} is not durable`),
  )
}
