import { check } from '../check.ts'
import { startTimer, stopTimer } from '../pace/real-time.ts'
import type { CheckOptions, Report } from '../report.ts'
import type { Made } from '../subject.ts'

/** What ends a check before it has come to its end. */
export interface Until {
  /** Milliseconds. 0 and what is too long for a timer mean no limit, as in vitest. */
  readonly timeout: number
  readonly signals: readonly (AbortSignal | undefined)[]
}

/** Whether a time-out is one: a longer timer would fire at once. */
export const isLimit = (timeout: number): boolean => timeout > 0 && timeout < 2 ** 31

/** Checks a system until one of several things ends it, in good order: what is known is reported. */
export const checkUntil = async (
  { system, parameters }: Made,
  options: Omit<CheckOptions, 'parameters' | 'signal'>,
  { timeout, signals }: Until,
): Promise<Report> => {
  // No `maxSeconds`: whoever gives that wants an endless search to go on until then.
  // By hand: what AbortSignal.any makes of AbortSignal.timeout may be collected before its time.
  const controller = new AbortController()
  const { signal } = controller
  const end = (): void => controller.abort()
  let isLate = false
  const endLate = (): void => {
    isLate = true
    end()
  }
  const timer = isLimit(timeout) ? startTimer(endLate, timeout) : undefined
  for (const each of signals) {
    if (each?.aborted) end()
    each?.addEventListener('abort', end, { signal })
  }
  try {
    const report = await check(system, { ...options, parameters, signal })
    return isLate ? late(report, timeout) : report
  } finally {
    stopTimer(timer)
    // Takes the listeners away, too.
    end()
  }
}

/** A report that says why it was interrupted. */
const late = (report: Report, timeout: number): Report => {
  const { incomplete } = report
  if (incomplete?.kind !== 'interrupted') return report
  const reason = `the check took longer than its time-out of ${timeout / 1000} s`
  return { ...report, incomplete: { ...incomplete, reason } }
}
