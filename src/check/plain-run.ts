import { sameState } from '../explore/find-runs.ts'
import { collect } from '../pace/collect.ts'
import type { Pace } from '../pace/pace.ts'
import { afterIgnored } from '../semantics/actions.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { worldOf } from '../semantics/initial.ts'
import type { Course } from './course.ts'

/**
 * The global states of a run from the start on, and on to the state after a step.
 *
 * @param run as the search went through it
 * @param ends its last state, and the one after the step, if any. Where a state comes after itself, an
 *   ignored delivery does, which was left out: here it is taken
 */
export const plainRun = async (
  course: Course,
  run: readonly Int32Array[],
  ends: readonly Int32Array[],
  pace: Pace,
): Promise<readonly GlobalState[]> => {
  const { space, system } = course
  const [before = null, after = null] = ends
  const isIgnored = before !== null && after !== null && sameState(before, after)
  const vectors = after === null || isIgnored ? run : [...run, after]
  const plain = await collect(space.told(vectors), pace)
  const end = plain.at(-1)
  const last = isIgnored && end !== undefined ? afterIgnored(worldOf(system), end) : null
  return course.whole(last === null ? plain : [...plain, last])
}
