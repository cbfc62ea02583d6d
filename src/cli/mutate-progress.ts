import { counted } from '../render/style.ts'
import type { Sink } from './io.ts'
import type { Judged } from './mutate-run.ts'

/** Milliseconds between two lines where there is no terminal. */
const lineEvery = 30_000

/** Tells how many mutants have been checked: on a terminal in a line that is gone in the end. */
export const mutationProgress = async (
  sink: Sink,
  all: number,
): Promise<{ readonly add: (judged: Judged) => void; readonly end: () => void }> => {
  let done = 0
  let survived = 0
  const textAfter = ({ outcome }: Judged): string => {
    done += 1
    if (outcome.kind === 'survived') survived += 1
    return `${done} of ${counted(all, 'mutant')}, ${survived} survived`
  }
  if (sink.isTTY !== true) {
    let next = performance.now() + lineEvery
    const add = (judged: Judged): void => {
      const text = textAfter(judged)
      if (performance.now() < next) return
      next = performance.now() + lineEvery
      sink.write(`netsplit: ${text}\n`)
    }
    return { add, end: () => undefined }
  }
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(sink as unknown as NodeJS.WriteStream, { showCursor: true })
  return { add: (judged) => draw(textAfter(judged)), end: () => draw.clear() }
}
