import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Progress } from '../../../report.ts'
import type { SavedSituation } from '../../../given.ts'
import type { Answer, Failed, PageEngine, Situation } from '../../engine/contract.ts'
import { TableContext, useEngine } from '../../parts/asking.tsx'

/** The whole table, once it is known: it does not change. */
const known = new WeakMap<PageEngine, readonly Situation[]>()

/** The table, row by row as it comes out. */
export const useTable = (): {
  readonly situations: readonly Situation[]
  readonly failed: Failed | null
  readonly progress: Progress | null
  readonly stop: () => void
  /** Whether every system was checked. */
  readonly isDone: boolean
  /** Whether it came with the page, and not from its engine. */
  readonly isSaved: boolean
} => {
  const engine = useEngine()
  const saved = useContext(TableContext)
  const [situations, setSituations] = useState(known.get(engine) ?? [])
  const [failed, setFailed] = useState<Failed | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => {
    if (known.has(engine)) return
    const controller = new AbortController()
    running.current = controller
    let isWanted = true
    const found: Situation[] = []
    const made = (): ReturnType<PageEngine['table']> =>
      engine.table({
        signal: controller.signal,
        onProgress: (far) => {
          if (isWanted) setProgress(far)
        },
        onSituation: (situation) => {
          found.push(situation)
          if (isWanted) setSituations([...found])
        },
      })
    const answered = saved === undefined ? made() : readTable(saved)
    void answered.then((answer) => {
      if (answer.kind === 'found') known.set(engine, answer.found)
      if (!isWanted) return
      if (answer.kind === 'found') setSituations(answer.found)
      else setFailed(answer)
    })
    return () => {
      isWanted = false
      controller.abort()
    }
  }, [engine])
  return {
    situations,
    failed,
    progress,
    stop: () => running.current?.abort(),
    isDone: known.has(engine),
    isSaved: saved !== undefined,
  }
}

const readTable = async (
  saved: readonly SavedSituation[],
): Promise<Answer<readonly Situation[]>> => {
  const { situationFrom } = await import('../../../cap/saved.ts')
  return { kind: 'found', found: saved.map(situationFrom) }
}
