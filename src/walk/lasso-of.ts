import type { FairAction } from '../model/fairness.ts'
import type { LivenessProperty } from '../model/property.ts'
import { unpaced } from '../pace/pace.ts'
import type { Transition, World } from '../semantics/actions.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import { operationsOf } from '../semantics/operations.ts'
import { keptPromises } from '../trace/kept-promises.ts'
import { checkLasso, type FairLoop, type PlainLasso } from '../trace/lasso-check.ts'
import { ReplayError } from '../trace/replay-error.ts'
import { replay } from '../trace/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { requestOf } from '../trace/traced-request.ts'
import type { Position } from './position.ts'

/** A moment of a walk, with the transition that led there; null at the start. */
export interface Moment {
  readonly position: Position
  readonly way: Transition | null
}

/**
 * A walk that comes back to where it was, as an infinite run that violates a property: it is fair, and the property
 * is false of it.
 *
 * @param loopsTo the number of the moment that the last one is once more; that of the last one: it stays so
 * @returns null where it is not fair, or does not violate the property
 */
export const isLassoOf = async (
  world: World,
  property: LivenessProperty,
  moments: readonly Moment[],
  loopsTo: number,
): Promise<Trace | null> => {
  const { system } = world
  const steps = moments.length - 1
  const told = moments.map(({ position }) => position.state)
  const actions = moments
    .slice(1)
    .map(({ way }) => (way === null ? null : fairActionOf(system, way.action)))
  const isRest = loopsTo === steps
  const lasso = {
    states: isRest ? told : told.slice(0, -1),
    loopsTo,
    taken: isRest ? [null] : actions.slice(loopsTo),
  }
  for (const waiting of waitingIn(world, property, moments, loopsTo)) {
    // One is enough, and the first is told.
    // oxlint-disable-next-line no-await-in-loop
    const fair = await judged(world, property, { ...lasso, waiting })
    if (fair === null) continue
    // oxlint-disable-next-line no-await-in-loop
    return await tellLasso(world, told, { actions, loopsTo, waiting, fair, moments })
  }
  return null
}

const judged = async (
  { system }: World,
  property: LivenessProperty,
  lasso: PlainLasso,
): Promise<FairLoop | null> => {
  try {
    return await checkLasso(system, property, lasso, unpaced)
  } catch (error) {
    // To the search that is a mistake; here it is the answer.
    if (error instanceof ReplayError) return null
    throw error
  }
}

/** The requests that may wait for ever, for properties of requests. */
const waitingIn = (
  { system, places }: World,
  property: LivenessProperty,
  moments: readonly Moment[],
  loopsTo: number,
): readonly PlainLasso['waiting'][] => {
  if ('formula' in property) return [null]
  const nodes = moments[loopsTo]?.position.state.nodes ?? []
  return nodes.flatMap(({ up, state }, index) => {
    const node = system.nodes[index]?.id ?? ''
    const open = up ? operationsOf(places[index], state).waiting : []
    return open.map((operation) => ({ node, operation }))
  })
}

const tellLasso = async (
  { system }: World,
  states: readonly Position['state'][],
  {
    actions,
    loopsTo,
    waiting,
    fair,
    moments,
  }: {
    readonly actions: readonly (FairAction | null)[]
    readonly loopsTo: number
    readonly waiting: PlainLasso['waiting']
    readonly fair: FairLoop
    readonly moments: readonly Moment[]
  },
): Promise<Trace> => {
  const begun = moments.at(-1)?.position.path.slice(1) ?? []
  const trace = await replay(system, states, unpaced, { loopsTo, actions, begun })
  return {
    ...trace,
    kept: keptPromises(fair.kept),
    notPromised: fair.notPromised,
    waiting: waiting === null ? null : requestOf(system, waiting),
  }
}
