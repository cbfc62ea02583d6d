import type { FlipReport, Report } from '../report.ts'
import { coverageOf } from './coverage.ts'
import type { Job } from './engine-contract.ts'
import { modelFiles } from './model-files.ts'
import { V8Coverage } from './v8-coverage.ts'

/**
 * Counts from now on what of a job's model is run.
 *
 * @returns the job to do, with the model's source for a bundled model; what ends the counting; and what ends it and adds to a
 *   report what was counted
 */
export const beginCoverage = async (
  job: Job,
): Promise<{
  readonly job: Job
  readonly end: () => void
  readonly added: (report: Report | FlipReport) => Report
}> => {
  const { path, files } = await modelFiles(job.model, process.cwd())
  const v8 = await V8Coverage.begin()
  const urls = new Set(files.map(({ url }) => url))
  let counts: ReturnType<V8Coverage['end']> | null = null
  const ended = (): ReturnType<V8Coverage['end']> => {
    counts ??= v8.end(urls)
    return counts
  }
  return {
    job: { ...job, model: path },
    end: () => void ended(),
    added: (report) => ({ ...report, coverage: coverageOf(files, ended(), report) }),
  }
}
