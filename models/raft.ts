import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, unordered, type Given, type ReceiveContext } from 'netsplit'
import * as figure3 from './parts/raft-properties.ts'
import { append, nothingHeard, termAt, type Message, type Server } from './parts/raft-state.ts'

/*
 * Raft: servers elect a leader for each term, which makes their logs alike; what a majority holds is committed, and
 * never lost.
 *
 * Source: Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014): figure 2 has
 * the rules, figure 3 the five properties, figure 8 the run that forbids to commit entries of older terms by counting.
 *
 * What to look at: the three lines that safety rests on, each of which can be left out.
 *
 * bug=volatile-vote: a server that forgets its vote in a crash votes twice in a term, which then has two leaders.
 * bug=no-log-check: whoever asks gets a vote, so one leads that lacks what was committed.
 * bug=counts-old-terms: a leader takes an entry of an older term for committed once a majority holds it, which a server
 * with an entry of a newer term can still overwrite: figure 8, which takes four elections.
 *
 * Term, vote and log are durable, and so is what was applied: a state machine cannot take anything back. Clients are a
 * step of the leader, "take a command". Not modelled: membership changes, snapshots, and saying things again: a message
 * waits for who is down. With steps=true the fifth property of figure 3 is asked, too; it is one of single steps.
 */

type Receiving = ReceiveContext<Message, 'election'>

/** Leader: what a majority holds is committed if it is of the leader's own term, and all before it. */
const commit = (state: Server, { others, send }: Receiving, bug: string): void => {
  const majority = Math.floor((others.length + 1) / 2) + 1
  const isCommitted = (index: number): boolean => {
    const holders = 1 + [...state.matchIndex.values()].filter((match) => match >= index).length
    const isOwn = termAt(state.log, index) === state.term || bug === 'counts-old-terms'
    return holders >= majority && isOwn
  }
  const upTo = state.log.findLastIndex((_, at) => isCommitted(at + 1)) + 1
  if (upTo <= state.applied.length) return
  state.applied = state.log.slice(0, upTo)
  for (const [other, match] of state.matchIndex) send(other, append(state, match))
}

const receive = (state: Server, message: Message, context: Receiving, bug: string): void => {
  const { from, others, send, setTimer, clearTimer } = context
  if (message.term < state.term) return
  if (message.term > state.term) {
    Object.assign(state, {
      term: message.term,
      votedFor: null,
      part: 'follower',
      ...nothingHeard(),
    })
    setTimer('election')
  }
  const { term, log } = state

  match(message)
    // The candidate's log must be at least as up-to-date as the voter's (section 5.4.1).
    .with({ type: 'request vote' }, ({ lastLogIndex, lastLogTerm }) => {
      const lastTerm = termAt(log, log.length)
      const isUpToDate =
        lastLogTerm > lastTerm || (lastLogTerm === lastTerm && lastLogIndex >= log.length)
      if (!isUpToDate && bug !== 'no-log-check') return
      if (state.votedFor !== null && state.votedFor !== from) return
      state.votedFor = from
      send(from, { type: 'vote', term })
    })
    .with({ type: 'vote' }, () => {
      if (state.part !== 'candidate') return
      state.votes.add(from)
      if (state.votes.size <= (others.length + 1) / 2) return
      Object.assign(state, { part: 'leader', votes: new Set() })
      clearTimer('election')
      // Where the log is empty there is nothing to make the others' alike to.
      if (log.length > 0) send(others, append(state, log.length))
    })
    .with({ type: 'append' }, ({ prevLogIndex, prevLogTerm, entries, leaderCommit }) => {
      if (state.part === 'candidate') Object.assign(state, { part: 'follower', votes: new Set() })
      if (prevLogIndex > log.length || termAt(log, prevLogIndex) !== prevLogTerm) {
        const nextIndex = Math.min(prevLogIndex - 1, log.length)
        return send(from, { type: 'refused', term, nextIndex })
      }
      for (const [at, entry] of entries.entries()) {
        const index = prevLogIndex + at + 1
        // An existing entry conflicts: delete it and all that follow it.
        if (termAt(state.log, index) !== entry.term)
          state.log = [...state.log.slice(0, index - 1), entry]
      }
      const matchIndex = prevLogIndex + entries.length
      const upTo = Math.min(leaderCommit, matchIndex)
      if (upTo > state.applied.length)
        state.applied = [...state.applied, ...state.log.slice(state.applied.length, upTo)]
      send(from, { type: 'appended', term, matchIndex })
    })
    .with({ type: 'appended' }, ({ matchIndex }) => {
      if (state.part !== 'leader' || matchIndex <= (state.matchIndex.get(from) ?? 0)) return
      state.matchIndex.set(from, matchIndex)
      commit(state, context, bug)
    })
    .with({ type: 'refused' }, ({ nextIndex }) => {
      if (state.part === 'leader') send(from, append(state, nextIndex))
    })
    .exhaustive()
}

/** No log becomes longer than `longest`. */
const server = (longest: number, bug: string) =>
  role<Server, Message, 'election', 'elections'>({
    initial: () => ({
      term: 0,
      votedFor: null,
      log: [],
      applied: [],
      part: 'follower',
      ...nothingHeard(),
    }),
    start: (_, { setTimer }) => setTimer('election'),
    durable: ({ term, votedFor, log, applied }) =>
      bug === 'volatile-vote' ? { term, log, applied } : { term, votedFor, log, applied },

    timeout: {
      election: {
        budget: 'elections',
        do: (state, { self, others, send, setTimer }) => {
          Object.assign(state, { term: state.term + 1, votedFor: self, part: 'candidate' })
          state.votes = new Set([self])
          setTimer('election')
          const lastLogIndex = state.log.length
          const lastLogTerm = termAt(state.log, lastLogIndex)
          send(others, { type: 'request vote', term: state.term, lastLogIndex, lastLogTerm })
        },
      },
    },

    internal: {
      'take a command': {
        when: ({ part, log }) => part === 'leader' && log.length < longest,
        do: (state, { self, others, send }) => {
          state.log.push({ term: state.term, by: self })
          for (const other of others) {
            send(other, append(state, state.matchIndex.get(other) ?? state.log.length - 1))
          }
        },
      },
    },

    // In a term that is over, or in a part that the server will not play again in this one.
    stale: ({ term, part, matchIndex }, message, { from }) => {
      if (message.term !== term) return message.term < term
      if (message.type === 'vote') return part !== 'candidate'
      if (message.type === 'refused') return part === 'follower'
      if (message.type !== 'appended') return false
      return part === 'follower' || message.matchIndex <= (matchIndex.get(from) ?? 0)
    },

    receive: (state, message, context) => receive(state, message, context, bug),
  })

export const parameters = {
  servers: 3,
  elections: 4,
  log: 1,
  crashes: 1,
  steps: false,
  bug: oneOf('none', 'volatile-vote', 'no-log-check', 'counts-old-terms'),
}

export default ({ servers, elections, log, crashes, steps, bug }: Given<typeof parameters>) => {
  const expects = (name: figure3.Breakable) =>
    ({ expected: figure3.isBroken(name, bug, elections) ? 'violated' : 'holds' }) as const
  return system({
    name: 'raft',
    about: 'leader election and log replication (Ongaro and Ousterhout), with crashes',
    nodes: { server: replicas(servers, server(log, bug)) },
    network: unordered(),
    budgets: { elections },
    faults: { crashes: { times: crashes } },
    properties: ({ always, reachable, stepwise }) => ({
      'election safety: a term has one leader at most': always(
        ({ nodes }) => figure3.hasOneLeaderInATerm(nodes.server),
        expects('election'),
      ),
      'log matching: logs that agree on the term of an entry are alike up to it': always(
        ({ nodes }) => figure3.matchWhereTermsDo(nodes.server),
        expects('matching'),
      ),
      'leader completeness: what was committed is in the log of every later leader': always(
        ({ nodes }) => figure3.leadersAreComplete(nodes.server),
        expects('completeness'),
      ),
      'state machine safety: nobody applies another entry at an index': always(
        ({ nodes }) => figure3.applyTheSame(nodes.server),
        expects('machine'),
      ),
      'a command can be applied everywhere': reachable(({ nodes }) =>
        nodes.server.every(({ applied }) => applied.length > 0),
      ),
      ...(steps && {
        'leader append-only: a leader never overwrites or deletes entries of its log': stepwise(
          (before, after) => figure3.leadersOnlyAppend(before.nodes.server, after.nodes.server),
        ),
      }),
    }),
  })
}
