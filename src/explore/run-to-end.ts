import { Halt } from '../pace/pace.ts'
import type { Search } from './search.ts'

/**
 * Runs a search to its end in slices, so that timers, signals and progress get their turn in between.
 * Limits end it in good order: the search says why in `stop`.
 */
export const runToEnd = async (search: Search): Promise<void> => {
  const { pace } = search.limits
  try {
    while (!search.isOver) {
      search.run()
      if (search.isToForget) await search.forget()
      else if (!search.isOver) await pace.turn()
    }
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    search.end(error.kind)
  }
}
