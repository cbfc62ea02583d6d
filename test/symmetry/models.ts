import { replicas, role, system, duplicating, type System } from '../../src/index.ts'

type Message = { type: 'prepared'; participant: string } | { type: 'commit' } | { type: 'abort' }
type Participant = 'working' | 'prepared' | 'committed' | 'aborted'

const participant = role<Participant, Message>({
  initial: () => 'working',
  internal: {
    prepare: {
      when: (state) => state === 'working',
      do: (_, { self, send }) => {
        send('manager', { type: 'prepared', participant: self })
        return 'prepared'
      },
    },
    'abort on its own': { when: (state) => state === 'working', do: () => 'aborted' },
  },
  receive: (state, { type }) =>
    type === 'commit' ? 'committed' : type === 'abort' ? 'aborted' : state,
})

interface Manager {
  decision: 'initial' | 'committed' | 'aborted'
  prepared: Set<string>
}

const manager = role<Manager, Message>({
  initial: () => ({ decision: 'initial', prepared: new Set() }),
  accepts: ({ decision }) => decision === 'initial',
  receive: (state, message) => {
    if (message.type === 'prepared') state.prepared.add(message.participant)
  },
  internal: {
    commit: {
      when: ({ decision, prepared }, { group }) =>
        decision === 'initial' && prepared.size === group('participant').length,
      do: (state, { group, send }) => {
        state.decision = 'committed'
        send(group('participant'), { type: 'commit' })
      },
    },
    abort: {
      when: ({ decision }) => decision === 'initial',
      do: (state, { group, send }) => {
        state.decision = 'aborted'
        send(group('participant'), { type: 'abort' })
      },
    },
  },
})

/** Two-phase commit as it is bundled, but that the manager keeps the names of participants in a Set. */
export const twoPhaseCommit = (participants: number): System =>
  system({
    name: 'two-phase commit with a Set',
    nodes: { manager, participant: replicas(participants, participant) },
    network: duplicating(),
    properties: ({ always, reachable }) => ({
      'no two participants decide differently': always(
        ({ nodes }) =>
          !(nodes.participant.includes('committed') && nodes.participant.includes('aborted')),
      ),
      'all can commit': reachable(({ nodes }) =>
        nodes.participant.every((state) => state === 'committed'),
      ),
      'all can abort': reachable(({ nodes }) =>
        nodes.participant.every((state) => state === 'aborted'),
      ),
    }),
  })

type PaxosMessage =
  | { type: 'prepare'; ballot: number }
  | { type: 'promise'; ballot: number; accepted: Accepted | null }
  | { type: 'accept'; ballot: number; value: string }
  | { type: 'accepted'; ballot: number }

interface Accepted {
  ballot: number
  value: string
}

interface Proposer {
  promises: Map<string, Accepted | null>
  acceptances: Set<string>
  chosen: string | null
}

const acceptor = role<{ promised: number; accepted: Accepted | null }, PaxosMessage>({
  initial: () => ({ promised: 0, accepted: null }),
  receive: (state, message, { from, send }) => {
    if (message.ballot < state.promised) return
    state.promised = message.ballot
    if (message.type === 'prepare') {
      send(from, { type: 'promise', ballot: message.ballot, accepted: state.accepted })
    } else if (message.type === 'accept') {
      state.accepted = { ballot: message.ballot, value: message.value }
      send(from, { type: 'accepted', ballot: message.ballot })
    }
  },
})

/** @param own what it proposes if it is free to, one of these */
const proposer = (ballot: number, own: readonly string[]) =>
  role<Proposer, PaxosMessage>({
    initial: () => ({ promises: new Map(), acceptances: new Set(), chosen: null }),
    start: (_, { group, send }) => send(group('acceptor'), { type: 'prepare', ballot }),
    receive: (state, message, { choose, from, group, send }) => {
      if (message.type === 'promise') {
        state.promises.set(from, message.accepted)
        if (state.promises.size !== 2) return
        const latest = [...state.promises.values()]
          .filter((each) => each !== null)
          .toSorted((a, b) => b.ballot - a.ballot)[0]
        state.chosen = latest?.value ?? choose(own)
        send(group('acceptor'), { type: 'accept', ballot, value: state.chosen })
      } else if (message.type === 'accepted') state.acceptances.add(from)
    },
  })

/** Paxos with two proposers, and acceptors that know nobody's name. */
export const paxos: System = system({
  name: 'paxos with acceptors',
  nodes: { first: proposer(1, ['A']), second: proposer(2, ['B']), acceptor: replicas(3, acceptor) },
  properties: ({ always, reachable }) => ({
    'two values are never chosen': always(
      ({ nodes: { first, second } }) =>
        first.acceptances.size < 2 || second.acceptances.size < 2 || first.chosen === second.chosen,
    ),
    'the second can take over the value of the first': reachable(
      ({ nodes }) => nodes.second.chosen === 'A' && nodes.second.acceptances.size === 3,
    ),
  }),
})

/** The same with proposers that propose any of some values, which nobody tells apart. */
export const choosingPaxos = (values: readonly string[]): System =>
  system({
    name: 'paxos with any values',
    nodes: {
      first: proposer(1, values),
      second: proposer(2, values),
      acceptor: replicas(3, acceptor),
    },
    interchangeable: [values],
    properties: ({ always, reachable }) => ({
      'two values are never chosen': always(
        ({ nodes: { first, second } }) =>
          first.acceptances.size < 2 ||
          second.acceptances.size < 2 ||
          first.chosen === second.chosen,
      ),
      'the second can propose something else': reachable(
        ({ nodes: { first, second } }) =>
          first.chosen !== null && second.chosen !== null && first.chosen !== second.chosen,
      ),
    }),
  })

interface Server {
  term: number
  votedFor: string | null
  votes: Set<string>
  leads: boolean
}

const server = role<Server, { type: 'ask' | 'vote'; term: number }, 'election'>({
  initial: () => ({ term: 0, votedFor: null, votes: new Set(), leads: false }),
  start: (_, { setTimer }) => setTimer('election'),
  durable: ({ term, votedFor }) => ({ term, votedFor }),
  timeout: {
    election: (state, { self, others, send }) => {
      state.term += 1
      state.votedFor = self
      state.votes = new Set([self])
      send(others, { type: 'ask', term: state.term })
    },
  },
  receive: (state, { type, term }, { from, send }) => {
    if (term < state.term) return
    if (term > state.term) {
      state.term = term
      state.votedFor = null
      state.votes.clear()
      state.leads = false
    }
    if (type === 'vote') {
      state.votes.add(from)
      if (state.votes.size >= 2) state.leads = true
    } else if (state.votedFor === null) {
      state.votedFor = from
      send(from, { type: 'vote', term })
    }
  },
})

/** The elections of Raft; one server may crash. */
export const elections: System = system({
  name: 'elections',
  nodes: { s: replicas(3, server) },
  faults: { crashes: { times: 1, restarts: 'never' } },
  properties: ({ always, reachable }) => ({
    'a term has one leader': always(
      ({ nodes: { s } }) =>
        !s.some((a, at) => s.some((b, to) => to > at && a.leads && b.leads && a.term === b.term)),
    ),
    'a leader can be replaced': reachable(({ nodes: { s } }) =>
      s.some(({ leads, term }) => leads && term === 2),
    ),
  }),
})

/** A ring that a token goes round: each node knows which is next by the order of the names. */
export const ring: System = system({
  name: 'ring',
  nodes: {
    n: replicas(
      4,
      role<{ rounds: number }, 'token'>({
        initial: () => ({ rounds: 0 }),
        start: (_, { self, send }) => {
          if (self === 'n1') send('n2', 'token')
        },
        receive: (state, _, { self, group, send }) => {
          const all = group('n')
          state.rounds += 1
          if (state.rounds < 3) send(all[(all.indexOf(self) + 1) % all.length] ?? '', 'token')
        },
      }),
    ),
  },
  properties: ({ reachable }) => ({
    'the token comes round': reachable(({ nodes }) => nodes.n.every(({ rounds }) => rounds > 0)),
  }),
})
