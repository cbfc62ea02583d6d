import { useEffect, useState } from 'preact/hooks'
import type { Report } from '../../../report.ts'
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

/**
 * Checks systems, one after the other. What has no answer yet is not among the reports.
 *
 * @param systems in the order in which they are wanted
 */
export const useReports = (
  systems: readonly Subject[],
): { readonly reports: Reports; readonly again: () => void } => {
  const engine = useEngine()
  const [reports, setReports] = useState<Reports>(() => new Map(answersOf(engine)))
  const [round, setRound] = useState(0)
  useEffect(() => {
    const controller = new AbortController()
    void askAll(engine, systems, controller.signal, setReports)
    return () => controller.abort()
  }, [engine, round, systems.map(keyOf).join()])
  const again = (): void => {
    for (const [key, { kind }] of answersOf(engine)) {
      if (kind === 'failed') answersOf(engine).delete(key)
    }
    setRound(round + 1)
  }
  return { reports, again }
}

const askAll = async (
  engine: PageEngine,
  systems: readonly Subject[],
  signal: AbortSignal,
  tell: (reports: Reports) => void,
): Promise<void> => {
  const answers = answersOf(engine)
  for (const system of systems) {
    const key = keyOf(system)
    if (answers.has(key)) continue
    const answer = await asking(system, (ask) => engine.check(ask, { signal }))
    if (signal.aborted) return
    answers.set(key, answer)
    tell(new Map(answers))
  }
}
