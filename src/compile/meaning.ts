import type { FairAction } from '../model/fairness.ts'
import type { Meaning } from '../explore/meaning.ts'
import type { Action } from '../semantics/actions.ts'
import type { Mail } from '../semantics/global-state.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import { AskedOperations } from './asked-operations.ts'
import { kindNames } from './outcome-words.ts'
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
export const actionOf = ({ system, labels, envelopes }: Tables, label: number): Action => {
  const { kind, node, detail } = labels.get(label)
  const nameIn = (which: 'timeout' | 'internal'): string =>
    Object.keys(system.nodes[node]?.role.handlers[which] ?? {})[detail] ?? ''
  const mail = (): Mail => ({
    from: envelopes.from.data[detail] as number,
    to: node,
    message: envelopes.message(detail),
  })
  const name = kindNames[kind] ?? 'heal'
  switch (name) {
    case 'deliver':
    case 'duplicate':
      return { kind: name, mail: mail(), choices: [] }
    case 'timeout':
      return { kind: name, node, timer: nameIn('timeout'), choices: [] }
    case 'internal':
      return { kind: name, node, step: nameIn('internal'), choices: [] }
    case 'crash':
    case 'restart':
      return { kind: name, node, choices: [] }
    case 'lose':
      return { kind: name, mail: mail() }
    case 'split':
      return { kind: name, cut: detail }
    case 'heal':
    case 'tick':
      return { kind: name }
    case 'pause':
    case 'resume':
      return { kind: name, node }
  }
}
