import { Halt } from '../pace/pace.ts'
import type { SlicedExplorer } from './explorer.ts'
import { Search } from './search.ts'

/**
 * Runs a search to its end in slices, so that timers, signals and progress get their turn in between.
 * Limits end it in good order: the search says why in `stop`. It may also rest, or have become wide.
 */
export const runToEnd = async (search: SlicedExplorer): Promise<void> => {
  const { pace } = search.limits
  try {
    while (!search.isOver && !isToPause(search)) {
      search.run()
      if (isToForget(search)) await search.forget()
      else if (!search.isOver) await pace.turn()
    }
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    search.end(error.kind)
  }
}

const isToForget = (search: SlicedExplorer): search is Search =>
  search instanceof Search && search.isToForget

/** Whether a search is to go on in another way, or later. */
const isToPause = (search: SlicedExplorer): boolean =>
  search.limits.rest?.isDue === true || (search instanceof Search && search.isWide)
