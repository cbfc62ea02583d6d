import type { FairAction } from '../model/fairness.ts'
import type { System } from '../model/system.ts'
import type { Action } from './actions.ts'

/**
 * An action as fairness speaks of it; null for those of which nothing can be promised: faults,
 * optional steps, and restarts and heals that the system does not promise.
 */
export const fairActionOf = ({ nodes, faults }: System, action: Action): FairAction | null => {
  const id = (node: number): string => nodes[node]?.id ?? ''
  switch (action.kind) {
    case 'deliver': {
      const { from, to, message } = action.mail
      return { kind: 'deliver', from: id(from), to: id(to), message }
    }
    case 'timeout':
      return { kind: 'timeout', node: id(action.node), name: action.timer }
    case 'internal': {
      const step = nodes[action.node]?.role.handlers.internal?.[action.step]
      const isOptional = typeof step === 'object' && step.optional === true
      return isOptional ? null : { kind: 'internal', node: id(action.node), name: action.step }
    }
    case 'restart':
      return faults.restarts === 'eventually' ? { kind: 'restart', node: id(action.node) } : null
    case 'heal':
      return faults.heals === 'eventually' ? { kind: 'heal' } : null
    case 'crash':
    case 'duplicate':
    case 'lose':
    case 'split':
      return null
  }
}
