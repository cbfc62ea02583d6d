import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, unordered, type Given, type ReceiveContext } from 'netsplit'
import { agree, areComplete, has } from './parts/membership.ts'
import { isMajority, isUpToDate, lastTerm, membersOf, type Entry } from './parts/membership.ts'

/*
 * How a Raft cluster changes its members, one at a time: majorities of the members before and after have somebody in
 * common, so no step need be taken by both. Who is a member is said by the log, from the moment an entry is there.
 *
 * Source: Diego Ongaro, "Consensus: Bridging Theory and Practice" (2014), chapter 4; the bug is the one that he
 * published on raft-dev in July 2015, "bug in single-server membership changes", with its mend.
 *
 * What to look at: when a leader may change the members. Not before its last change is committed: with bug=overlaps
 * two are under way at once, which together remove two servers, and majorities before and after need not meet
 * (servers=3). And not before it has committed an entry of its own term: with bug=no-entry-of-own-term a change may
 * lie around on an older leader alone. Its successor, who has never heard of it, makes another change of the same
 * members: each of the two differs from these by one server, but they differ from each other by two (two removals from
 * four servers; log=1 is enough). Then a majority of its own members elects the old leader, which lacks what
 * was committed. If the successor first commits an entry of its own term among the members that both set out from, a
 * majority of these has a newer log than the old leader, and gives it no votes.
 *
 * Of Raft itself what matters here (raft has all of it). Nobody crashes; an append carries the whole log, so that nobody
 * searches for where two logs part; followers do not hear what is committed, since only leaders act on it. An entry
 * lists the members, and one that changes nothing begins a term. Servers write to those whom they take for members, so
 * that one which was removed may not hear of it.
 */

type Message = { term: number } & (
  | { type: 'request vote'; lastTerm: number; length: number }
  | { type: 'vote' }
  | { type: 'append'; log: Entry[] }
  | { type: 'appended'; length: number }
)

interface Server {
  term: number
  votedFor: string | null
  log: Entry[]
  /** How many entries it has committed, as a leader. */
  committed: number
  part: 'follower' | 'candidate' | 'leader'
  /** As a candidate: who voted for it, itself included. */
  votes: Set<string>
  /** As a leader: how much of its log others are known to have, where that is more than what is committed. */
  match: Map<string, number>
}

type Receiving = ReceiveContext<Message, never>
type Do = Pick<Receiving, 'self' | 'others' | 'send'>

/** The other members, as far as this server knows. */
const others = ({ log }: Server, context: Do): readonly string[] => {
  const members = membersOf(log, context)
  return context.others.filter((it) => members.has(it))
}

const append = (state: Server, members: Set<string>, context: Do): void => {
  state.log.push({ term: state.term, members })
  context.send(others(state, context), { type: 'append', term: state.term, log: state.log })
  commit(state, context)
}

/** What a majority of the members has is committed if it is of the leader's own term, and all before it. */
const commit = (state: Server, context: Do): void => {
  const { term, log, match } = state
  const members = membersOf(log, context)
  const upTo = log.findLastIndex((entry, at) => {
    const holders = [...match].filter(([, length]) => length > at).map(([server]) => server)
    return entry.term === term && isMajority([context.self, ...holders], members)
  })
  state.committed = Math.max(state.committed, upTo + 1)
  for (const [server, length] of match) if (length <= state.committed) match.delete(server)
}

const receive = (state: Server, message: Message, context: Receiving): void => {
  const { from, send } = context
  if (message.term < state.term) return
  if (message.term > state.term) {
    Object.assign(state, { term: message.term, votedFor: null, part: 'follower' })
    Object.assign(state, { votes: new Set(), match: new Map() })
  }
  const { term } = state
  match(message)
    // From whomever: who asks may be a member although this server has not heard of it (section 4.1).
    .with({ type: 'request vote' }, (asked) => {
      if (!isUpToDate(asked, state.log) || (state.votedFor ?? from) !== from) return
      state.votedFor = from
      send(from, { type: 'vote', term })
    })
    .with({ type: 'vote' }, () => {
      if (state.part !== 'candidate') return
      state.votes.add(from)
      if (isMajority([...state.votes], membersOf(state.log, context)))
        Object.assign(state, { part: 'leader', votes: new Set() })
    })
    .with({ type: 'append' }, ({ log }) => {
      Object.assign(state, { part: 'follower', votes: new Set() })
      // Nothing is lost, so that what brings no entries need not be answered.
      if (has(state.log, log)) return
      state.log = log
      send(from, { type: 'appended', term, length: log.length })
    })
    .with({ type: 'appended' }, ({ length }) => {
      if (state.part !== 'leader' || length <= (state.match.get(from) ?? state.committed)) return
      state.match.set(from, length)
      commit(state, context)
    })
    .exhaustive()
}

const mayChange = ({ term, log, committed }: Server, bug: string): boolean => {
  if (bug === 'overlaps') return true
  const hasOwn = log.slice(0, committed).some((entry) => entry.term === term)
  return committed === log.length && (hasOwn || bug === 'no-entry-of-own-term')
}

const server = (longest: number, bug: string) =>
  role<Server, Message, never, 'elections' | 'changes'>({
    initial: () => ({
      term: 0,
      votedFor: null,
      log: [],
      committed: 0,
      part: 'follower',
      votes: new Set(),
      match: new Map(),
    }),

    internal: {
      'stand for election': {
        budget: 'elections',
        when: ({ part, log }, context) =>
          part !== 'leader' && membersOf(log, context).has(context.self),
        do: (state, context) => {
          const { term, log } = state
          const { self, send } = context
          Object.assign(state, { term: term + 1, votedFor: self, part: 'candidate' })
          state.votes = new Set([self])
          const asked = { term: term + 1, lastTerm: lastTerm(log), length: log.length }
          send(others(state, context), { type: 'request vote', ...asked })
        },
      },
      'begin the term': {
        when: ({ part, term, log }) =>
          part === 'leader' && lastTerm(log) < term && log.length < longest,
        do: (state, context) => append(state, membersOf(state.log, context), context),
      },
      'add or remove a server': {
        budget: 'changes',
        when: (state) =>
          state.part === 'leader' && state.log.length < longest && mayChange(state, bug),
        do: (state, context) => {
          const members = new Set(membersOf(state.log, context))
          const other = context.choose(context.others)
          if (!members.delete(other)) members.add(other)
          append(state, members, context)
        },
      },
    },

    // Of a term that is over, or of one in which the server will not play the part again, nor have an older log.
    stale: (state, message, { from }) => {
      const { term, votedFor, committed, part, log, match } = state
      if (message.term !== term) return message.term < term
      if (message.type === 'vote') return part !== 'candidate'
      if (message.type === 'request vote')
        return !isUpToDate(message, log) || (votedFor ?? from) !== from
      if (message.type === 'append') return part === 'follower' && has(log, message.log)
      return part === 'follower' || message.length <= (match.get(from) ?? committed)
    },

    receive: (state, message, context) => receive(state, message, context),
  })

export const parameters = {
  servers: 4,
  elections: 3,
  changes: 2,
  log: 2,
  bug: oneOf('none', 'overlaps', 'no-entry-of-own-term'),
}

export default ({ servers, elections, changes, log, bug }: Given<typeof parameters>) => {
  const isBroken = bug === 'overlaps' || (bug === 'no-entry-of-own-term' && servers > 3)
  return system({
    name: 'raft-membership',
    about: 'a Raft cluster changes its members, one server at a time (Ongaro)',
    nodes: { server: replicas(servers, server(log, bug)) },
    network: unordered(),
    budgets: { elections, changes },
    properties: ({ always, reachable }) => ({
      'a term has one leader at most': always(({ nodes }) => {
        const leaders = nodes.server.filter(({ part }) => part === 'leader')
        return new Set(leaders.map(({ term }) => term)).size === leaders.length
      }),
      'a leader has all that was committed before': always(
        ({ nodes }) => areComplete(nodes.server),
        { expected: isBroken ? 'violated' : 'holds' },
      ),
      'what is committed is committed for good': always(({ nodes }) => agree(nodes.server), {
        expected: isBroken && log > 1 ? 'violated' : 'holds',
      }),
      'a change can be committed': reachable(({ nodes }) =>
        nodes.server.some((it) =>
          it.log.slice(0, it.committed).some(({ members }) => members.size < servers),
        ),
      ),
    }),
  })
}
