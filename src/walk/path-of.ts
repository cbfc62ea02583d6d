import type { World } from '../semantics/actions.ts'
import type { Trace, TraceStep } from '../trace/trace.ts'
import { equal } from '../value/compare.ts'
import { ModelError } from '../value/model-error.ts'
import { advance, begin, tellStep, type Position } from './position.ts'
import type { Path } from './stage.ts'
import { startsOf } from './starts.ts'

/**
 * The path of a run that was told.
 *
 * @throws ModelError 'bad-option' when the system has no such run
 */
export const pathOfRun = (world: World, trace: Trace): Path => endOfRun(world, trace).path

/**
 * Where a walk along a run that was told ends.
 *
 * @throws ModelError 'bad-option' when the system has no such run
 */
export const endOfRun = (world: World, trace: Trace): Position => {
  let id = 0
  for (const state of startsOf(world)) {
    const start = begin(world, state, id)
    // What happens at the start besides, messages that a cut drops, does not tell starts apart.
    const { dropped: _, ...standing } = trace.initial
    if (equal(start.standing, standing)) {
      const end = along(world, start, trace)
      if (end !== null) return end
    }
    id += 1
  }
  throw notARun(trace)
}

/** The same, where a walk has gone the first steps of the run already. */
export const pathAlong = (world: World, position: Position, trace: Trace): Path => {
  const end = along(world, position, trace)
  if (end === null) throw notARun(trace)
  return end.path
}

/** The end of a run that goes on from a position; null where it is none. */
const along = (world: World, from: Position, trace: Trace): Position | null => {
  // Of steps that are told alike one may lead elsewhere: it is gone back then.
  const open = [from]
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    const wanted = trace.steps[last.path.length - 1]
    if (wanted !== undefined) open.push(...stepsToldAs(world, last, wanted).toReversed())
    else if (equal(last.standing, trace.final)) return last
  }
  return null
}

const stepsToldAs = (world: World, from: Position, wanted: TraceStep): readonly Position[] =>
  from.ways.flatMap((way, id) => {
    const isSame = way.action.kind === wanted.kind && equal(tellStep(world, from, way).step, wanted)
    return isSame ? advance(world, from, id, way) : []
  })

const notARun = ({ steps }: Trace): ModelError =>
  new ModelError('bad-option', {
    what: `The system has no run like this one of ${steps.length} steps`,
    fix: 'give a trace of a check of the same system, with the same parameters',
  })
