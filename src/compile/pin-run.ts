import { Astray } from '../audit/astray.ts'
import type { Pace } from '../pace/pace.ts'
import { brief } from '../value/brief.ts'
import type { SystemSpace } from './system-space.ts'

/**
 * Runs user code once more on a run that is to be shown, and keeps what it comes to for the audit, where
 * what was remembered on the way was asked in other states.
 *
 * @param run its states, one after the other
 * @throws Halt when the pace ends it
 * @throws Astray when no step of it leads on as it did
 */
export const pinRun = async (
  space: SystemSpace,
  run: readonly Int32Array[],
  pace: Pace,
): Promise<void> => {
  const { pin } = space
  if (pin === null) return
  const inWords = (state: Int32Array): string => brief(space.decode(state).nodes[0]?.state)
  for (const [index, state] of run.entries()) {
    if (pace.isDue()) await pace.turn()
    const reached = pin(state)
    const next = run[index + 1] ?? state
    const name = next.join()
    if (name === state.join() || reached.some((each) => each.join() === name)) continue
    throw new Astray(
      `in state ${inWords(state)}`,
      `a step led to ${inWords(next)} before, and none does now`,
    )
  }
}
