import { match, P } from 'ts-pattern'
import { client, oneOf, replicas, role, system, unordered } from 'netsplit'
import type { Given, ReceiveContext } from 'netsplit'
import { get, gotten, put, valueOf, valuesOf, type PutGet } from './parts/put-get.ts'

/*
 * Single-decree Paxos: several servers agree on one value out of those that clients propose, while messages overtake
 * one another and any server may believe that it leads.
 *
 * Source: Leslie Lamport, "Paxos Made Simple" (2001), section 2. Every server plays all of its parts: proposer,
 * acceptor and learner. The names of the two phases are the paper's. The shape of the clients (each puts one value,
 * then gets) follows Jonathan Nadal's example in Stateright, so that its published state counts can be met.
 *
 * What to look at: two servers may lead at once. The second takes over whatever value the first may already have got
 * through (phase 2a); that is what the safety of Paxos rests on. Two values are chosen with bug=ignores-accepted, where
 * it proposes its own value all the same; with bug=no-ballot-check, where acceptors keep no promise (phase 2b); and
 * with bug=small-quorum, where half of the servers are a quorum, and two need have nobody in common (servers=4).
 *
 * Nothing is ever lost here, yet nothing obliges a message to arrive: a lost message looks, to everyone, like one that
 * takes for ever.
 */

/** A numbered attempt to get a value chosen. Ballots are ordered: by round, then by leader. */
interface Ballot {
  round: number
  leader: string
}

/** A value that a client wants chosen, with what it takes to answer the client. */
interface Proposal {
  request: number
  client: string
  value: string
}

/** The proposal that an acceptor accepted last, and in which ballot. */
interface Accepted {
  ballot: Ballot
  proposal: Proposal
}

type Message =
  | PutGet // client -> server, and back
  | { type: 'prepare'; ballot: Ballot } // 1a: leader -> servers
  | { type: 'promise'; ballot: Ballot; accepted: Accepted | null } // 1b: server -> leader
  | { type: 'accept'; ballot: Ballot; proposal: Proposal } // 2a: leader -> servers
  | { type: 'accepted'; ballot: Ballot } // 2b: server -> leader
  | { type: 'decided'; ballot: Ballot; proposal: Proposal } // leader -> servers

interface Server {
  /** The highest ballot seen: the server has promised to take part in no lower one. */
  ballot: Ballot
  /** As a proposer: what it proposes, once a client has asked. */
  proposal: Proposal | null
  /** As a leader: who has promised, and what each had accepted by then. */
  promises: Map<string, Accepted | null>
  /** As a leader: who has accepted its proposal. */
  acceptances: Set<string>
  /** As an acceptor: what it accepted last. */
  accepted: Accepted | null
  /** As a learner: whether it knows that the value it accepted is chosen. */
  decided: boolean
}

type Receiving = ReceiveContext<Message>

const receive = (server: Server, message: Message, context: Receiving, bug: string): void => {
  const { self, from, others, send } = context
  const half = (others.length + 1) / 2
  const majority = bug === 'small-quorum' ? Math.ceil(half) : Math.floor(half) + 1
  const { decided, accepted, ballot } = server
  // Once it has decided, a server tells those who ask and takes no further part.
  if (decided) {
    if (message.type !== 'get' || accepted === null) return
    const { value } = accepted.proposal
    return send(from, { type: 'got', request: message.request, value })
  }

  match(message)
    // Phase 1a. The first client to ask makes this server a leader, in a ballot of its own.
    .with({ type: 'put' }, ({ request, value }) => {
      if (server.proposal !== null) return
      server.proposal = { request, client: from, value }
      server.ballot = { round: ballot.round + 1, leader: self }
      server.promises.set(self, accepted)
      send(others, { type: 'prepare', ballot: server.ballot })
    })
    // Phase 1b. Promise to ignore lower ballots; say what was accepted in them.
    .with({ type: 'prepare' }, (prepare) => {
      if (!isLower(ballot, prepare.ballot)) return
      server.ballot = prepare.ballot
      send(from, { type: 'promise', ballot: prepare.ballot, accepted })
    })
    // Phase 2a. A majority has promised: propose what may already be chosen, if anything.
    .with({ type: 'promise' }, (promise) => {
      if (!isSame(promise.ballot, ballot)) return
      server.promises.set(from, promise.accepted)
      if (server.promises.size !== majority) return
      const accepted = latest([...server.promises.values()])
      const isBound = accepted !== null && bug !== 'ignores-accepted'
      const proposal = isBound ? accepted.proposal : server.proposal
      if (proposal === null) return
      server.proposal = proposal
      server.accepted = { ballot, proposal }
      server.acceptances.add(self)
      send(others, { type: 'accept', ballot, proposal })
    })
    // Phase 2b. Accept, unless a higher ballot has been promised.
    .with({ type: 'accept' }, (accept) => {
      if (isLower(accept.ballot, ballot) && bug !== 'no-ballot-check') return
      server.ballot = accept.ballot
      server.accepted = { ballot: accept.ballot, proposal: accept.proposal }
      send(from, { type: 'accepted', ballot: accept.ballot })
    })
    // A majority has accepted: the value is chosen. Tell everyone.
    .with({ type: 'accepted' }, (message) => {
      if (!isSame(message.ballot, ballot)) return
      server.acceptances.add(from)
      const { acceptances, proposal } = server
      if (acceptances.size !== majority || proposal === null) return
      server.decided = true
      send(others, { type: 'decided', ballot, proposal })
      send(proposal.client, { type: 'put done', request: proposal.request })
    })
    .with({ type: 'decided' }, ({ ballot, proposal }) => {
      server.ballot = ballot
      server.accepted = { ballot, proposal }
      server.decided = true
    })
    // Asked too early, or not meant for a server.
    .with({ type: P.union('get', 'got', 'put done') }, () => {})
    .exhaustive()
}

const server = (bug: string) =>
  role<Server, Message>({
    initial: () => ({
      ballot: { round: 0, leader: '' },
      proposal: null,
      promises: new Map(),
      acceptances: new Set(),
      accepted: null,
      decided: false,
    }),
    receive: (server, message, context) => receive(server, message, context, bug),
  })

const isLower = (a: Ballot, b: Ballot): boolean =>
  a.round < b.round || (a.round === b.round && a.leader < b.leader)

const isSame = (a: Ballot, b: Ballot): boolean => a.round === b.round && a.leader === b.leader

/** Of what acceptors have accepted, that of the highest ballot; null when none has any. */
const latest = (all: readonly (Accepted | null)[]): Accepted | null =>
  all.reduce((best, it) => {
    if (best === null || it === null) return best ?? it
    return isLower(best.ballot, it.ballot) ? it : best
  }, null)

/** Client k puts its own value at server k, and then gets the chosen one from the next server. */
const user = (number: number, servers: number) =>
  client<Message>({
    ask: [
      put(2 * number, valueOf(number), `s${number % servers}`),
      get(2 * number + 1, `s${(number + 1) % servers}`),
    ],
  })

/** The values that servers have learned to be chosen. */
const chosen = (servers: readonly Server[]): readonly string[] =>
  servers.flatMap(({ decided, accepted }) =>
    decided && accepted !== null ? [accepted.proposal.value] : [],
  )

export const parameters = {
  servers: 3,
  clients: 2,
  bug: oneOf('none', 'small-quorum', 'ignores-accepted', 'no-ballot-check'),
}

export default ({ servers, clients, bug }: Given<typeof parameters>) => {
  const isRight = bug === 'none' || (bug === 'small-quorum' && servers % 2 === 1)
  const expected = isRight ? 'holds' : 'violated'
  return system({
    name: 'paxos',
    about: 'single-decree Paxos (Lamport): one value is chosen, whoever leads',
    nodes: {
      s: replicas(servers, server(bug), { from: 0 }),
      c: replicas(clients, (number) => user(number, servers), { from: 0 }),
    },
    network: unordered(),
    properties: ({ always, reachable }) => ({
      'no two different values are chosen': always(
        ({ nodes }) => new Set(chosen(nodes.s)).size <= 1,
        { expected },
      ),
      'only a value that a client puts is chosen': always(({ nodes }) =>
        chosen(nodes.s).every((value) => valuesOf(clients).includes(value)),
      ),
      'clients that get a value get the same one': always(
        ({ nodes }) => new Set(nodes.c.flatMap(({ answers }) => answers.flatMap(gotten))).size <= 1,
        { expected },
      ),
      'a client can have the answer to its Get': reachable(({ nodes }) =>
        nodes.c.some(({ answers }) => answers.some(({ type }) => type === 'got')),
      ),
    }),
  })
}
