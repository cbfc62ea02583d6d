import type { Audit } from '../audit/audit.ts'
import type { Grounds, LivenessFinding } from '../check-liveness.ts'
import { Search } from '../explore/search.ts'
import type { Explorer } from '../explore/explorer.ts'
import type { Report } from '../report.ts'
import { blameFor, confirm } from './confirm.ts'
import type { Course } from './course.ts'
import { tellDivergence } from './divergence.ts'
import { explore, withRun } from './explore.ts'
import type { Profiler } from './profiler.ts'
import { exploredBy, reportOf } from './report-of.ts'
import { Runs } from './runs.ts'

/** A report, and what user code was asked for it. */
export interface AuditedReport {
  readonly report: Report
  /** By search, where there was more than one. */
  readonly audits: readonly Audit[]
}

/** When another search may have its turn: this one rests, or a limit ended it. */
export type Break = 'resting' | 'ended'

/** One check in one way. What goes wrong is blamed on a model that is not pure, where it is not. */
export async function* checkInPhases(course: Course): AsyncGenerator<Break, Report> {
  try {
    return yield* inPhases(course)
  } catch (error) {
    throw await blameFor(course, error)
  }
}

/** Phase by phase; each may be ended early, and what it has found stays. */
async function* inPhases(course: Course): AsyncGenerator<Break, Report> {
  const { space } = course
  const runs = new Runs(course)
  const search = yield* explore(course, runs)
  // Runs can be told only if nothing that was taken out of flight matters again.
  await course.heed(space.stale.run(course.afterSearch()))
  // Before runs are rebuilt, which asks a machine once more.
  const explored = exploredBy(course, search)
  if (course.profiler !== null) await takeProfile(course, course.profiler, search)
  // Nothing more will be looked up.
  search.release(true)
  // Of what there may be little time left for, what is known comes first.
  if (course.halts.length > 0) await runs.tellKnown(search)
  const findings = course.hasLiveness ? await judgeLiveness(course, search) : null
  const traces = await runs.tell(search)
  const divergence = await tellDivergence(course, explored.isWhole)
  course.insistOnWays()
  // What it has found is known, and its memory free.
  if (search.stop !== null) yield 'ended'
  await confirm(course)
  return reportOf(course, { explored, findings, traces, divergence })
}

/** Counts for a profile, as far as the limits allow. */
const takeProfile = async (course: Course, profiler: Profiler, search: Explorer): Promise<void> => {
  if (!(search instanceof Search)) return
  course.watcher.phase = 'profiling'
  await course.heed(profiler.take(search, course.profiling()))
}

/** Judges liveness. Mistakes in predicates come out with the run that leads to them. */
const judgeLiveness = async (
  course: Course,
  search: Explorer,
): Promise<ReadonlyMap<string, LivenessFinding>> => {
  // A fifth of the program, which many checks do without.
  const { checkLiveness } = await import('../check-liveness.ts')
  const findings = new Map<string, LivenessFinding>()
  if (!(search instanceof Search)) return findings
  const { system, space, watcher, audit, from } = course
  const pace = course.afterSearch()
  const tell: Grounds['tell'] = (run) => course.tellAside(run)
  watcher.phase = 'judging'
  try {
    await course.heed(checkLiveness({ system, space, search, pace, tell, audit, from }, findings))
    return findings
  } catch (error) {
    throw await withRun(course, error)
  }
}
