import type { Progress } from '../report.ts'
import { earlyWarning } from './early-warning.ts'
import type { Drawn, Job } from './engine-contract.ts'
import type { Io } from './io.ts'
import { progressLine } from './progress.ts'

/**
 * Has the engine do a job, and tells how far it is; Ctrl-C ends it in good order.
 *
 * @param onGraph is given the state graph, where the job asks for it
 */
export const underWay = async (
  io: Io,
  job: Job,
  onGraph: (drawn: Drawn) => void = () => undefined,
): ReturnType<Io['engine']> => {
  const controller = new AbortController()
  const progress = await progressLine(io.stderr)
  const warn = earlyWarning(io.stderr, progress.clear)
  const stopListening = io.onInterrupt(() => {
    progress.stopping()
    controller.abort()
  })
  try {
    return await io.engine(job, {
      signal: controller.signal,
      onProgress: (soFar: Progress) => {
        warn(soFar)
        progress.show(soFar)
      },
      onGraph,
      onOutput: (text: string) => {
        progress.clear()
        io.stderr.write(text)
      },
    })
  } finally {
    progress.end()
    stopListening()
  }
}
