import { Astray } from '../audit/astray.ts'
import type { Pace } from '../pace/pace.ts'
import { brief } from '../value/brief.ts'
import type { ProtocolSpace } from './protocol-space.ts'

/**
 * Keeps what a machine does on a run that is to be shown, for the audit: a machine's steps are not
 * remembered, and the run was found by running them.
 *
 * @param run its states, one after the other
 * @throws Halt when the pace ends it
 * @throws Astray when no step of it leads on as it did
 */
export const pinRun = async (
  { tables }: ProtocolSpace,
  run: readonly Int32Array[],
  pace: Pace,
): Promise<void> => {
  const { cells, memos, values, system } = tables
  const [memo] = memos
  if (!system.isMachine || memo === undefined) return
  const states = run.map((state) => cells[0]?.get(state[0] as number).state as number)
  for (const [index, state] of states.entries()) {
    if (pace.isDue()) await pace.turn()
    const reached = memo.pin(state)
    const next = states[index + 1] ?? state
    if (next === state || reached.includes(next)) continue
    throw new Astray(
      `in state ${brief(values.get(state))}`,
      `a step led to ${brief(values.get(next))} before, and none does now`,
    )
  }
}
