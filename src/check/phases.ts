import type { Grounds, LivenessFinding } from '../check-liveness.ts'
import type { Search } from '../explore/search.ts'
import type { Report } from '../report.ts'
import type { Course } from './course.ts'
import { tellDivergence } from './divergence.ts'
import { explore, withRun } from './explore.ts'
import { exploredBy, reportOf } from './report-of.ts'
import { Runs } from './runs.ts'

/** One check in one way, phase by phase; each may be ended early, and what it has found stays. */
export const checkInPhases = async (course: Course): Promise<Report> => {
  const runs = new Runs(course)
  const search = await explore(course, runs)
  // Before runs are rebuilt, which asks a machine once more.
  const explored = exploredBy(course, search)
  // Nothing more will be looked up.
  search.release(true)
  // Of what there may be little time left for, what is known comes first.
  if (course.halts.length > 0) await runs.tellKnown(search)
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
  const { checkLiveness } = await import('../check-liveness.ts')
  const findings = new Map<string, LivenessFinding>()
  const { system, space, watcher } = course
  const pace = course.afterSearch()
  const tell: Grounds['tell'] = (run) => course.tellAside(run)
  watcher.phase = 'judging'
  try {
    await course.heed(checkLiveness({ system, space, search, pace, tell }, findings))
    return findings
  } catch (error) {
    throw await withRun(course, error)
  }
}
