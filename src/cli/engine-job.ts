import { checkIn, checkOnDisk, checkWith } from '../check.ts'
import type { Disk } from '../levels/disk.ts'
import { leavingOn, type Engine as Elsewhere } from '../sql/database.ts'
import { flipCheck } from '../flip.ts'
import type { System } from '../model/system.ts'
import { ModelError } from '../value/model-error.ts'
import { isInstance } from '../value/thrown.ts'
import { setParameters, type Parameters } from '../model/parameters.ts'
import type { FlipReport, Report } from '../report.ts'
import { crewOf } from './crew.ts'
import type { CheckFolder } from './disk/folder.ts'
import type { CheckShelf } from './disk/check-shelf.ts'
import type { Identity } from './disk/identity.ts'
import type { EngineName, SparkPlace } from './engine-names.ts'
import type { Drawn, Engine, Job, JobHooks } from './engine-contract.ts'
import { loadModel, type Loaded } from './load-model.ts'
import { memoryGauge, peakMemory } from './memory.ts'
import { onlyWith } from './only-with.ts'

/**
 * Loads the model of a job and checks it.
 *
 * @throws ModelError when the model or the parameters are wrong
 */
export const runJob = async (
  job: Job,
  hooks: Omit<JobHooks, 'onOutput'>,
): Promise<Report | FlipReport> => runLoaded(job, await loadModel(job.model), hooks)

/** Checks the model of a job, which was loaded. */
export const runLoaded = async (
  job: Job,
  model: Loaded,
  hooks: Omit<JobHooks, 'onOutput'>,
): Promise<Report | FlipReport> => {
  const parameters = setParameters(model.parameters, job.settings, model.choices)
  const whole = model.make(parameters)
  const system = onlyWith(whole, job.only)
  const name = model.bundledName ?? system.name
  hooks.onOutline({
    model: name,
    parameters,
    properties: system.properties.map(({ name, property }) => ({
      name,
      kind: property.kind,
      expected: property.expected,
    })),
  })
  const report = await found(job, { loaded: model, system, name, parameters }, hooks)
  hooks.onSearched()
  if (job.draw) hooks.onGraph(await drawingOf(system, report))
  const isWanted =
    job.sources || report.properties.some(({ verdict, expected }) => verdict !== expected)
  // Where something is written is never worth a verdict.
  const located = isWanted ? await hooks.locate(report, system).catch(() => report) : report
  // The check's own count is on the scale of its limit, of which some is kept free.
  const judged = new Set(system.properties.map(({ name }) => name))
  const leftOut = whole.properties.map(({ name }) => name).filter((name) => !judged.has(name))
  return {
    ...located,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    peakMemoryBytes: peakMemory(),
  }
}

/** The model of a job, with the properties that are to be judged. */
interface Model {
  readonly loaded: Loaded
  readonly system: System
  readonly name: string
  readonly parameters: Parameters
}

/** Checks a model, or walks through it. */
const found = async (
  job: Job,
  { loaded, system, name, parameters }: Model,
  hooks: Omit<JobHooks, 'onOutput'>,
): Promise<Report | FlipReport> => {
  if (job.simulation !== null) {
    const { simulateJob } = await import('./simulate-job.ts')
    return simulateJob(job, job.simulation, { system, name, parameters }, hooks)
  }
  const gauge = memoryGauge(job.maxMemoryBytes)
  const options = {
    model: name,
    parameters,
    ...(job.maxStates === null ? {} : { maxStates: job.maxStates }),
    ...(job.maxSeconds === null ? {} : { maxSeconds: job.maxSeconds }),
    noReduction: job.noReduction,
    stopAtFirst: job.stopAtFirst,
    ...(job.keepGoing ? { keepGoing: true } : {}),
    exhaustive: job.exhaustive,
    ...(job.profile ? { profile: true } : {}),
    signal: hooks.signal,
    onProgress: hooks.onProgress,
    again: () =>
      hooks.whileLoading(async () => onlyWith((await loaded.again()).make(parameters), job.only)),
    maxMemoryBytes: job.maxMemoryBytes,
    memoryInUse: gauge.inUse,
    collectGarbage: gauge.collect,
  }
  if (job.flip) return flipCheck(system, { ...options, onResult: hooks.onResult })
  const named = { name, parameters, isFile: loaded.bundledName === null }
  if (job.engine !== null) {
    return goingOnIn(job, job.engine, named, (engine) => checkIn(system, options, engine))
  }
  return job.disk === null
    ? checkWith(system, options, crewOf(job.workers))
    : keepingOnDisk(job, job.disk, named, (disk) => checkOnDisk(system, options, disk))
}

/** A model, as a folder is told whose it is. */
interface Named {
  readonly name: string
  readonly parameters: Parameters
  readonly isFile: boolean
}

const identityFor = async (job: Job, { name, parameters, isFile }: Named): Promise<Identity> => {
  const { identityOf } = await import('./disk/identity.ts')
  const { noReduction, only, engine } = job
  const check = { model: name, parameters, engine: engine ?? 'none', noReduction, only } as const
  return identityOf(isFile ? job.model : null, check)
}

/** Does a check with the folder that its states are to be kept in. */
const keepingOnDisk = async (
  job: Job,
  { folder, isResumed }: NonNullable<Job['disk']>,
  named: Named,
  work: (disk: Disk) => Promise<Report>,
): Promise<Report> => {
  const { CheckFolder } = await import('./disk/folder.ts')
  const identity = await identityFor(job, named)
  const disk = CheckFolder[isResumed ? 'resume' : 'begin'](folder, identity)
  return closing(disk, () => work(disk))
}

/** Does a check, and tells the folder that it is kept in how it has ended. */
const closing = async (
  folder: CheckFolder | CheckShelf,
  work: () => Promise<Report>,
): Promise<Report> => {
  let report: Report
  try {
    report = await work()
  } catch (error) {
    await closed(folder)
    throw error
  }
  await folder.close(report.incomplete === null ? 'whole' : 'ended early')
  return report
}

const closed = async (folder: CheckFolder | CheckShelf): Promise<void> => {
  try {
    await folder.close('refused')
  } catch {
    // What is wrong with the check is told.
  }
}

/** A database needs some memory, and may take half of what a check may. */
const leastMiB = { duckdb: 512, spark: 1024 }

/** Does a check with the database that it is to go on in. @throws ModelError 'bad-option' where there is too little memory */
const goingOnIn = async (
  job: Job,
  name: EngineName,
  named: Named,
  work: (engine: Elsewhere) => Promise<Report>,
): Promise<Report> => {
  const { maxMemoryBytes, spark, disk } = job
  const least = leastMiB[name]
  if (maxMemoryBytes < least * 2 ** 20) {
    throw new ModelError('bad-option', {
      what: `A search in ${name === 'duckdb' ? 'DuckDB' : 'Spark'} needs more memory: ${least}m at least`,
      where: ['--max-memory, with --engine'],
      fix: 'allow it as much, or leave --engine out',
    })
  }
  const engine = await engineOf[name]({ maxMemoryBytes, place: spark })
  try {
    if (disk === null) return await work(engine)
    const { CheckShelf } = await import('./disk/check-shelf.ts')
    const identity = await identityFor(job, named)
    const place = await engine.place(disk.folder)
    const shelf = await CheckShelf[disk.isResumed ? 'resume' : 'begin'](place, identity)
    return await closing(shelf, () => work(leavingOn(engine, shelf)))
  } finally {
    await engine.close()
  }
}

const engineOf = {
  duckdb: async (options: { readonly maxMemoryBytes: number }) => {
    const { DuckDb } = await import('./duckdb.ts')
    return DuckDb.load(options)
  },
  spark: async (options: { readonly maxMemoryBytes: number; readonly place: SparkPlace }) => {
    const { Spark } = await import('./spark.ts')
    return Spark.load(options)
  },
}

/** So many states can still be told apart in a picture. */
const mostDrawn = 200

/** Draws what was checked. A mistake in what the check did not need to look at leaves its report as it is. */
const drawingOf = async (system: System, { states, incomplete, model }: Report): Promise<Drawn> => {
  const tooMany = { why: 'too many states for a picture' }
  if (incomplete?.kind === 'interrupted') return { why: 'the check was interrupted' }
  if (states.distinct > mostDrawn) return tooMany
  const [{ renderDot }, { explore }] = await Promise.all([
    import('../diagram/dot.ts'),
    import('../walk/explore.ts'),
  ])
  try {
    const graph = explore(system).graph({ maxStates: mostDrawn })
    return graph.isWhole ? { dot: renderDot(graph, model) } : tooMany
  } catch (error) {
    if (isInstance(error, ModelError)) return { why: `${error.what} (${error.where.join(', ')})` }
    throw error
  }
}

/** The engine that runs a job in this process. */
export const engineHere: Engine = (job, hooks) =>
  runJob(job, {
    ...hooks,
    onResult: () => undefined,
    whileLoading: (load) => load(),
    onSearched: () => undefined,
    locate: (report) => Promise.resolve(report),
  })
