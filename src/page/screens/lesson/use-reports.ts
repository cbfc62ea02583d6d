import { useEffect, useRef, useState } from 'preact/hooks'
import type { Progress, Report } from '../../../report.ts'
import type { Subject } from '../../document.ts'
import type { Answer, PageEngine } from '../../engine/contract.ts'
import { useEngine } from '../../parts/asking.tsx'
import { asking, keyOf } from '../../subject.ts'
import type { Reports } from './claims.ts'

/** What each engine has answered since the page was opened: a beat that was left is there at once. */
const answered = new WeakMap<PageEngine, Map<string | null, Answer<Report>>>()

const answersOf = (engine: PageEngine): Map<string | null, Answer<Report>> => {
  const known = answered.get(engine) ?? new Map<string | null, Answer<Report>>()
  answered.set(engine, known)
  return known
}

/** What was found out about systems so far. */
export interface Checking {
  readonly reports: Reports
  /** How far the check is that is running, once the engine says so. */
  readonly progress: Progress | null
  /** Ends what is running; what has no answer then gets none. */
  readonly stop: () => void
  /** Asks again what failed. */
  readonly again: () => void
}

/**
 * Checks systems, one after the other. What has no answer yet is not among the reports.
 *
 * @param systems in the order in which they are wanted
 */
export const useReports = (systems: readonly Subject[]): Checking => {
  const engine = useEngine()
  const [reports, setReports] = useState<Reports>(() => new Map(answersOf(engine)))
  const [progress, setProgress] = useState<Progress | null>(null)
  const [round, setRound] = useState(0)
  const running = useRef<AbortController | null>(null)
  useEffect(() => {
    const left = new AbortController()
    setReports(new Map(answersOf(engine)))
    void (async () => {
      for (const system of systems) {
        if (answersOf(engine).has(keyOf(system))) continue
        const stopped = new AbortController()
        running.current = stopped
        const signal = AbortSignal.any([left.signal, stopped.signal])
        const options = { signal, onProgress: setProgress }
        const answer = await asking(system, (ask) => engine.check(ask, options))
        if (left.signal.aborted) return
        answersOf(engine).set(keyOf(system), answer)
        setProgress(null)
        setReports(new Map(answersOf(engine)))
      }
    })()
    return () => left.abort()
  }, [engine, round, systems.map(keyOf).join()])
  const again = (): void => {
    for (const [key, { kind }] of answersOf(engine)) {
      if (kind === 'failed') answersOf(engine).delete(key)
    }
    setRound(round + 1)
  }
  return { reports, progress, stop: () => running.current?.abort(), again }
}
