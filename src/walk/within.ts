import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { plainView } from '../semantics/plain-view.ts'

/** Whether a state is within the bound of the model. */
export const isWithin = (system: System, state: GlobalState): boolean =>
  system.within === null || ask(system.within, [plainView(system, state)])
