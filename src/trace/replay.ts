import { isWitnessed } from '../model/property-kinds.ts'
import type { FairAction } from '../model/fairness.ts'
import type { DecidedByRun } from '../model/property.ts'
import { ask } from '../model/question.ts'
import type { System } from '../model/system.ts'
import { transitions, type Transition, type World } from '../semantics/actions.ts'
import { fairActionOf } from '../semantics/fair-action.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { misfit, toldAtStart } from '../semantics/begin.ts'
import { worldOf } from '../semantics/initial.ts'
import { plainView } from '../semantics/plain-view.ts'
import { isFault, isStuck } from '../semantics/reference.ts'
import type { Pace } from '../pace/pace.ts'
import { canonical } from '../value/canonical.ts'
import { equal, looksSame } from '../value/compare.ts'
import { keyOf } from '../value/key.ts'
import { isImpure } from '../value/model-error.ts'
import { describeAction } from './describe.ts'
import { showState } from '../value/notation.ts'
import { isRefutedBy } from './evaluate-formula.ts'
import { seenBy } from './explanations.ts'
import { Flight } from './flight.ts'
import { foldsOf } from './folds.ts'
import { droppedAtStart, recordStep, standingOf } from './record-step.ts'
import { ReplayError } from './replay-error.ts'
import { standingsAfter } from './standings.ts'
import type { Standing, Trace, TraceStep } from './trace.ts'

export { ReplayError } from './replay-error.ts'

/**
 * Walks a run through the semantics, on plain objects, and tells what happened in each step.
 *
 * @param states the global states of the run, in canonical form, an initial state first
 * @param options.property what the run must decide: it breaks the property in its last state (of
 *   `stepwise`: with its last step), reaches what a `reachable` asks for, or leaves a formula false
 *   whatever comes later
 * @param options.loopsTo of an infinite run: the index of the state from which on it repeats. The
 *   last state is that state once more, or the run stays in the last state for ever
 * @param options.actions for each step the action that it takes, where only that one will do
 * @param options.begun of the first steps the numbers of the transitions that they take, where these are known
 * @throws Halt when the pace ends it
 * @throws ReplayError when the run is none, or does not decide the property: a bug in netsplit
 */
export const replay = async (
  system: System,
  states: readonly GlobalState[],
  pace: Pace,
  options: {
    readonly property?: DecidedByRun | null
    readonly loopsTo?: number | null
    readonly actions?: readonly (FairAction | null)[]
    readonly begun?: readonly number[]
  } = {},
): Promise<Trace> => {
  const world = worldOf(system)
  const [first] = states
  const last = states.at(-1)
  if (first === undefined || last === undefined) {
    throw new ReplayError(0, 'A run without any state cannot be replayed')
  }
  await checkStart(world, first, pace)
  const flight = new Flight(system, first)
  const initial = {
    ...standingOf(system, first, flight.in(first)),
    dropped: droppedAtStart(world, first, flight),
  }
  const inFlight = [flight.now]
  const steps: TraceStep[] = []
  const told = [await toldAtStart(world, first, pace)]
  for (const [index, next] of states.slice(1).entries()) {
    if (pace.isDue()) await pace.turn()
    const [before, wanted] = [states[index] ?? first, options.actions?.[index] ?? null]
    const number = options.begun?.[index] ?? null
    const taken = transitionBetween(world, before, next, { step: index + 1, wanted, number })
    const moment = { flight, number: index + 1 }
    steps.push(recordStep(world, before, { ...taken, next }, moment))
    told.push(taken.told ?? [])
    inFlight.push(flight.now)
  }
  const { property = null, loopsTo = null } = options
  if (loopsTo !== null) checkLoop(states, loopsTo)
  if (property !== null) checkEnd(world, property, states)
  const standing = (at: number): Standing => {
    const state = states[at] ?? first
    return standingOf(system, state, flight.in(state, inFlight[at]))
  }
  const folds = await foldsOf(steps, loopsTo, pace)
  return {
    isMachine: system.isMachine,
    initial,
    steps,
    folds,
    standings: standingsAfter(steps.length, folds).map((at) => ({
      afterStep: at,
      ...standing(at),
    })),
    loopsTo,
    kept: null,
    notPromised: null,
    waiting: null,
    refused: null,
    ...(await seenBy(system, property, states, told, pace)),
    final: standing(steps.length),
  }
}

const checkStart = async (world: World, first: GlobalState, pace: Pace): Promise<void> => {
  const what = await misfit(world, first, pace)
  if (what === null) return
  throw new ReplayError(0, `A run does not replay: it begins in no initial state: ${what}`)
}

/** The transition between two states of a run. Where several fit and none is named, one that is no fault, if any. */
const transitionBetween = (
  world: World,
  state: GlobalState,
  next: GlobalState,
  {
    step,
    wanted,
    number,
  }: {
    readonly step: number
    readonly wanted: FairAction | null
    readonly number: number | null
  },
): Transition => {
  const all = transitions(world, state)
  const name = wanted === null ? null : keyOf(canonical(wanted))
  const fitting = all
    .filter((_, at) => number === null || at === number)
    .filter((transition) => isSame(transition.next, next))
    .filter(
      ({ action }) =>
        name === null || keyOf(canonical(fairActionOf(world.system, action))) === name,
    )
  const taken = fitting.find(({ action }) => !isFault(action)) ?? fitting[0]
  if (taken !== undefined) return taken
  throw new ReplayError(
    step,
    `A run does not replay: no transition leads to the state after step ${step}`,
    all.map((transition) => describeTransition(world, transition)),
  )
}

/** The quick answer first; it may say no for the order of fields alone. */
const isSame = (one: unknown, other: unknown): boolean => looksSame(one, other) || equal(one, other)

const describeTransition = ({ system }: World, { action, next }: Transition): string =>
  `${describeAction(system, action)}, leading to: ${describeState(system, next)}`

const describeState = (system: System, { nodes }: GlobalState): string =>
  nodes.map(({ state }, node) => `${system.nodes[node]?.id} ${showState(state)}`).join('; ')

const checkLoop = (states: readonly GlobalState[], loopsTo: number): void => {
  const last = states.length - 1
  if (states[loopsTo] !== undefined && isSame(states[loopsTo], states[last])) return
  throw new ReplayError(last, `A run does not replay: it does not return to state ${loopsTo}`)
}

/** Requires that the run's end decides the property, on the plain view of the plain states. */
const checkEnd = (world: World, property: DecidedByRun, states: readonly GlobalState[]): void => {
  const step = states.length - 1
  let isDecided: boolean
  try {
    isDecided = decides(world, property, states)
  } catch (cause) {
    if (isImpure(cause)) throw cause
    const error = new ReplayError(step, `A run does not replay: the property's predicate threw`)
    error.cause = cause
    throw error
  }
  if (isDecided) return
  const what = isWitnessed(property.kind) ? 'reach what it should' : 'break the property'
  throw new ReplayError(step, `A run replays, but its end does not ${what} (${property.kind})`)
}

const decides = (world: World, property: DecidedByRun, states: readonly GlobalState[]): boolean => {
  const last = states.at(-1) as GlobalState
  const viewOf = (state: GlobalState): unknown => plainView(world.system, state)
  if ('formula' in property) {
    const views = states.map((state) => () => viewOf(state))
    return isRefutedBy(property.formula, views)
  }
  switch (property.kind) {
    case 'always':
      return !saysYes(property.predicate, viewOf(last))
    case 'never':
    case 'reachable':
      return saysYes(property.predicate, viewOf(last))
    case 'stepwise': {
      const before = states.at(-2)
      if (before === undefined || isSame(before, last)) return false
      return !saysYes(property.predicate, viewOf(before), viewOf(last))
    }
    case 'noDeadlock': {
      return (
        isStuck(last, transitions(world, last)) &&
        !saysYes(property.unless ?? (() => false), viewOf(last))
      )
    }
  }
}

/** A predicate that answers neither true nor false has not said yes. */
const saysYes = (
  predicate: (...views: readonly unknown[]) => unknown,
  ...views: readonly unknown[]
): boolean => ask(predicate, views) === true
