import { createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Progress } from '../../report.ts'
import type { OwnModel, SavedSituation } from '../../given.ts'
import type { Answer, AskOptions, PageEngine } from '../engine/contract.ts'

export const EngineContext = createContext<PageEngine | null>(null)

/** The engine, which answers all questions of the page. */
export const useEngine = (): PageEngine => {
  const engine = useContext(EngineContext)
  if (engine === null) throw new Error('there is no engine above this part')
  return engine
}

/** The model that the page was given, if any. */
export const OwnContext = createContext<OwnModel | undefined>(undefined)

/** The table of CAP that the page was given, if any. */
export const TableContext = createContext<readonly SavedSituation[] | undefined>(undefined)

/** A question and how far it is. */
export interface Asked<Found> {
  /** Null until it is there. */
  readonly answer: Answer<Found> | null
  /** How far the engine is, once it says so. */
  readonly progress: Progress | null
  /** Ends it. */
  readonly stop: () => void
}

/**
 * Asks the engine, and asks again when the key is another; what is no longer wanted is ended. The last
 * answer stays until the next is there, so that nothing flickers.
 *
 * @param key tells one question from another; null asks nothing
 */
export const useAnswer = <Found,>(
  key: string | null,
  ask: (engine: PageEngine, options: AskOptions) => Promise<Answer<Found>>,
): Asked<Found> & { readonly isCurrent: boolean } => {
  const engine = useEngine()
  const [state, setState] = useState<{
    readonly key: string | null
    readonly answer: Answer<Found> | null
    readonly progress: Progress | null
  }>({ key: null, answer: null, progress: null })
  const running = useRef<AbortController | null>(null)
  useEffect(() => {
    if (key === null) return
    const controller = new AbortController()
    running.current = controller
    let isWanted = true
    setState((before) => ({ ...before, progress: null }))
    const onProgress = (progress: Progress): void => {
      if (isWanted) setState((before) => ({ ...before, progress }))
    }
    ask(engine, { signal: controller.signal, onProgress }).then(
      (answer) => {
        if (isWanted) setState({ key, answer, progress: null })
      },
      (error: unknown) => {
        if (isWanted) setState({ key, answer: faultOf(error), progress: null })
      },
    )
    return () => {
      isWanted = false
      controller.abort()
    }
  }, [key, engine])
  return {
    answer: state.answer,
    progress: state.progress,
    isCurrent: state.key === key,
    stop: () => running.current?.abort(),
  }
}

const faultOf = (error: unknown): Answer<never> => ({
  kind: 'failed',
  cause: 'lost',
  message: `This is a fault of the page: ${error instanceof Error ? error.message : String(error)}`,
  where: [],
  wayOut: 'Reload the page; if it happens again, report it with this address.',
  at: null,
})
