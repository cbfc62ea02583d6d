import type { Pace } from '../pace/pace.ts'
import { startTimer, stopTimer } from '../pace/real-time.ts'

/** Milliseconds between two looks at the limits while a database is at work. */
const lookMs = 100

/**
 * Waits for what a database does, at the pace of a check.
 *
 * @param giveUp ends the work, which fails then
 * @throws Halt where a limit comes first, once the work has ended
 */
export const underLimits = async <Result>(
  begun: Promise<Result>,
  pace: Pace,
  giveUp: () => void,
): Promise<Result> => {
  const over = { is: false }
  const work = begun.finally(() => {
    over.is = true
  })
  work.catch(() => undefined)
  while (!over.is) {
    let timer: ReturnType<typeof startTimer> | undefined
    const look = new Promise((resolve) => {
      timer = startTimer(resolve, lookMs)
    })
    // A timer that is left behind would be taken for the model's.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.race([work, look]).finally(() => stopTimer(timer))
    // oxlint-disable-next-line no-await-in-loop
    if (!over.is) await lookedAt(pace, work, giveUp)
  }
  return work
}

const lookedAt = async (pace: Pace, work: Promise<unknown>, giveUp: () => void): Promise<void> => {
  try {
    await pace.turn()
  } catch (halt) {
    giveUp()
    await work.catch(() => undefined)
    throw halt
  }
}
