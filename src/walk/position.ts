import { transitions, type Transition, type World } from '../semantics/actions.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { Flight } from '../trace/flight.ts'
import { droppedAtStart, recordStep, standingOf } from '../trace/record-step.ts'
import { standingsAfter } from '../trace/standings.ts'
import type { Standing, Trace, TraceStep } from '../trace/trace.ts'
import type { Path } from './stage.ts'

/** Where a walk is, with the way there. */
export interface Position {
  readonly path: Path
  readonly state: GlobalState
  /** The position before the last step; null at the start. */
  readonly before: Position | null
  /** The last step, as a trace tells it; null at the start. */
  readonly step: TraceStep | null
  /** The steps that can be taken, in the order of the semantics. */
  readonly ways: readonly Transition[]
  /** The messages in flight, each with what tells it from equal ones. */
  readonly flight: Flight
  readonly standing: Standing
  /** What the start handlers sent into a cut that drops messages. */
  readonly dropped: Trace['initial']['dropped']
}

/** A walk that has just begun. */
export const begin = (world: World, state: GlobalState, id: number): Position => {
  const flight = new Flight(world.system, state)
  const standing = standingOf(world.system, state, flight.in(state))
  return {
    path: [id],
    state,
    before: null,
    step: null,
    ways: transitions(world, state),
    standing,
    dropped: droppedAtStart(world, state, flight),
    flight,
  }
}

/** The walk after one more step. */
export const advance = (
  world: World,
  before: Position,
  id: number,
  transition: Transition,
): Position => {
  const { flight, step } = tellStep(world, before, transition)
  const { next } = transition
  return {
    path: [...before.path, id],
    state: next,
    before,
    step,
    ways: transitions(world, next),
    standing: standingOf(world.system, next, flight.in(next)),
    dropped: before.dropped,
    flight,
  }
}

/** A step from a position, as a trace tells it, and what is in flight after it. */
export const tellStep = (
  world: World,
  { path, state, flight: before }: Position,
  transition: Transition,
): { readonly step: TraceStep; readonly flight: Flight } => {
  const flight = before.copy()
  return { step: recordStep(world, state, transition, { flight, number: path.length }), flight }
}

/** The positions of a walk, the start first. */
export const positionsOf = (last: Position): readonly Position[] => {
  const all: Position[] = []
  for (let at: Position | null = last; at !== null; at = at.before) all.push(at)
  return all.toReversed()
}

/** The walk as a run: nothing decides it, nothing is folded. */
export const traceOf = (
  first: Position,
  positions: readonly Position[],
  isMachine: boolean,
): Trace => {
  const last = positions.at(-1) ?? first
  const steps = positions.flatMap(({ step }) => step ?? [])
  return {
    isMachine,
    initial: { ...first.standing, dropped: first.dropped },
    steps,
    folds: [],
    standings: standingsAfter(steps.length, []).map((afterStep) => ({
      afterStep,
      ...(positions[afterStep] ?? first).standing,
    })),
    loopsTo: null,
    kept: null,
    notPromised: null,
    waiting: null,
    refused: null,
    observations: [],
    final: last.standing,
  }
}
