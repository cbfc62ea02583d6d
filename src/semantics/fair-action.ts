import { sidesOf } from '../model/cuts.ts'
import type { FairAction } from '../model/fairness.ts'
import type { System } from '../model/system.ts'
import type { Action } from './actions.ts'
import { ofItem } from './family.ts'

/**
 * An action as fairness speaks of it; null for those of which nothing can be promised: faults,
 * optional steps, and restarts and heals that the system does not promise.
 */
export const fairActionOf = (system: System, action: Action): FairAction | null =>
  'node' in action ? ofNode(system, action) : ofNetwork(system, action)

type OfNode = Extract<Action, { readonly node: number }>

const ofNode = (system: System, action: OfNode): FairAction | null => {
  const node = idOf(system, action.node)
  switch (action.kind) {
    case 'timeout':
      return { kind: 'timeout', node, name: action.timer }
    case 'internal': {
      const step = system.nodes[action.node]?.role.handlers.internal?.[action.step]
      const isOptional = typeof step === 'object' && step.optional === true
      if (isOptional) return null
      return { kind: 'internal', node, name: action.step, ...ofItem(action) }
    }
    case 'restart':
      return system.faults.restarts === 'eventually' ? { kind: 'restart', node } : null
    case 'resume':
      return { kind: 'resume', node }
    case 'pause':
    case 'crash':
      return null
  }
}

const ofNetwork = (system: System, action: Exclude<Action, OfNode>): FairAction | null => {
  switch (action.kind) {
    case 'deliver': {
      const { from, to, message } = action.mail
      return { kind: 'deliver', from: idOf(system, from), to: idOf(system, to), message }
    }
    case 'heal':
      return system.faults.heals === 'eventually' ? fairHeal(system, action) : null
    case 'tick':
      return { kind: 'tick' }
    case 'duplicate':
    case 'say':
    case 'lose':
    case 'split':
      return null
  }
}

/** A heal as fairness speaks of it: each of its own where several cuts may stand at the same time. */
export const fairHeal = (
  { faults }: System,
  { cut }: Extract<Action, { readonly kind: 'heal' }>,
): FairAction => {
  const which = sidesOf(faults.cuts, cut)
  return which === null ? { kind: 'heal' } : { kind: 'heal', cut: which }
}

const idOf = ({ nodes }: System, node: number): string => nodes[node]?.id ?? ''
