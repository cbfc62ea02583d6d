import { runToEnd } from '../explore/run-to-end.ts'
import type { Explorer } from '../explore/explorer.ts'
import { wideWithin, type wide } from '../explore/limits.ts'
import { Search } from '../explore/search.ts'
import { LevelSearch } from '../levels/level-search.ts'
import { Halt } from '../pace/pace.ts'
import { PredicateFailure } from '../property/ask.ts'
import { replay } from '../trace/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { fromWhere, ModelError, storyOf } from '../value/model-error.ts'
import type { Course } from './course.ts'
import type { Crew } from './crew.ts'
import { insistOnDisk } from './insist.ts'
import { keeperOf } from './keeper.ts'
import type { Runs } from './runs.ts'
import { lookAhead } from './look-ahead.ts'
import { plainRun } from './plain-run.ts'
import { runsTo } from './runs-to.ts'

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
 *
 * @yields when it rests
 */
export async function* explore(course: Course, runs: Runs): AsyncGenerator<'resting', Explorer> {
  const { monitors, watch, options, pace, rest } = course
  await lookAheadFor(course)
  const table = tableFor(course)
  let search: Explorer = table
  insistOnDisk(course)
  const goOn = await goingOnElsewhere(course)
  course.follow(search)
  monitors.onForgetting = () => runs.keep(search, pace)
  // What is small would be over before its first turn.
  if (options.signal?.aborted) search.end('aborted')
  try {
    await runToEnd(table)
    while (rest.isDue && !table.isOver) {
      yield 'resting'
      rest.isDue = false
      // oxlint-disable-next-line no-await-in-loop
      await runToEnd(table)
    }
    if (table.isWide && !table.isOver) search = await goWide(course, table, goOn)
    course.insistOnWays()
    if (watch?.isExhausted === true && !monitors.isDone) search.end('divergence')
    course.noteEnd(search)
    return search
  } catch (error) {
    course.insistOnWays()
    if (error instanceof ModelError) {
      const { current = null } = course.watcher.search ?? {}
      throw await inRun(course, error, current === null ? [] : [current.slice()])
    }
    throw await withRun(course, error)
  }
}

/** Finds out early whether nodes that may change places are told apart. Out of the bound nothing is asked. */
const lookAheadFor = async ({ symmetry, system, options, pace }: Course): Promise<void> => {
  if (symmetry.space === null || system.within !== null) return
  try {
    await lookAhead(symmetry.space, options.maxStates ?? Infinity, pace)
  } catch (error) {
    throw error instanceof ModelError ? new ModelErrorInRun(error, null) : error
  }
}

/** The search of a check, as it begins: in a table. */
const tableFor = (course: Course): Search => {
  const { space, observer, options, pace, profiler, rest } = course
  const keeps = course.hasLiveness ? 'graph' : 'few parents'
  const limits = { maxStates: options.maxStates ?? Infinity, pace, wide: wideOf(course), rest }
  const table = new Search(profiler?.space ?? space, observer, limits, keeps)
  profiler?.follow(table)
  return table
}

/** From where on the search goes on in levels. A profile counts the states of a table. */
const wideOf = ({ disk, engine, options, profiler }: Course): typeof wide => {
  if (engine !== null) return { states: engine.from, width: 0 }
  return profiler === null
    ? wideWithin(disk === null ? (options.maxMemoryBytes ?? Infinity) : 0)
    : { states: Infinity, width: Infinity }
}

/** Goes on elsewhere with what a search has found. */
type GoOn = (table: Search) => Promise<Explorer>

/** How the search goes on in a database, if it is to: loaded only then. @throws ModelError where it cannot */
const goingOnElsewhere = async (course: Course): Promise<GoOn | null> => {
  if (course.engine === null) return null
  const { goingOnIn } = await import('./in-engine.ts')
  return goingOnIn(course, course.engine)
}

/** Goes on in levels with what a search has found. */
const goWide = async (course: Course, table: Search, goOn: GoOn | null): Promise<Explorer> => {
  const { crew, disk, space } = course
  try {
    if (goOn !== null) return await goOn(table)
    if (crew !== null && disk === null && space.news !== null) {
      return await goOnWith(crew, course, table, space.news)
    }
    const levels = new LevelSearch(table.handOver(), {
      disk: course.disk,
      keeper: keeperOf(course),
    })
    course.follow(levels)
    await runToEnd(levels)
    return levels
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    table.end(error.kind)
    return table
  }
}

/** Goes on in levels in several threads. */
const goOnWith = async (
  crew: Crew,
  course: Course,
  table: Search,
  news: () => unknown,
): Promise<Explorer> => {
  const { search, end } = await crew.goOn(table.handOver(), news)
  try {
    course.workers = crew.workers
    course.follow(search)
    await runToEnd(search)
    return search
  } finally {
    await end()
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
  const { system, pace, watcher } = course
  const [target] = states
  if (target === undefined) return null
  watcher.phase = 'rebuilding'
  // Up to the state that is to blame the model was explored once without a mistake.
  const [run] = await runsTo(course, watcher.search, [target], pace)
  if (run === null || run === undefined) return null
  const whole = await plainRun(course, run, states, pace)
  watcher.phase = 'telling'
  return replay(system, whole, pace, { begun: course.from?.taken ?? [] })
}
