import type { FairAction } from '../model/fairness.ts'
import type { Meaning } from '../explore/meaning.ts'
import type { Action } from '../semantics/actions.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import { AskedOperations } from './asked-operations.ts'
import { Kind } from './outcomes.ts'
import type { Tables } from './tables.ts'

/** What the ids of a compiled system stand for. */
export const meaningOf = (tables: Tables): Meaning => {
  const { system, labels, values, world } = tables
  const actions = new Map<number, FairAction | null>()
  const operations = new AskedOperations(world, values)
  return {
    get labels() {
      return labels.size
    },
    actionOf: (label) => {
      const known = actions.get(label)
      if (known !== undefined) return known
      const action = fairActionOf(system, actionOf(tables, label))
      actions.set(label, action)
      return action
    },
    askers: [...system.nodes.keys()].filter(
      (node) => system.nodes[node]?.role.handlers.operations !== undefined,
    ),
    operationsOf: (node, state) => operations.of(node, state),
    audited: operations,
  }
}

/** The action of a label, on plain objects. */
const actionOf = ({ system, labels, envelopes }: Tables, label: number): Action => {
  const { kind, node, detail } = labels.get(label)
  const { handlers } = system.nodes[node]?.role ?? { handlers: null }
  const name = (names: object | undefined): string => Object.keys(names ?? {})[detail] ?? ''
  switch (kind) {
    case Kind.deliver: {
      const from = envelopes.from.data[detail] as number
      const mail = { from, to: node, message: envelopes.message(detail) }
      return { kind: 'deliver', mail, choices: [] }
    }
    case Kind.timeout:
      return { kind: 'timeout', node, timer: name(handlers?.timeout), choices: [] }
    case Kind.internal:
      return { kind: 'internal', node, step: name(handlers?.internal), choices: [] }
    case Kind.restart:
      return { kind: 'restart', node, choices: [] }
    case Kind.heal:
      return { kind: 'heal' }
    default:
      // Which fault it is makes no difference: nothing is promised of any.
      return { kind: 'split', cut: -1 }
  }
}
