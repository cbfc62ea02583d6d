import type { ToldInStep } from '../model/explanation.ts'
import type { Told } from '../model/observer.ts'
import type { DecidedByRun } from '../model/property.ts'
import { isWitnessed } from '../model/property-kinds.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import type { Pace } from '../pace/pace.ts'
import { hears } from '../semantics/observers.ts'
import type { System } from '../model/system.ts'
import { pathUnder } from '../value/path.ts'
import { observe } from './observe.ts'
import type { Observation, Trace, TracedExplanation } from './trace.ts'

/**
 * What a property's predicate looked at in the end of a run, and why the run breaks what observers watch over
 * that it looked at.
 *
 * @param told what observers were told at the start, and in each step
 * @throws Halt when the pace ends it
 */
export const seenBy = async (
  system: System,
  property: DecidedByRun | null,
  states: readonly GlobalState[],
  told: readonly (readonly Told[])[],
  pace: Pace,
): Promise<Pick<Trace, 'observations' | 'explanations'>> => {
  if (property === null) return { observations: [] }
  const observations = observe(system, property, states)
  if (isWitnessed(property.kind)) return { observations }
  const explanations = await explanationsOf(system, observations, told, pace)
  return { observations, ...(explanations.length === 0 ? {} : { explanations }) }
}

/** Why a run breaks what observers watch over, as they say it: of those that the predicate looked at. */
const explanationsOf = async (
  { observers }: System,
  observations: readonly Observation[],
  told: readonly (readonly Told[])[],
  pace: Pace,
): Promise<readonly TracedExplanation[]> => {
  const explanations: TracedExplanation[] = []
  for (const observer of observers) {
    const { name, explain } = observer
    const root = pathUnder('observed', [name])
    if (explain === null || !observations.some(({ path }) => isUnder(path, root))) continue
    const heard = told.flatMap((each, step): readonly ToldInStep[] =>
      each.filter((it) => hears(observer, it)).map((it) => ({ step, told: it })),
    )
    const explanation = await explain(heard, pace)
    if (explanation !== null) explanations.push({ observer: name, ...explanation })
  }
  return explanations
}

const isUnder = (path: string, root: string): boolean =>
  path.startsWith(root) && !/^[\w$]/.test(path.slice(root.length))
