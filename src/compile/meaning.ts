import type { FairAction } from '../model/fairness.ts'
import type { Meaning } from '../explore/meaning.ts'
import type { Action } from '../semantics/actions.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import { actionFor } from './action-for.ts'
import type { Tables } from './tables.ts'

/** What the ids of a compiled system stand for. */
export const meaningOf = (tables: Tables): Meaning => {
  const { system, labels, operations } = tables
  const actions = new Map<number, FairAction | null>()
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
export const actionOf = (tables: Tables, label: number): Action =>
  actionFor(tables, tables.labels.get(label))
