import type { Parameters } from '../model/parameters.ts'
import type { System } from '../model/system.ts'
import type { Report } from '../report.ts'
import { simulateWith } from '../simulate.ts'
import type { Crew } from '../simulate/dealing.ts'
import type { Plan } from '../simulate/plan.ts'
import type { Job, JobHooks, Simulation } from './engine-contract.ts'
import { peakMemory } from './memory.ts'
import { WalkThreads } from './walk-threads.ts'

/** Walks through the model of a job, in as many threads as it asks for. */
export const simulateJob = async (
  job: Job,
  simulation: Simulation,
  model: { readonly system: System; readonly name: string; readonly parameters: Parameters },
  { signal, onProgress }: Pick<JobHooks, 'signal' | 'onProgress'>,
): Promise<Report> => {
  const { system, name, parameters } = model
  const given = Object.entries(simulation).filter(([, value]) => value !== undefined)
  const options = { ...Object.fromEntries(given), model: name, parameters, signal, onProgress }
  const crewOf = (plan: Plan): Crew =>
    new WalkThreads(job.workers, job, plan, { signal, seconds: simulation.seconds })
  const report = await simulateWith(system, options, job.workers === 1 ? null : crewOf)
  return { ...report, peakMemoryBytes: peakMemory() }
}
