import type { SystemSpace } from '../compile/system-space.ts'
import type { Observer } from '../explore/observer.ts'
import type { Steps } from './steps.ts'
import type { Taken } from './taken.ts'

/** What a schedule came to: the steps of it that were possible, and the states. */
export interface Replayed {
  readonly taken: readonly Taken[]
  readonly states: readonly Int32Array[]
  /** Whether it was ended where it had done what was wanted. */
  readonly isDone: boolean
}

/**
 * Takes the steps of a schedule that are possible and stay within the bound, and leaves out the others.
 *
 * @param isDone looks at each state, with what can happen there, and at the state before it; null at first
 */
export const replaySchedule = (
  { space, steps, admits }: { space: SystemSpace; steps: Steps; admits: Observer['admits'] },
  first: Int32Array,
  schedule: readonly Taken[],
  isDone: (state: Int32Array, before: Int32Array | null) => boolean,
): Replayed => {
  let state = first
  const states = [first]
  const taken: Taken[] = []
  steps.look(state)
  if (isDone(state, null)) return { taken, states, isDone: true }
  for (const each of schedule) {
    const step = steps.find(each.label, each.ordinal)
    if (step < 0) continue
    const after = new Int32Array(space.width)
    steps.take(step, after)
    if (admits !== null && !admits(after, steps.touchedBy(step))) continue
    taken.push(each)
    states.push(after)
    steps.look(after)
    if (isDone(after, state)) return { taken, states, isDone: true }
    state = after
  }
  return { taken, states, isDone: false }
}
