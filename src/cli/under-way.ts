import type { Progress } from '../report.ts'
import { earlyWarning } from './early-warning.ts'
import type { Drawn, Job, Outline } from './engine-contract.ts'
import type { ModelError } from '../value/model-error.ts'
import type { Io } from './io.ts'
import { progressLine } from './progress.ts'

/**
 * Has the engine do a job, and tells how far it is; Ctrl-C ends it in good order.
 *
 * @param told.onGraph is given the state graph, where the job asks for it
 * @param told.refuses says why a model that was loaded is not to be checked; null where it is
 * @throws ModelError when the model is wrong, and what `refuses` said
 */
export const underWay = async (
  io: Io,
  job: Job,
  told: {
    readonly onGraph?: (drawn: Drawn) => void
    readonly refuses?: (outline: Outline) => ModelError | null
  } = {},
): ReturnType<Io['engine']> => {
  let refusal: ModelError | null = null
  const controller = new AbortController()
  const progress = await progressLine(io.stderr)
  const warn = earlyWarning(io.stderr, progress.clear)
  const stopListening = io.onInterrupt(() => {
    progress.stopping()
    controller.abort()
  })
  try {
    const report = await io.engine(job, {
      onOutline: (outline: Outline) => {
        refusal ??= told.refuses?.(outline) ?? null
        if (refusal !== null) controller.abort()
      },
      signal: controller.signal,
      onProgress: (soFar: Progress) => {
        warn(soFar)
        progress.show(soFar)
      },
      onGraph: (drawn: Drawn) => told.onGraph?.(drawn),
      onOutput: (text: string) => {
        progress.clear()
        io.stderr.write(text)
      },
    })
    if (refusal !== null) throw refusal
    return report
  } finally {
    progress.end()
    stopListening()
  }
}
