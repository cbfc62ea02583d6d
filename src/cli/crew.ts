import type { Crew } from '../check/crew.ts'

/** What a thread takes before it has any states, in bytes. */
const bytesOfThread = 16 * 2 ** 20

/** A crew of so many threads of this process; null for this thread alone. */
export const crewOf = (workers: number): Crew | null =>
  workers === 1
    ? null
    : {
        workers,
        // Most checks are over before they need it.
        goOn: async (handed, news) => {
          // All of them are there before anybody looks at memory again.
          handed.limits.pace.claim(workers * bytesOfThread)
          const [{ TeamSearch }, { TeamOfThreads }] = await Promise.all([
            import('../levels/team-search.ts'),
            import('./team-of-threads.ts'),
          ])
          const team = new TeamOfThreads(workers)
          try {
            const search = new TeamSearch(handed, { team, news })
            return { search, end: () => team.end() }
          } catch (error) {
            await team.end()
            throw error
          }
        },
      }
