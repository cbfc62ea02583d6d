import { waysKept } from './check/keeper.ts'
import type { Crew } from './check/crew.ts'
import type { From } from './check/from.ts'
import { checkInGraphs, waysFor } from './check/graphs.ts'
import type { AuditedReport } from './check/phases.ts'
import { Watcher } from './check/watcher.ts'
import type { Disk } from './levels/disk.ts'
import type { Engine } from './sql/database.ts'
import { checkOptions } from './check-options.ts'
import type { System } from './model/system.ts'
import type { CheckOptions, Report } from './report.ts'
import { now } from './pace/real-time.ts'

export { ModelErrorInRun } from './check/explore.ts'

/**
 * Checks a system: explores every reachable global state, breadth first, and judges every property.
 *
 * @returns a plain, serialisable report; the same for the same system, apart from times and memory
 * @throws ModelErrorInRun when user code is wrong: it throws, is not pure, or is no plain data
 * @throws ModelError 'bad-option' when an option makes no sense
 */
export const check = async (system: System, options: CheckOptions = {}): Promise<Report> =>
  (await checkToAudit(system, options)).report

/** As {@link check}, with states on disk. */
export const checkOnDisk = async (
  system: System,
  options: CheckOptions,
  disk: Disk,
): Promise<Report> => (await checkToAudit(system, options, null, { disk })).report

/** As {@link check}; a large search goes on in a database. */
export const checkIn = async (
  system: System,
  options: CheckOptions,
  engine: Engine,
): Promise<Report> => (await checkToAudit(system, options, null, { engine })).report

/** As {@link check}; a large search goes on in several threads. */
export const checkWith = async (
  system: System,
  options: CheckOptions,
  crew: Crew | null,
): Promise<Report> => (await checkToAudit(system, options, null, { crew })).report

interface Means {
  readonly disk?: Disk | null
  readonly crew?: Crew | null
  readonly engine?: Engine | null
}

/**
 * As {@link check}, with what user code was asked, for those who go on with the same model.
 *
 * @param from where to begin instead of the start
 * @param means.disk where states of a large search are kept, and checkpoints left. Default: in memory
 * @param means.crew who goes on with a large search. Default: this thread alone
 * @param means.engine where a large search goes on. Default: here
 */
export const checkToAudit = async (
  system: System,
  options: CheckOptions,
  from: From | null = null,
  { disk = null, crew = null, engine = null }: Means = {},
): Promise<AuditedReport> => {
  const started = now()
  checkOptions(system, options)
  const checkpoint = disk?.checkpoint ?? engine?.shelf?.checkpoint ?? null
  const kept = checkpoint === null ? {} : waysKept(checkpoint)
  const ways = { ...waysFor(system, options), ...kept }
  return checkInGraphs({ system, options, from, disk, crew, engine }, ways, {
    watcher: () => new Watcher(options, started),
  })
}
