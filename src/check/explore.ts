import { findRuns } from '../explore/find-runs.ts'
import { runToEnd } from '../explore/run-to-end.ts'
import { Search } from '../explore/search.ts'
import { PredicateFailure } from '../property/ask.ts'
import { collectEach } from '../pace/collect.ts'
import { replay } from '../trace/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { fromWhere, ModelError, storyOf } from '../value/model-error.ts'
import type { Course } from './course.ts'
import type { Runs } from './runs.ts'

/** A mistake in a model that was met while it was explored, with the run that leads there. */
export class ModelErrorInRun extends ModelError {
  /** The shortest run to the state in which it happened, or null where it happened at the start. */
  readonly trace: Trace | null

  constructor(error: ModelError, trace: Trace | null) {
    super(error.code, storyOf(error))
    fromWhere(error, this)
    this.trace = trace
  }
}

/**
 * The whole search, as far as the limits allow. Mistakes in the model come out with the run that
 * leads to them.
 */
export const explore = async (course: Course, runs: Runs): Promise<Search> => {
  const { space, monitors, watch, observer, options, pace } = course
  const keeps = course.hasLiveness ? 'graph' : 'few parents'
  const limits = { maxStates: options.maxStates ?? Infinity, pace }
  const search = new Search(space, observer, limits, keeps)
  course.follow(search)
  monitors.onForgetting = () => runs.keep(search, pace)
  // What is small would be over before its first turn.
  if (options.signal?.aborted) search.end('aborted')
  try {
    await runToEnd(search)
    course.insistOnWays()
    if (watch.isExhausted && !monitors.isDone) search.end('divergence')
    course.noteEnd(search)
    return search
  } catch (error) {
    course.insistOnWays()
    if (error instanceof ModelError) {
      throw await inRun(course, error, search.current === null ? [] : [search.current.slice()])
    }
    throw await withRun(course, error)
  }
}

/** An error as it is to be thrown: a predicate's comes out with the run to the state that it failed in. */
export const withRun = async (course: Course, error: unknown): Promise<unknown> =>
  error instanceof PredicateFailure ? inRun(course, error.error, error.states) : error

const inRun = async (
  course: Course,
  error: ModelError,
  states: readonly Int32Array[],
): Promise<ModelErrorInRun> => {
  let trace: Trace | null = null
  try {
    await course.heed(
      runOf(course, states).then((found) => {
        trace = found
      }),
    )
  } catch (failure) {
    // Where a model is not pure, its steps need not lead there again.
    if (error.code !== 'not-pure') throw failure
  }
  course.insistOnWays()
  return new ModelErrorInRun(error, trace)
}

/** The run to a state, and through the others; null where there is none, or limits came first. */
const runOf = async (course: Course, states: readonly Int32Array[]): Promise<Trace | null> => {
  const { space, system, monitors, pace, watcher } = course
  const [target] = states
  if (target === undefined) return null
  watcher.phase = 'rebuilding'
  const maxDepth = watcher.search?.depth ?? Infinity
  watcher.search?.release()
  // Up to the state that is to blame the model was explored once without a mistake.
  const limits = { maxStates: Infinity, maxDepth, pace }
  const [run] = await findRuns(space, [target], monitors.admits, limits, (search) => {
    watcher.search = search
  })
  if (run === null || run === undefined) return null
  const vectors = [...run, ...states.slice(1)]
  const plain = await collectEach(vectors, (state) => space.decode(state), pace)
  watcher.phase = 'telling'
  return replay(system, course.whole(plain), pace, { begun: course.from?.taken ?? [] })
}
