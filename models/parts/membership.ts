/*
 * Logs of the model raft-membership, which say who is a member, and what is right of them: Diego Ongaro, "Consensus:
 * Bridging Theory and Practice" (2014), section 4.1, and the properties of Raft that changes of members must keep.
 */

export interface Entry {
  term: number
  members: Set<string>
}

interface Around {
  readonly self: string
  readonly others: readonly string[]
}

/** What is looked at of a server. */
interface Server {
  readonly term: number
  readonly part: string
  readonly log: readonly Entry[]
  /** How many entries it has committed, as a leader. */
  readonly committed: number
}

export const lastTerm = (log: readonly Entry[]): number => log.at(-1)?.term ?? 0

/** Whether the log of somebody who asks for votes is not behind another. */
export const isUpToDate = (
  asked: { readonly lastTerm: number; readonly length: number },
  log: readonly Entry[],
): boolean => {
  const own = lastTerm(log)
  return asked.lastTerm > own || (asked.lastTerm === own && asked.length >= log.length)
}

/** The members as the last entry has them, committed or not; at first all servers. */
export const membersOf = (log: readonly Entry[], { self, others }: Around): Set<string> =>
  log.at(-1)?.members ?? new Set([self, ...others])

/** Whether some servers are a majority of the members. */
export const isMajority = (some: readonly string[], members: Set<string>): boolean =>
  some.filter((it) => members.has(it)).length > members.size / 2

/** Whether one log is the beginning of the other. */
export const has = (log: readonly Entry[], beginning: readonly Entry[]): boolean =>
  beginning.every(({ term }, at) => log[at]?.term === term)

/** Whether servers agree on what they take for committed. */
export const agree = (servers: readonly Server[]): boolean => {
  // Most have committed nothing: that is asked first, as all of this is asked of very many states.
  const some = servers.filter(({ committed }) => committed > 0)
  return some.every((a) => some.every((b) => a === b || areAlike(a, b)))
}

const areAlike = (a: Server, b: Server): boolean =>
  a.log.slice(0, Math.min(a.committed, b.committed)).every(({ term, members }, at) => {
    const other = b.log[at]
    return other?.term === term && isSame(other.members, members)
  })

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((it) => b.has(it))

/** Whether leaders have what was committed in earlier terms. */
export const areComplete = (servers: readonly Server[]): boolean => {
  const some = servers.filter(({ committed }) => committed > 0)
  const leaders = some.length === 0 ? [] : servers.filter(({ part }) => part === 'leader')
  return leaders.every((leader) => some.every((other) => hasAllOf(leader, other)))
}

const hasAllOf = (leader: Server, { log, committed }: Server): boolean => {
  // The last entry that was committed was so in its term.
  const { term = Infinity } = log[committed - 1] ?? {}
  return leader.term <= term || has(leader.log, log.slice(0, committed))
}
