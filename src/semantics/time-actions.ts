import type { System } from '../model/system.ts'
import { paused, ticked } from './passing-time.ts'
import { replaceNode } from './effects.ts'
import { allows, spend, type GlobalState } from './global-state.ts'

/** What happens only where there is time. Nodes are indices. */
export type TimeAction =
  | { readonly kind: 'pause' | 'resume'; readonly node: number }
  | { readonly kind: 'tick' }

interface Passing {
  readonly action: TimeAction
  readonly next: GlobalState
}

/**
 * What happens only where there is time: nodes pause and go on, and a unit passes.
 *
 * @param next the mail that may be delivered now, by index
 */
export const passing = (
  system: System,
  state: GlobalState,
  next: readonly number[],
): readonly Passing[] =>
  system.time === null
    ? []
    : [
        ...pausesAndResumes(system.time.pausable, state),
        ...ticked(system, state, next).map((after) => ({ action: tick, next: after })),
      ]

const tick: TimeAction = { kind: 'tick' }

const pausesAndResumes = (pausable: readonly boolean[], state: GlobalState): readonly Passing[] => {
  const { nodes, environment } = state
  const { pauses } = environment
  const after = { ...state, environment: { ...environment, pauses: spend(pauses) } }
  return nodes.flatMap((it, node): readonly Passing[] => {
    if (it.clock?.paused === true) {
      const next = replaceNode(state, node, paused(it, false))
      return [{ action: { kind: 'resume', node }, next }]
    }
    if (!it.up || !pausable[node] || !allows(pauses)) return []
    return [{ action: { kind: 'pause', node }, next: replaceNode(after, node, paused(it, true)) }]
  })
}
