import { match } from 'ts-pattern'
import { replicas, role, system, unordered } from 'netsplit'

/*
 * Raft: leader election and log replication.
 *
 * Source: Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm"
 * (2014), figure 2 (rules), figure 3 (the four safety properties checked here), figure 8.
 *
 * Durable: term, vote, log, and the state machine (the commands applied). Everything else is lost in
 * a crash. Clients are an internal step of the leader ("take a command"). Not modelled: membership
 * changes, snapshots, replies to stale RPCs.
 *
 * bug: none | volatile-vote | stale-log-vote | figure-8
 * live: ask for a leader, too, under patient timers; it takes one term more than there are faults.
 * steps: also judge single steps.
 *
 * Terms are bounded by not standing for election in the last one, so that there is an end of them.
 * In a bag a leader cannot say things again (its messages to one that is down would pile up), so
 * there are no heartbeats.
 */

interface Entry {
  term: number
  /** The server that took the command: tells two leaders of one term apart. */
  by: string
}

type Message =
  | { type: 'request vote'; term: number; lastIndex: number; lastTerm: number }
  | { type: 'vote'; term: number }
  | {
      type: 'append'
      term: number
      prev: number
      prevTerm: number
      entries: Entry[]
      commit: number
    }
  | { type: 'appended'; term: number; upTo: number }
  | { type: 'rejected'; term: number; retryFrom: number }

interface Server {
  term: number
  votedFor: string | null
  log: Entry[]
  /** The state machine: what was applied, in order. Its length is the commit index. */
  applied: Entry[]
  part: 'follower' | 'candidate' | 'leader'
  /** As a candidate: who voted for it. */
  votes: Set<string>
  /** As a leader: how far each other server's log is known to agree. */
  agrees: Map<string, number>
}

const bugs = ['none', 'volatile-vote', 'stale-log-vote', 'figure-8'] as const

const termAt = (log: readonly Entry[], index: number): number => log[index - 1]?.term ?? 0

const same = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.term === b?.term && a?.by === b?.by

/** Only the first `candidates` servers ever stand for election: a way to keep the space small. */
const server = (
  maxTerm: number,
  maxLog: number,
  bug: string,
  retransmit: boolean,
  candidates: number,
) => {
  const mayStand = (self: string): boolean => Number(self.slice(1)) <= candidates
  /** Whether a message of the term at hand comes too late. */
  const isSettled = (state: Server, message: Message, from: string): boolean => {
    if (message.term > state.term) return false
    switch (message.type) {
      case 'request vote':
        return bug !== 'volatile-vote' && state.votedFor !== null && state.votedFor !== from
      case 'vote':
        return state.part !== 'candidate'
      case 'appended':
        return state.part === 'follower' || (state.agrees.get(from) ?? -1) >= message.upTo
      case 'rejected':
        return state.part === 'follower'
      case 'append':
        return false
    }
  }
  return role<Server, Message, 'election' | 'heartbeat'>({
    initial: () => ({
      term: 0,
      votedFor: null,
      log: [],
      applied: [],
      part: 'follower',
      votes: new Set(),
      agrees: new Map(),
    }),
    start: (_, { self, setTimer }) => {
      if (mayStand(self)) setTimer('election')
    },
    durable: ({ term, votedFor, log, applied }) =>
      bug === 'volatile-vote' ? { term, log, applied } : { term, votedFor, log, applied },
    recover: (state, { self, setTimer }) => {
      if (state.term < maxTerm && mayStand(self)) setTimer('election')
    },

    timeout: {
      // Become a candidate in the next term.
      election: (state, { self, others, send, setTimer, clearTimer }) => {
        state.term += 1
        state.votedFor = self
        state.part = 'candidate'
        state.votes = new Set([self])
        if (state.term < maxTerm) setTimer('election')
        else clearTimer('election')
        const lastIndex = state.log.length
        send(others, {
          type: 'request vote',
          term: state.term,
          lastIndex,
          lastTerm: termAt(state.log, lastIndex),
        })
      },
      // Say again what a follower may not have heard.
      heartbeat: (state, { others, send, setTimer }) => {
        if (state.part !== 'leader') return
        for (const other of others) {
          const prev = state.agrees.get(other) ?? 0
          if (prev < state.log.length) send(other, append(state, prev))
        }
        setTimer('heartbeat')
      },
    },

    internal: {
      'take a command': {
        optional: true,
        when: ({ part, log }) => part === 'leader' && log.length < maxLog,
        do: (state, { self, others, send }) => {
          state.log.push({ term: state.term, by: self })
          for (const other of others) {
            const agreed = state.agrees.get(other) ?? state.log.length - 1
            send(other, append(state, agreed))
          }
        },
      },
    },

    stale: (state, message, { from }) =>
      message.term < state.term || isSettled(state, message, from),
    receive: (state, message, { self, from, others, send, setTimer, clearTimer }) => {
      const majority = Math.floor((others.length + 1) / 2) + 1
      if (message.term > state.term) {
        state.term = message.term
        state.votedFor = null
        state.part = 'follower'
        state.votes = new Set()
        state.agrees = new Map()
        clearTimer('heartbeat')
        if (state.term < maxTerm && mayStand(self)) setTimer('election')
        else clearTimer('election')
      }
      if (message.term < state.term) return

      match(message)
        .with({ type: 'request vote' }, ({ lastIndex, lastTerm }) => {
          if (state.votedFor !== null && state.votedFor !== from) return
          const mine = termAt(state.log, state.log.length)
          const upToDate = lastTerm > mine || (lastTerm === mine && lastIndex >= state.log.length)
          if (!upToDate && bug !== 'stale-log-vote') return
          state.votedFor = from
          send(from, { type: 'vote', term: state.term })
        })
        .with({ type: 'vote' }, () => {
          if (state.part !== 'candidate') return
          state.votes.add(from)
          if (state.votes.size < majority) return
          state.part = 'leader'
          state.votes = new Set()
          clearTimer('election')
          if (retransmit) setTimer('heartbeat')
          // With an empty log there is nothing to bring the others up to.
          if (state.log.length > 0) send(others, append(state, state.log.length))
        })
        .with({ type: 'append' }, ({ prev, prevTerm, entries, commit }) => {
          if (state.part === 'candidate') {
            state.part = 'follower'
            state.votes = new Set()
          }
          if (termAt(state.log, prev) !== prevTerm || prev > state.log.length) {
            const retryFrom = Math.min(prev - 1, state.log.length)
            return send(from, { type: 'rejected', term: state.term, retryFrom })
          }
          entries.forEach((entry, at) => {
            const index = prev + at + 1
            if (termAt(state.log, index) === entry.term) return
            state.log = [...state.log.slice(0, index - 1), entry]
          })
          const upTo = prev + entries.length
          applyUpTo(state, Math.min(commit, upTo))
          if (entries.length > 0 || prev > 0) {
            send(from, { type: 'appended', term: state.term, upTo })
          }
        })
        .with({ type: 'appended' }, ({ upTo }) => {
          if (state.part !== 'leader') return
          if ((state.agrees.get(from) ?? -1) >= upTo) return
          state.agrees.set(from, upTo)
          const before = state.applied.length
          for (let index = state.log.length; index > before; index -= 1) {
            const holders = 1 + [...state.agrees.values()].filter((known) => known >= index).length
            const isOwn = termAt(state.log, index) === state.term || bug === 'figure-8'
            if (holders < majority || !isOwn) continue
            applyUpTo(state, index)
            break
          }
          // Tell those who hold it; one that agrees only now is told now.
          for (const other of others) {
            const agreed = state.agrees.get(other)
            const isNews = state.applied.length > before || other === from
            if (agreed !== undefined && isNews && state.applied.length > 0) {
              send(other, append(state, agreed))
            }
          }
        })
        .with({ type: 'rejected' }, ({ retryFrom }) => {
          if (state.part !== 'leader') return
          send(from, append(state, retryFrom))
        })
        .exhaustive()
    },
  })
}

/** What a leader sends to a follower whose log is taken to agree up to `prev`. */
const append = (state: Server, prev: number): Message => ({
  type: 'append',
  term: state.term,
  prev,
  prevTerm: termAt(state.log, prev),
  entries: state.log.slice(prev),
  commit: state.applied.length,
})

const applyUpTo = (state: Server, index: number): void => {
  for (let at = state.applied.length; at < index; at += 1) {
    const entry = state.log[at]
    if (entry !== undefined) state.applied.push(entry)
  }
}

const pairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((a) => all.filter((b) => b !== a).map((b) => [a, b] as const))

export const parameters = {
  servers: 3,
  terms: 1,
  log: 1,
  crashes: 0,
  partition: 'none',
  bug: 'none',
  live: false,
  steps: false,
  candidates: 3,
}

export default ({
  servers,
  terms,
  log,
  crashes,
  partition,
  bug,
  live,
  steps,
  candidates,
}: typeof parameters) => {
  if (!bugs.some((name) => name === bug)) throw new Error(`no bug '${bug}', one of ${bugs.join()}`)
  const rest = Array.from({ length: servers - 1 }, (_, at) => `s${at + 2}` as const)
  return system({
    name: 'raft',
    about: 'leader election and log replication',
    nodes: { s: replicas(servers, server(terms, log, bug, false, candidates)) },
    network: unordered(),
    timers: live ? 'patient' : 'any',
    faults: {
      ...(crashes > 0 ? { crashes: { times: crashes } } : {}),
      ...(partition === 'none'
        ? {}
        : {
            partitions: {
              split: [['s1'], rest],
              times: 1,
              heals: partition === 'heals' ? ('eventually' as const) : ('maybe' as const),
            },
          }),
    },
    properties: ({ always, reachable, stepwise, eventually }) => ({
      'election safety: one leader in a term': always(({ nodes }) =>
        pairs(nodes.s.filter(({ part }) => part === 'leader')).every(([a, b]) => a.term !== b.term),
      ),
      'log matching: equal entries have equal histories': always(({ nodes }) =>
        pairs(nodes.s).every(([a, b]) =>
          a.log.every((entry, at) => {
            if (entry.term !== b.log[at]?.term) return true
            return a.log.slice(0, at + 1).every((it, index) => same(it, b.log[index]))
          }),
        ),
      ),
      'leader completeness: later leaders hold what was committed': always(({ nodes }) => {
        const leaders = nodes.s.filter(({ part }) => part === 'leader')
        return pairs(leaders).every(
          ([older, newer]) =>
            older.term >= newer.term ||
            older.applied.every((entry, at) => same(entry, newer.log[at])),
        )
      }),
      'state machine safety: nobody applies another command at an index': always(({ nodes }) =>
        pairs(nodes.s).every(([a, b]) =>
          a.applied.every((entry, at) => b.applied[at] === undefined || same(entry, b.applied[at])),
        ),
      ),
      'a command can be committed everywhere': reachable(({ nodes }) =>
        nodes.s.every(({ applied }) => applied.length > 0),
      ),
      ...(steps
        ? {
            'leader append-only: a leader only adds to its log': stepwise((before, after) =>
              before.nodes.s.every((old, at) => {
                const now = after.nodes.s[at]
                if (now === undefined || old.part !== 'leader' || now.part !== 'leader') return true
                return old.log.every((entry, index) => same(entry, now.log[index]))
              }),
            ),
          }
        : {}),
      ...(live
        ? {
            'a leader is elected': eventually(({ nodes }) =>
              nodes.s.some(({ part }) => part === 'leader'),
            ),
          }
        : {}),
    }),
  })
}
