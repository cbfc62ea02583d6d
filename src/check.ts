import { Course } from './check/course.ts'
import { tellDivergence } from './check/divergence.ts'
import { explore, withRun } from './check/explore.ts'
import { exploredBy, reportOf } from './check/report-of.ts'
import { Runs } from './check/runs.ts'
import type { LivenessFinding } from './check-liveness.ts'
import { checkOptions } from './check-options.ts'
import { barOf, ignoredDeliveries } from './compile/reductions.ts'
import type { Search } from './explore/search.ts'
import type { System } from './model/system.ts'
import type { CheckOptions, Report } from './report.ts'
import { inWays } from './ways.ts'

export { ModelErrorInRun } from './check/explore.ts'

/**
 * Checks a system: explores every reachable global state, breadth first, and judges every property.
 *
 * @returns a plain, serialisable report; the same for the same system, apart from times and memory
 * @throws ModelErrorInRun when user code is wrong: it throws, is not pure, or is no plain data
 * @throws ModelError 'bad-option' when an option makes no sense
 */
export const check = async (system: System, options: CheckOptions = {}): Promise<Report> => {
  const started = performance.now()
  checkOptions(system, options)
  const isUnwanted = (options.noReduction ?? []).includes(ignoredDeliveries)
  const bar = isUnwanted ? ({ kind: 'asked' } as const) : barOf(system)
  const ways = { bar, readWhole: new Set<string>() }
  return inWays(ways, (each) => checkOnce(new Course(system, options, each, started)))
}

/** One check in one way: phase by phase. */
const checkOnce = async (course: Course): Promise<Report> => {
  const runs = new Runs(course)
  const search = await explore(course, runs)
  // Before runs are rebuilt, which asks a machine once more.
  const explored = exploredBy(course, search)
  const findings = course.hasLiveness ? await judgeLiveness(course, search) : null
  const traces = await runs.tell(search)
  const divergence = await tellDivergence(course, explored.isWhole)
  course.insistOnWays()
  return reportOf(course, { explored, findings, traces, divergence })
}

/** Judges liveness. Mistakes in predicates come out with the run that leads to them. */
const judgeLiveness = async (
  course: Course,
  search: Search,
): Promise<ReadonlyMap<string, LivenessFinding>> => {
  // A fifth of the program, which many checks do without.
  const { checkLiveness } = await import('./check-liveness.ts')
  const findings = new Map<string, LivenessFinding>()
  const { system, space } = course
  const grounds = { system, space, search, pace: course.closing() }
  try {
    await course.heed(checkLiveness(grounds, findings))
    return findings
  } catch (error) {
    throw await withRun(course, error)
  }
}
