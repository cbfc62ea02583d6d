import type { Node, ObjectExpression } from '@babel/types'
import { isCallOf, makersIn, roleMakers, type Parsed } from './makers.ts'
import { keyOf, walk } from './syntax.ts'

/** Settings that say what is asked, or let the engine do less: of a role, and of a step of one. */
const aside = { role: ['stale', 'operations'], step: ['optional'] } as const

const lists = ['internal', 'actions', 'timeout']

/** The settings in a file that are not part of how the model behaves. A field of a state that is called like one is. */
export const asideIn = (file: Parsed): ReadonlySet<Node> => {
  const names = makersIn(file)
  const found = new Set<Node>()
  walk(file.tree.program, (node, [made, ...within]) => {
    const key = keyOf(node)
    if (key === null || made?.type !== 'ObjectExpression') return
    const isAside =
      (aside.role.some((it) => it === key) && isRole(made, within, names)) ||
      (aside.step.some((it) => it === key) && isStep(made, within, names))
    if (isAside) found.add(node)
  })
  return found
}

/** Whether an object literal is what a role is made of. No data has functions in it. */
const isRole = (
  made: ObjectExpression,
  within: readonly Node[],
  names: ReadonlyMap<string, string>,
): boolean => hasFunction(made, ['initial']) || isGiven(within, names)

/** Whether an object literal is a step of a role, or of a machine. */
const isStep = (
  made: ObjectExpression,
  within: readonly Node[],
  names: ReadonlyMap<string, string>,
): boolean => {
  if (hasFunction(made, ['do', 'doEach'])) return true
  const [step, steps, ...outside] = unwrapped(within)
  if (step?.type !== 'ObjectProperty' || steps?.type !== 'ObjectExpression') return false
  const [list, settings, ...further] = unwrapped(outside)
  if (list === undefined || settings?.type !== 'ObjectExpression') return false
  return lists.includes(keyOf(list) ?? '') && isGiven(further, names)
}

/** Whether what lies in these nodes is what a function of 'netsplit' is given that makes a role or a machine. */
const isGiven = (within: readonly Node[], names: ReadonlyMap<string, string>): boolean =>
  isCallOf(unwrapped(within)[0], roleMakers, names)

/** What a node is in, without what leaves it what it is: casts, `…spread`, and that it is there on a condition only. */
const unwrapped = (within: readonly Node[]): readonly Node[] => {
  const [outer, ...rest] = within
  switch (outer?.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return unwrapped(rest)
    case 'SpreadElement':
      return rest[0]?.type === 'ObjectExpression' ? unwrapped(rest.slice(1)) : within
    default:
      return within
  }
}

const hasFunction = ({ properties }: ObjectExpression, keys: readonly string[]): boolean =>
  properties.some(
    (it) =>
      keys.includes(keyOf(it) ?? '') &&
      (it.type === 'ObjectMethod' ||
        (it.type === 'ObjectProperty' &&
          ['ArrowFunctionExpression', 'FunctionExpression'].includes(it.value.type))),
  )
