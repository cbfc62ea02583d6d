import { useEffect, useState } from 'preact/hooks'
import type { Subject } from '../../document.ts'
import type { Path, Stage } from '../../engine/contract.ts'
import { useEngine } from '../../parts/asking.tsx'
import { asking, keyOf } from '../../subject.ts'
import { returnsTo } from './returns.ts'
import { endsOf, noHistory, pathText, visited, type History } from './history.ts'

/*
 * Where walks have been outlives a reload, in this tab only: the ends of the walks through the system that
 * was walked through last. The engine walks there again; that a run goes round from its end is believed only if
 * the states that it has just found are the same.
 */

const name = 'netsplit ends of walks'

/** More ends than these are not kept: the engine would have to walk to each of them again. */
const most = 40

interface End {
  readonly path: Path
  /** How many steps come before the loop that the run goes round for ever; null: it just ends. */
  readonly loopsTo: number | null
}

interface Kept {
  readonly system: string
  /** In the order in which they were come to; the last is that of the walk that was looked at. */
  readonly ends: readonly End[]
}

const endAt = (history: History, path: Path): End => ({
  path,
  loopsTo: history.visits.get(pathText(path))?.trace.loopsTo ?? null,
})

const allEnds = (history: History): readonly End[] => {
  const ends = endsOf(history).map(({ path }) => path)
  return [...ends.slice(-most), history.line].map((path) => endAt(history, path))
}

/** Keeps where walks have been; a browser that does not let the page keep anything keeps nothing. */
const keep = (subject: Subject, history: History): void => {
  const kept: Kept = { system: keyOf(subject) ?? '', ends: allEnds(history) }
  try {
    sessionStorage.setItem(name, JSON.stringify(kept))
  } catch {
    // The address still keeps the walk that is looked at.
  }
}

const keptOf = (subject: Subject): readonly End[] => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Kept | null
    return kept?.system === keyOf(subject) ? kept.ends : []
  } catch {
    return []
  }
}

/**
 * Keeps where walks through a system have been from now on.
 *
 * @param restored is told where they had been, if they had been anywhere
 */
export const useKept = (
  subject: Subject,
  history: History,
  restored: (before: History) => void,
): void => {
  const engine = useEngine()
  const [isRestored, setRestored] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const ends = keptOf(subject)
    const walks = ends.map(({ path }) =>
      asking(subject, (ask) => engine.stage(ask, path, { signal })),
    )
    void Promise.all(walks).then((answers) => {
      if (signal.aborted) return
      // Of a model that has changed since, some paths may be no more.
      const stages = answers.flatMap((answer, at): Stage[] =>
        answer.kind === 'found' ? [withLoop(answer.found, ends[at]?.loopsTo ?? null)] : [],
      )
      if (stages.length > 0) restored(stages.reduce(visited, noHistory))
      setRestored(true)
    })
    return () => controller.abort()
  }, [])
  useEffect(() => {
    if (isRestored) keep(subject, history)
  }, [isRestored, [...history.visits.keys()].join(' '), JSON.stringify(allEnds(history))])
}

/** A stage whose run goes round from its end, if it does. */
const withLoop = (stage: Stage, loopsTo: number | null): Stage =>
  stage.trace !== null && loopsTo !== null && returnsTo(stage.trace, loopsTo)
    ? { ...stage, trace: { ...stage.trace, loopsTo } }
    : stage
