import { Halt } from '../pace/pace.ts'
import type { Taken } from './taken.ts'

/** What is left of a schedule, and whether it is known that none of its steps can be left out. */
export interface Minimised {
  readonly schedule: readonly Taken[]
  readonly isMinimal: boolean
}

/**
 * Leaves out of a schedule what can be left out: halves, quarters and so on down to single steps, as delta
 * debugging does (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
 *
 * @param attempt takes the steps of a schedule that can be taken, and gives those that it took if they do what is
 *   wanted; else null
 */
export const minimise = async (
  schedule: readonly Taken[],
  attempt: (schedule: readonly Taken[]) => Promise<readonly Taken[] | null>,
): Promise<Minimised> => {
  let best = schedule
  let size = best.length
  try {
    while (size > 0) {
      const before = best
      // From the end: what comes last is less often needed by what comes later.
      for (let end = best.length; end > 0;) {
        const start = Math.max(0, end - size)
        // Each attempt is made of what the one before has left.
        // oxlint-disable-next-line no-await-in-loop
        const left = await attempt([...best.slice(0, start), ...best.slice(end)])
        if (left !== null && left.length < best.length) best = left
        end = Math.min(start, best.length)
      }
      if (size > 1) size = Math.min(Math.ceil(size / 2), Math.max(1, best.length))
      else if (best === before) size = 0
    }
    return { schedule: best, isMinimal: true }
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    return { schedule: best, isMinimal: false }
  }
}
