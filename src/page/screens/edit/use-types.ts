import { useEffect, useRef, useState } from 'preact/hooks'
import type { TypeProblem } from '../../types/contract.ts'
import type { TypesLine } from '../../types/line.ts'
import { loadTypes } from '../../types/start.ts'
import type { Problem } from './problem.ts'

/** How the compiler stands to the source that is shown. */
export type TypesState =
  /** The page is one file, and without it. */
  | 'absent'
  /** It is large, and the visitor's browser asks to save data. */
  | 'asked-for'
  | 'loading'
  /** It could not be loaded. */
  | 'not-loaded'
  /** It has not said anything of this source yet. */
  | 'reading'
  | 'read'
  /** It got to no end with this source. */
  | 'ended'

/** The types of the source that is edited. */
export interface Types {
  readonly state: TypesState
  /** What the compiler complains of, the last time that it answered. */
  readonly problems: readonly Problem[]
  /** Who knows the types; null as long as nobody does. */
  readonly line: TypesLine | null
  /** Loads the compiler, though the browser asks to save data. */
  readonly load: () => void
}

/** A check may take long: then types are not waited with. In milliseconds. */
const longest = 1000

/**
 * Loads the compiler once a first verdict is there, and has it read each source after its verdict.
 *
 * @param isDecided whether the verdict of this source is there
 */
export const useTypes = (text: string | null, isDecided: boolean): Types => {
  const [isWanted, setWanted] = useState(false)
  const [line, setLine] = useState<TypesLine | 'not-loaded' | null>(null)
  const [read, setRead] = useState<{
    readonly text: string
    readonly problems: readonly Problem[]
    readonly isEnded: boolean
  } | null>(null)
  const isDue = useIsDue(text, isDecided)

  useEffect(() => {
    if (!isDue || isAbsent() || savesData()) return
    return whenIdle(() => setWanted(true))
  }, [isDue])
  useLoaded(isWanted, setLine)

  const known = typeof line === 'string' ? null : line
  useEffect(() => {
    if (known === null || text === null || !isDue) return
    let isCurrent = true
    void known.ask({ kind: 'problems', text }).then((found) => {
      if (!isCurrent) return
      const problems = (found ?? []).map((problem) => problemOf(problem, text))
      setRead({ text, problems, isEnded: found === undefined })
    })
    return () => {
      isCurrent = false
    }
  }, [known, text, isDue])

  const state = ((): TypesState => {
    if (isAbsent()) return 'absent'
    if (line === 'not-loaded') return 'not-loaded'
    if (line === null) return !isWanted && savesData() ? 'asked-for' : 'loading'
    if (read === null || read.text !== text) return 'reading'
    return read.isEnded ? 'ended' : 'read'
  })()
  return { state, problems: read?.problems ?? none, line: known, load: () => setWanted(true) }
}

const none: readonly Problem[] = []

/** Whether it is time for the types of a source: its verdict is there, or takes long. */
const useIsDue = (text: string | null, isDecided: boolean): boolean => {
  const [late, setLate] = useState<string | null>(null)
  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(() => setLate(text), longest)
    return () => clearTimeout(timer)
  }, [text])
  return text !== null && (isDecided || late === text)
}

/** Has the compiler while the editor is open. */
const useLoaded = (
  isWanted: boolean,
  setLine: (line: TypesLine | 'not-loaded' | null) => void,
): void => {
  const open = useRef<TypesLine | null>(null)
  useEffect(() => {
    if (!isWanted) return
    let isLeft = false
    loadTypes().then(
      (line) => {
        if (isLeft) return
        open.current = line
        setLine(line)
      },
      () => {
        if (!isLeft) setLine('not-loaded')
      },
    )
    return () => {
      isLeft = true
      open.current?.end()
    }
  }, [isWanted])
}

const isAbsent = (): boolean => 'single' in document.documentElement.dataset

const savesData = (): boolean =>
  (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData ===
  true

/** Does something when the browser has nothing else to do. @returns how to leave it */
const whenIdle = (run: () => void): (() => void) => {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, longest)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(run)
  return () => cancelIdleCallback(handle)
}

const problemOf = ({ from, to, message }: TypeProblem, text: string): Problem => ({
  at: placeOf(from, text),
  to: placeOf(to, text),
  message,
  where: [],
  wayOut: '',
})

const placeOf = (offset: number, text: string): NonNullable<Problem['at']> => {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
