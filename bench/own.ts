import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { engineEnvironment, lateOptimisationFlag, youngHeapFlag } from '../src/cli/engine-tuning.ts'

/** What one run of netsplit took, as a whole process. */
export interface OwnRun {
  readonly distinct: number
  /** Initial states and every successor, duplicates and self-loops included. */
  readonly transitions: number
  readonly verdicts: readonly string[]
  /** User and system time, start-up and just-in-time compilation included. */
  readonly cpuSeconds: number
  readonly peakMemoryBytes: number
}

const job = fileURLToPath(new URL('job.mjs', import.meta.url))

/** Checks a bundled model in a process of its own, set up as the command line sets up its own. */
export const runOwn = (model: string, parameters: Readonly<Record<string, number>>): OwnRun => {
  const args = [youngHeapFlag, lateOptimisationFlag, job, model, JSON.stringify(parameters)]
  const env = engineEnvironment(process.env, Infinity)
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  if (child.status !== 0) throw new Error(`${args.join(' ')} failed:\n${child.stderr}`)
  return JSON.parse(child.stdout) as OwnRun
}

/** The peak memory of a Node process that does nothing, in bytes. */
export const nodeBaseline = (): number => {
  const script = 'console.log(process.resourceUsage().maxRSS * 1024)'
  return Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout)
}
