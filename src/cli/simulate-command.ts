import { availableParallelism } from 'node:os'
import type { StrategyName } from '../simulate/strategy-names.ts'
import { statusOf } from './status.ts'
import type { Io } from './io.ts'
import { plainJob } from './plain-job.ts'
import type { Setting } from './options.ts'
import { reportJson, reportText } from './rendering.ts'
import { underWay } from './under-way.ts'

/** The options of `netsplit simulate`, parsed. */
export interface SimulateFlags {
  readonly set: readonly Setting[]
  /** The only properties to be judged; empty for all. */
  readonly property: readonly string[]
  readonly strategy?: StrategyName | 'mixture'
  readonly seed?: number
  readonly runs?: number
  readonly run?: number
  readonly maxSteps?: number
  readonly seconds?: number
  readonly workers?: number
  readonly witnesses?: true
  readonly unfold?: true
  readonly json?: true
}

/** `netsplit simulate`: walks through a model, prints the report and returns the exit status. */
export const simulateCommand = async (
  model: string,
  flags: SimulateFlags,
  io: Io,
): Promise<number> => {
  const { strategy, seed, runs, run, maxSteps, seconds } = flags
  const job = {
    ...plainJob(model),
    settings: flags.set,
    only: flags.property,
    sources: flags.json === true,
    workers: run === undefined ? (flags.workers ?? availableParallelism()) : 1,
    simulation: { strategy, seed, runs, run, maxSteps, seconds },
  }
  const report = await underWay(io, job)
  io.stdout.write(flags.json ? reportJson(report) : reportText(report, io.stdout, flags))
  return statusOf(report)
}
