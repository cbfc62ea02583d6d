import type { ToldInStep } from '../model/explanation.ts'
import type { Told } from '../model/observer.ts'
import { hears } from '../semantics/observers.ts'
import type { System } from '../model/system.ts'
import { pathUnder } from '../value/path.ts'
import type { Observation, TracedExplanation } from './trace.ts'

/**
 * Why a run breaks what observers watch over, as they say it: of those that the predicate looked at.
 *
 * @param told what observers were told at the start, and in each step
 */
export const explanationsOf = async (
  { observers }: System,
  observations: readonly Observation[],
  told: readonly (readonly Told[])[],
): Promise<readonly TracedExplanation[]> => {
  const explanations: TracedExplanation[] = []
  for (const observer of observers) {
    const { name, explain } = observer
    const root = pathUnder('observed', [name])
    if (explain === null || !observations.some(({ path }) => isUnder(path, root))) continue
    const heard = told.flatMap((each, step): readonly ToldInStep[] =>
      each.filter((it) => hears(observer, it)).map((it) => ({ step, told: it })),
    )
    const explanation = await explain(heard)
    if (explanation !== null) explanations.push({ observer: name, ...explanation })
  }
  return explanations
}

const isUnder = (path: string, root: string): boolean =>
  path.startsWith(root) && !/^[\w$]/.test(path.slice(root.length))
