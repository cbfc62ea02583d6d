import type { Observer } from '../../src/explore/observer.ts'
import { unlimited } from '../../src/explore/limits.ts'
import { Search } from '../../src/explore/search.ts'
import type { ProtocolSpace } from '../../src/compile/protocol-space.ts'
import type { StateSpace } from '../../src/explore/state-space.ts'
import { LevelSearch } from '../../src/levels/level-search.ts'
import type { Team } from '../../src/levels/team.ts'
import { TeamSearch } from '../../src/levels/team-search.ts'

/** How a search in levels is made to take the ways of large ones. */
export interface Smallness {
  /** So many candidates are sorted at a time. */
  readonly mostRows: number
  /** So many bits of a word are used. */
  readonly wordBits: number
}

/** What a search in levels and one by a team have in common. */
export type InLevels = LevelSearch | TeamSearch

/**
 * Searches a space to its end, in levels from the first one on.
 *
 * @param team who is to do it; null for this thread alone
 * @returns null where the search ends with its initial states, or may not go on in levels
 */
export const searchInLevels = (
  space: StateSpace,
  observer: Observer,
  small: Smallness,
  maxStates = Infinity,
  team: Team | null = null,
): InLevels | null => {
  const wide = { states: 0, width: 0 }
  const table = new Search(space, observer, { ...unlimited, maxStates, wide })
  table.run()
  if (!table.isWide || table.isOver) return null
  const handed = table.handOver()
  const levels =
    team === null
      ? new LevelSearch(handed, small)
      : new TeamSearch(handed, { ...small, team, news: (space as ProtocolSpace).tell })
  while (!levels.isOver) levels.run()
  return levels
}
