import { Exit, type Io } from './io.ts'
import { defaultMemoryLimit } from './memory.ts'
import type { Setting } from './options.ts'
import { progressLine } from './progress.ts'
import { reportJson, reportText } from './rendering.ts'
import type { Report } from '../report.ts'

/** The options of `netsplit check`, parsed. */
export interface CheckFlags {
  readonly set: readonly Setting[]
  readonly maxStates?: number
  readonly maxMemory?: number
  readonly reduction: readonly string[]
  readonly stopAtFirst?: true
  readonly witnesses?: true
  readonly workers?: number
  readonly json?: true
}

/** `netsplit check`: checks a model, prints the report and returns the exit status. */
export const checkCommand = async (model: string, flags: CheckFlags, io: Io): Promise<number> => {
  const controller = new AbortController()
  const progress = progressLine(io.stderr)
  const stopListening = io.onInterrupt(() => {
    progress.stopping()
    controller.abort()
  })
  const job = {
    model,
    settings: flags.set,
    maxStates: flags.maxStates ?? null,
    maxMemoryBytes: flags.maxMemory ?? defaultMemoryLimit(),
    noReduction: flags.reduction,
    stopAtFirst: flags.stopAtFirst ?? false,
  }
  const hooks = {
    signal: controller.signal,
    onProgress: progress.show,
    onOutput: (text: string) => {
      progress.clear()
      io.stderr.write(text)
    },
  }
  let report: Report
  try {
    report = await io.engine(job, hooks)
  } finally {
    progress.end()
    stopListening()
  }
  io.stdout.write(flags.json ? reportJson(report) : reportText(report, io.stdout, flags))
  return statusOf(report)
}

/** The exit status: what came out against expectation counts more than what did not come out. */
export const statusOf = ({ properties, incomplete, verdict }: Report): number => {
  const isUnexpected = properties.some(
    (it) => it.verdict !== 'incomplete' && it.verdict !== it.expected,
  )
  if (isUnexpected) return Exit.unexpected
  const isIncomplete =
    properties.some((it) => it.verdict === 'incomplete') ||
    (properties.length === 0 && (incomplete !== null || verdict === 'incomplete'))
  return isIncomplete ? Exit.incomplete : Exit.asExpected
}
