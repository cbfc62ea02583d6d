import { sidesOf } from '../model/cuts.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import type { Flight } from './flight.ts'
import type { RunMessage, TraceStep } from './trace.ts'

/** Of a split the messages that it holds back, of a heal those that it lets go. */
export const heldBy = (
  { kind }: Action,
  flight: Flight,
  before: GlobalState,
  next: GlobalState,
): readonly RunMessage[] => {
  const [without, held] = kind === 'split' ? [before, next] : [next, before]
  if (kind !== 'split' && kind !== 'heal') return []
  return flight.across(held.environment.cut, without.environment.cut)
}

/** Which cut comes or goes, where several may stand. */
export const whichCutOf = ({ faults }: System, action: Action): Pick<TraceStep, 'whichCut'> => {
  if ((action.kind !== 'split' && action.kind !== 'heal') || faults.cutsAtOnce === 1) return {}
  const whichCut = sidesOf(faults.cuts, action.cut)
  return whichCut === null ? {} : { whichCut }
}
