import type { SlicedExplorer } from '../explore/explorer.ts'
import type { Handed } from '../explore/handed.ts'

/** Those who go on with a large search in several threads: what they need is not there everywhere. */
export interface Crew {
  /** How many threads. */
  readonly workers: number
  /** @param news tells copies of the space what they do not know yet */
  goOn(
    handed: Handed,
    news: () => unknown,
  ): Promise<{
    readonly search: SlicedExplorer
    /** Ends the threads. */
    readonly end: () => Promise<void>
  }>
}
