import { replicas, role, system, unordered, type System } from '../../src/index.ts'

/*
 * A Raft that is small enough to read, and says enough to fill a screen: elections, a log that is
 * brought to the others with each heartbeat, crashes. After Ongaro and Ousterhout (2014), figure 2;
 * the check of the log before a vote is left out.
 */

interface Entry {
  term: number
  command: string
}

type Message =
  | { type: 'request vote'; term: number; lastIndex: number }
  | { type: 'vote'; term: number }
  | { type: 'append'; term: number; prev: number; entries: Entry[]; commit: number }
  | { type: 'appended'; term: number; upTo: number }

interface Server {
  term: number
  part: 'follower' | 'candidate' | 'leader'
  votedFor: string | null
  votes: Set<string>
  log: Entry[]
  commit: number
  agrees: Map<string, number>
  /** Nothing ever changes these two. */
  config: { heartbeatMs: number; snapshotEvery: number | null }
  snapshot: null
}

const server = role<Server, Message, 'election' | 'heartbeat'>({
  initial: () => ({
    term: 0,
    part: 'follower',
    votedFor: null,
    votes: new Set(),
    log: [],
    commit: 0,
    agrees: new Map(),
    config: { heartbeatMs: 50, snapshotEvery: null },
    snapshot: null,
  }),
  start: (_, { setTimer }) => setTimer('election'),
  durable: ({ term, votedFor, log }) => ({ term, votedFor, log }),
  timeout: {
    election: (state, { self, others, send, setTimer }) => {
      Object.assign(state, { term: state.term + 1, part: 'candidate', votedFor: self })
      state.votes = new Set([self])
      setTimer('election')
      send(others, { type: 'request vote', term: state.term, lastIndex: state.log.length })
    },
    heartbeat: (state, { others, send, setTimer }) => {
      for (const other of others) {
        const prev = state.agrees.get(other) ?? 0
        const { term, commit } = state
        send(other, { type: 'append', term, prev, entries: state.log.slice(prev), commit })
      }
      setTimer('heartbeat')
    },
  },
  internal: {
    'take a command': {
      when: ({ part }) => part === 'leader',
      do: (state) => void state.log.push({ term: state.term, command: 'set x' }),
    },
  },
  receive: (state, message, { from, others, send, setTimer, clearTimer }) => {
    if (message.term > state.term) {
      Object.assign(state, { term: message.term, part: 'follower', votedFor: null })
      state.votes = new Set()
      clearTimer('heartbeat')
    }
    if (message.term < state.term) return
    switch (message.type) {
      case 'request vote':
        if (state.votedFor !== null || message.lastIndex < state.log.length) return
        state.votedFor = from
        return send(from, { type: 'vote', term: state.term })
      case 'vote':
        if (state.part !== 'candidate') return
        state.votes.add(from)
        if (state.votes.size * 2 <= others.length + 1) return
        state.part = 'leader'
        state.agrees = new Map(others.map((other) => [other, 0]))
        clearTimer('election')
        return setTimer('heartbeat')
      case 'append': {
        const { term, prev, entries, commit } = message
        state.log.splice(prev, Infinity, ...entries)
        state.commit = Math.min(commit, state.log.length)
        return send(from, { type: 'appended', term, upTo: prev + entries.length })
      }
      case 'appended': {
        state.agrees.set(from, message.upTo)
        const known = [state.log.length, ...state.agrees.values()].toSorted((a, b) => b - a)
        state.commit = known[Math.floor(known.length / 2)] ?? 0
      }
    }
  },
})

export const raft: System = system({
  name: 'raft',
  nodes: { s: replicas(3, server) },
  network: unordered(),
  faults: { crashes: { times: 1 } },
  properties: ({ never }) => ({
    'nothing of the second term is committed': never(({ nodes: { s } }) =>
      s.some(({ log, commit }) => log.slice(0, commit).some(({ term }) => term === 2)),
    ),
    'five commands are never committed': never(({ nodes: { s } }) =>
      s.every(({ commit }) => commit === 5),
    ),
  }),
})

const repeated = (times: number, lines: readonly string[]): readonly string[] =>
  Array.from({ length: times }, () => lines).flat()

const heartbeat = (leader: string, followers: readonly string[]): readonly string[] => [
  `${leader}: timer "heartbeat"`,
  ...followers.flatMap((follower) => [
    `${follower} receives append`,
    `${leader} receives appended`,
  ]),
]

const election = (leader: string, voters: readonly string[]): readonly string[] => [
  `${leader}: timer "election"`,
  ...voters.flatMap((voter) => [`${voter} receives request vote`, `${leader} receives vote`]),
]

/** The leader takes a command and brings it to the others, five times. */
export const fiveRounds: readonly string[] = [
  ...election('s1', ['s2', 's3']),
  ...repeated(5, ['s1 does "take a command"', ...heartbeat('s1', ['s2', 's3'])]),
  ...heartbeat('s1', ['s2', 's3']),
]

/** The leader crashes with what only it and one other know; another leads in the next term. */
export const secondTerm: readonly string[] = [
  ...election('s1', ['s2', 's3']),
  's1 does "take a command"',
  ...heartbeat('s1', ['s2', 's3']),
  's1 does "take a command"',
  's1: timer "heartbeat"',
  's2 receives append',
  's1 crashes',
  ...election('s2', ['s3']),
  's2 does "take a command"',
  's1 restarts',
  // What the old leader sent arrives late.
  's3 receives append',
  ...heartbeat('s2', ['s3']),
  's1 receives request vote',
  ...heartbeat('s2', ['s1', 's3']),
]
