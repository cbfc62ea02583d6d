import { checkGiven, wantedLimit, wantedOfCheck, type Wanted } from './check-options.ts'
import { isSystem } from './model/model-module.ts'
import type { Parameters } from './model/parameters.ts'
import type { System } from './model/system.ts'
import { Clock } from './pace/clock.ts'
import { Halt, type Pace } from './pace/pace.ts'
import { now } from './pace/real-time.ts'
import type { CheckOptions, Progress, Report } from './report.ts'
import { Batches } from './simulate/batches.ts'
import { crewHere, dealBatches, type Crew, type Dealt } from './simulate/dealing.ts'
import { simulationReport } from './simulate/report-of.ts'
import { Retelling } from './simulate/retell.ts'
import { Totals } from './simulate/totals.ts'
import { strategyNames } from './simulate/strategy-names.ts'
import { placeInBatch, wholeMixture, type Plan } from './simulate/plan.ts'
import type { ToldRun } from './simulate/found.ts'
import { ModelError } from './value/model-error.ts'

/** What {@link simulate} may be told. */
export interface SimulateOptions extends Pick<CheckOptions, 'model' | 'signal' | 'onProgress'> {
  /** The parameters to report. */
  readonly parameters?: Parameters
  /**
   * How to walk: `uniform`, `pct`, `swarm`, `least-seen`, `returning`, or a `mixture`: 4,096 walks of the first four by turns,
   * then 65,536 of `returning`, and so on. Default: `mixture`.
   */
  readonly strategy?: 'mixture' | 'uniform' | 'pct' | 'swarm' | 'least-seen' | 'returning'
  /** What all walks are drawn from: a whole number from 0 to 4294967295. Default: 1. */
  readonly seed?: number
  /** How many walks at most. Default: 69,632, of `returning` alone 131,072, of another strategy alone 10,000, and no limit where `seconds` is given. */
  readonly runs?: number
  /**
   * The number of one walk: of it alone properties are judged, and it ends there, whatever `runs` says, so that it can
   * be added to the options that found something. Default: all of them.
   */
  readonly run?: number
  /**
   * The most steps of a walk: it draws all of them, a half, a quarter or an eighth; `pct` takes all, and `returning`
   * 12 from where it goes back to. Default: 200.
   */
  readonly maxSteps?: number
  /** Ends the walks after so many seconds; then what was found is told. Default: no limit. */
  readonly seconds?: number
}

const [defaultSeed, defaultSteps] = [1, 200]

/** Who goes back takes few steps a walk. */
const defaultRuns = ({ strategy }: Plan): number => {
  if (strategy === 'mixture') return wholeMixture
  return strategy === 'returning' ? 131_072 : 10_000
}

/** Milliseconds for leaving out steps of what was found. */
const minimisingMs = 20_000

const wantedWhole = (least: number, most: number): Wanted => [
  (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  `a whole number from ${least} to ${most}`,
]

const mostRuns = 2 ** 32 - 1

const wanted: { readonly [Name in keyof SimulateOptions]-?: Wanted } = {
  model: wantedOfCheck.model,
  parameters: wantedOfCheck.parameters,
  signal: wantedOfCheck.signal,
  onProgress: wantedOfCheck.onProgress,
  strategy: [
    (value) => ['mixture', ...strategyNames].includes(String(value)),
    ['mixture', ...strategyNames].join(', '),
  ],
  seed: wantedWhole(0, 2 ** 32 - 1),
  runs: wantedWhole(1, mostRuns),
  run: wantedWhole(0, mostRuns),
  maxSteps: wantedWhole(1, 1_000_000),
  seconds: wantedLimit,
}

/**
 * Walks through a system at random: for spaces that no search ends. A run that breaks a property is shown without
 * what can be left out of it, replayed like the runs of a check. What is not found may be there: a walk proves
 * nothing but what it shows, so `holds` is said only of `reachable`, with a witness.
 *
 * @returns a report of the shape of a check's, with `walks`; for the same options the same on any machine, apart
 *   from times, memory, and how often user code ran
 * @throws ModelErrorInRun when user code is wrong
 * @throws ModelError 'bad-option' when an option makes no sense
 */
export const simulate = (system: System, options: SimulateOptions = {}): Promise<Report> =>
  simulateWith(system, options, null)

/** As {@link simulate}; the walks are dealt to several threads. */
export const simulateWith = async (
  system: System,
  options: SimulateOptions,
  crewOf: ((plan: Plan) => Crew) | null,
): Promise<Report> => {
  const started = now()
  const plan = planOf(system, options)
  const deadline = started + (options.seconds ?? Infinity) * 1000
  const clock = new Clock({ signal: options.signal, deadline, memoryInUse: () => 0 })
  const onBatch = (totals: Totals): void => options.onProgress?.(progressOf(totals, started))
  const isSeveral = crewOf !== null && options.run === undefined
  const crew = isSeveral ? crewOf(plan) : crewHere(system, plan, clock)
  let dealt: Dealt
  try {
    const runs = options.runs ?? (options.seconds === undefined ? defaultRuns(plan) : mostRuns)
    dealt =
      options.run === undefined
        ? await dealBatches(crew, { plan, runs }, system.properties.length, onBatch)
        : await walkOne(system, plan, options.run, clock)
  } finally {
    await crew.end()
  }
  const { totals } = dealt
  const { signal } = options
  const closing = new Clock({ signal, deadline: now() + minimisingMs, memoryInUse: () => 0 })
  const retelling = new Retelling(system, plan, closing)
  if (totals.mistake !== null) throw await retelling.mistakeIn(totals.mistake)
  const told = new Map<string, ToldRun>()
  for (const each of system.properties) {
    const run = totals.found.get(each.name)
    const path = totals.paths.get(each.name) ?? null
    // One after the other: they share a space.
    // oxlint-disable-next-line no-await-in-loop
    if (run !== undefined) told.set(each.name, await retelling.tell(each, run, path))
  }
  const named = { model: options.model ?? system.name, parameters: options.parameters ?? {} }
  return simulationReport(system, plan, named, options.seconds ?? 0, {
    ...dealt,
    told,
    seconds: (now() - started) / 1000,
    workers: crew.size,
    peakMemoryBytes: 0,
  })
}

/** Refuses what makes no sense. */
const planOf = (system: System, options: SimulateOptions): Plan => {
  if (!isSystem(system)) {
    throw new ModelError('not-a-system', {
      what: 'simulate() was given something that is not a system',
      fix: 'pass what system({…}) or machine({…}) returned, as it is',
    })
  }
  checkGiven(options, wanted, 'simulate')
  const { seed = defaultSeed, maxSteps = defaultSteps, strategy = 'mixture' } = options
  return { seed, maxSteps, strategy }
}

/** Walks one run; those before it in its batch only for what they have seen. */
const walkOne = async (system: System, plan: Plan, run: number, pace: Pace): Promise<Dealt> => {
  const totals = new Totals()
  const batches = new Batches(system, plan)
  const before = placeInBatch(plan, run)
  try {
    const slice = { first: run - before, runs: before + 1, isLast: true }
    const result = await batches.walk(slice, run, pace)
    totals.add(result)
    await batches.confirm(pace)
    return { totals, evaluated: result.evaluated, halt: null }
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    return { totals, evaluated: 0, halt: error.kind }
  }
}

const progressOf = (totals: Totals, started: number): Progress => ({
  states: totals.states,
  transitions: totals.steps,
  depth: totals.longest + 1,
  phase: 'searching',
  queue: 0,
  bytes: 0,
  seconds: (now() - started) / 1000,
  divergence: null,
})
