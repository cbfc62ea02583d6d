import type { Divergence } from '../report.ts'
import { replay, ReplayError } from '../trace/replay.ts'
import { insist } from './confirm.ts'
import type { Course } from './course.ts'
import { pileOf } from './pile.ts'

/**
 * The proof that there is no end of states, with its run replayed: null where there is none, or where
 * the limits do not allow to tell it.
 *
 * @param isWhole whether the search came to its end
 * @throws ReplayError where it did although there should be none: a bug in netsplit
 */
export const tellDivergence = async (
  course: Course,
  isWhole: boolean,
): Promise<Divergence | null> => {
  const { system, plain: space } = course
  const found = course.watch?.found ?? null
  if (found === null) return null
  if (isWhole) {
    throw new ReplayError(
      found.run.length,
      'The search came to an end that it was proved not to have',
    )
  }
  let told: Divergence | null = null
  const tell = async (): Promise<void> => {
    const plain = course.whole([...space.told(found.run)])
    const pace = course.closing()
    const trace = await insist({ audit: course.audit, pace }, () => replay(system, plain, pace))
    told = {
      trace: { ...trace, loopsTo: found.loopsTo + plain.length - found.run.length },
      growth: pileOf(system, found),
    }
  }
  await course.heed(tell())
  return told
}
