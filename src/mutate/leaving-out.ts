import type { Node } from '@babel/types'
import type { Change, Spot } from './change.ts'
import { bare, rangeOf } from './syntax.ts'

/** What a handler does besides changing its state, by what does it. */
const effects: Readonly<Record<string, string>> = {
  send: 'a message not sent',
  setTimer: 'a timer not set',
  clearTimer: 'a timer not cleared',
  persist: 'a write to the disk left out',
}

/** What a node does, where it is a call that does something. */
const effectOf = (node: Node): string | null => {
  const it = bare(node)
  if (it.type !== 'CallExpression') return null
  const callee = it.callee.type === 'MemberExpression' ? it.callee.property : it.callee
  return callee.type === 'Identifier' ? (effects[callee.name] ?? null) : null
}

/** A statement left out, and where it must be one, an empty one for it. */
export const statementLeftOut = ({ node, within, text }: Spot): readonly Change[] => {
  // Where there is another way, that is what would be done.
  if (node.type === 'IfStatement' && node.alternate) return []
  const [parent] = within
  const [start, end] = rangeOf(node)
  const isListed =
    parent !== undefined && ['BlockStatement', 'Program', 'SwitchCase'].includes(parent.type)
  const effect = node.type === 'ExpressionStatement' ? effectOf(node.expression) : null
  const what = effect ?? 'a statement left out'
  // A semicolon that begins the next line keeps that from going on with the one before.
  const isOfNext = /\n\s*;$/.test(text.slice(start, end))
  return [{ start, end, text: isListed ? (isOfNext ? ';' : '') : '{}', what }]
}

/** What a function does in passing, as it returns, left out: `return send(…)`, `() => send(…)`. */
export const effectLeftOut = ({ node, within }: Spot): readonly Change[] => {
  if (node.type === 'ReturnStatement' && node.argument) {
    const what = effectOf(node.argument)
    const [start, end] = rangeOf(node.argument)
    return what === null ? [] : [{ start, end, text: 'undefined', what }]
  }
  if (node.type !== 'ArrowFunctionExpression' || node.body.type === 'BlockStatement') return []
  const what = effectOf(node.body)
  if (what === null || within.length === 0) return []
  const [start, end] = rangeOf(node.body)
  return [{ start, end, text: 'undefined', what }]
}
