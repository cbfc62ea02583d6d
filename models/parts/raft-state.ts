/*
 * What a server of the model raft knows, what it says, and how an append is made up: the boxes "State" and "RPC" of
 * figure 2 in Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014).
 */

export interface Entry {
  term: number
  /** The leader that took the command: tells two commands of one term apart, should there be two leaders. */
  by: string
}

export type Message = { term: number } & (
  | { type: 'request vote'; lastLogIndex: number; lastLogTerm: number }
  | { type: 'vote' }
  | {
      type: 'append'
      prevLogIndex: number
      prevLogTerm: number
      entries: Entry[]
      leaderCommit: number
    }
  | { type: 'appended'; matchIndex: number }
  | { type: 'refused'; nextIndex: number }
)

export const nothingHeard = () => ({
  /** As a candidate: who voted for it. */
  votes: new Set<string>(),
  /** As a leader: how far the log of each other server is known to be like its own. */
  matchIndex: new Map<string, number>(),
})

export interface Server extends ReturnType<typeof nothingHeard> {
  term: number
  votedFor: string | null
  log: Entry[]
  /** What the state machine was given, in order; its length is the commit index. */
  applied: Entry[]
  part: 'follower' | 'candidate' | 'leader'
}

/** The term of an entry; indices begin with 1. */
export const termAt = (log: readonly Entry[], index: number): number => log[index - 1]?.term ?? 0

/** What a leader sends to a follower whose log it takes to be like its own up to an index. */
export const append = ({ term, log, applied }: Server, prevLogIndex: number): Message => ({
  type: 'append',
  term,
  prevLogIndex,
  prevLogTerm: termAt(log, prevLogIndex),
  entries: log.slice(prevLogIndex),
  leaderCommit: applied.length,
})
