import type { Search } from './search.ts'

/** Expansions between two looks at the clock. */
const stride = 256
/** Milliseconds for which the event loop is kept waiting. */
const sliceMs = 100

/** How a search is watched from outside while it runs. */
export interface Pacing {
  readonly signal?: AbortSignal | undefined
  /** Whether more memory is in use than is allowed. Asked in each slice. */
  readonly isOverMemory: () => boolean
  /** Called after each slice. */
  readonly onSlice: () => void
}

/**
 * Runs a search to its end in slices, so that timers, signals and progress get their turn in
 * between. Limits end it in good order: the search says why in `stop`.
 */
export const runToEnd = async (search: Search, pacing: Pacing): Promise<void> => {
  while (!search.isOver) {
    const until = performance.now() + sliceMs
    while (!search.isOver && performance.now() < until) search.run(stride)
    if (search.isOver) return
    if (pacing.isOverMemory()) search.end('memory')
    pacing.onSlice()
    await new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
    if (pacing.signal?.aborted) search.end('aborted')
  }
}
