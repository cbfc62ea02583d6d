import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, unordered, type Context, type Given } from 'netsplit'

/*
 * Raft as it runs: a leader sends heartbeats, a candidate asks again whoever has not voted, messages get lost, and a
 * server crashes in the middle of a step, between what it saves and what it sends.
 *
 * Source: Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014): figure 2 has
 * the rules. That votes are on the disk before they are sent is in section 5.1.
 *
 * What to look at: what the verdict rests on. There is an end of states, though messages are said again for ever in a bag:
 * `once` says none that is in flight, and elections have a budget. bug=send-first: a vote is sent before it is saved;
 * the server crashes in between, votes once more, and a term has two leaders.
 *
 * bug=piles-up: what is in flight is sent once more, and there is no end of states.
 *
 * A heartbeat carries the whole log in place of its end, so nobody refuses one. Not modelled: membership changes, snapshots.
 * The model `raft` has logs as in the paper, its bugs, and nothing that is said again. With a log, two elections are too many.
 */

interface Entry {
  term: number
  /** The leader that took it: tells two of one term apart, should there be two leaders. */
  by: string
}

type Message = { term: number } & (
  | { type: 'request vote'; length: number; lastTerm: number }
  | { type: 'vote' }
  | { type: 'heartbeat'; log: Entry[]; committed: number }
  | { type: 'held'; length: number }
)

interface Server {
  term: number
  votedFor: string | null
  log: Entry[]
  /** What was committed, in order: the state machine has it, and never loses it. */
  applied: Entry[]
  part: 'follower' | 'candidate' | 'leader'
  /** As a candidate: who voted for it. */
  votes: Set<string>
  /** As a leader: how many entries each other server has on its disk. */
  held: Map<string, number>
}

type Told = Context<Message, 'election' | 'again'>

/** Nothing is said while an equal message is in flight. */
const how = (bug: string): { readonly once: boolean } => ({ once: bug !== 'piles-up' })

/** What a server says now, and again and again in its part. */
const say = (state: Server, { others, send, setTimer }: Told, bug: string): void => {
  const { part, term, log, applied, votes } = state
  if (part === 'follower') return
  const lastTerm = log.at(-1)?.term ?? 0
  if (part === 'leader') {
    send(others, { type: 'heartbeat', term, log, committed: applied.length }, how(bug))
  } else {
    const asked = others.filter((other) => !votes.has(other))
    send(asked, { type: 'request vote', term, length: log.length, lastTerm }, how(bug))
  }
  setTimer('again')
}

const follow = (state: Server, { clearTimer, setTimer }: Told): void => {
  Object.assign(state, { part: 'follower', votes: new Set(), held: new Map() })
  clearTimer('again')
  setTimer('election')
}

const receive = (
  state: Server,
  message: Message,
  context: Told & { readonly from: string },
  bug: string,
): void => {
  const { from, others, send, persist, clearTimer } = context
  if (message.term < state.term) return
  if (message.term > state.term) {
    Object.assign(state, { term: message.term, votedFor: null })
    follow(state, context)
  }
  const { term, log } = state
  const majority = (others.length + 1) / 2

  match(message)
    .with({ type: 'request vote' }, ({ length, lastTerm }) => {
      const own = log.at(-1)?.term ?? 0
      const isUpToDate = lastTerm > own || (lastTerm === own && length >= log.length)
      if (!isUpToDate || (state.votedFor !== null && state.votedFor !== from)) return
      state.votedFor = from
      send(from, { type: 'vote', term }, how(bug))
      // By default it is saved before anything is sent.
      if (bug === 'send-first') persist()
    })
    .with({ type: 'vote' }, () => {
      if (state.part !== 'candidate') return
      state.votes.add(from)
      if (state.votes.size <= majority) return
      Object.assign(state, { part: 'leader', votes: new Set() })
      clearTimer('election')
      say(state, context, bug)
    })
    .with({ type: 'heartbeat' }, ({ log: its, committed }) => {
      if (state.part === 'candidate') follow(state, context)
      // What conflicts with it goes, and all that follows; what is only longer stays.
      const isOwn = its.every(({ term: of }, at) => log[at]?.term === of)
      if (!isOwn) state.log = its
      if (committed > state.applied.length) state.applied = its.slice(0, committed)
      send(from, { type: 'held', term, length: its.length }, how(bug))
    })
    .with({ type: 'held' }, ({ length }) => {
      if (state.part !== 'leader' || length <= (state.held.get(from) ?? 0)) return
      state.held.set(from, length)
      const isCommitted = ({ term: of }: Entry, at: number): boolean =>
        of === term && [...state.held.values()].filter((has) => has > at).length + 1 > majority
      const upTo = log.findLastIndex(isCommitted) + 1
      if (upTo > state.applied.length) state.applied = log.slice(0, upTo)
    })
    .exhaustive()
}

/** No log becomes longer than `longest`. */
const server = (longest: number, bug: string) =>
  role<Server, Message, 'election' | 'again', 'elections'>({
    initial: () => ({
      term: 0,
      votedFor: null,
      log: [],
      applied: [],
      part: 'follower',
      votes: new Set(),
      held: new Map(),
    }),
    start: (_, { setTimer }) => setTimer('election'),
    durable: ({ term, votedFor, log, applied }) => ({ term, votedFor, log, applied }),
    recover: (_, { setTimer }) => setTimer('election'),

    timeout: {
      election: {
        budget: 'elections',
        do: (state, context) => {
          Object.assign(state, { term: state.term + 1, votedFor: context.self, part: 'candidate' })
          state.votes = new Set([context.self])
          context.setTimer('election')
          say(state, context, bug)
        },
      },
      again: (state, context) => say(state, context, bug),
    },

    internal: {
      'take a command': {
        when: ({ part, log }) => part === 'leader' && log.length < longest,
        do: (state, { self }) => void state.log.push({ term: state.term, by: self }),
      },
    },

    // In a term that is over, or in a part that the server will not play again in this one.
    stale: ({ term, part, held }, message, { from }) => {
      if (message.term !== term) return message.term < term
      if (message.type === 'vote') return part !== 'candidate'
      return (
        message.type === 'held' && (part === 'follower' || message.length <= (held.get(from) ?? 0))
      )
    },

    receive: (state, message, context) => receive(state, message, context, bug),
  })

const isSame = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a?.term === b?.term && a?.by === b?.by

export const parameters = {
  servers: 3,
  elections: 2,
  log: 0,
  crashes: 1,
  losses: 0,
  bug: oneOf('none', 'send-first', 'piles-up'),
}

export default ({ servers, elections, log, crashes, losses, bug }: Given<typeof parameters>) => {
  const isBroken = bug === 'send-first' && crashes > 0 && elections > 1
  const expects = { expected: isBroken ? 'violated' : 'holds' } as const
  return system({
    name: 'raft-heartbeats',
    about: 'Raft with heartbeats, retries, lost messages and crashes in the middle of steps',
    nodes: { server: replicas(servers, server(log, bug)) },
    network: unordered({ loss: losses }),
    budgets: { elections },
    faults: { crashes: { times: crashes, midStep: crashes > 0 } },
    properties: ({ always, reachable }) => ({
      'a term has one leader at most': always(({ nodes }) => {
        const leading = nodes.server.filter(({ part }) => part === 'leader')
        return new Set(leading.map(({ term }) => term)).size === leading.length
      }, expects),
      'nobody applies another entry at an index': always(
        ({ nodes: { server: all } }) =>
          all.every((a) =>
            all.every((b) =>
              a.applied.every(
                (entry, at) => at >= b.applied.length || isSame(entry, b.applied[at]),
              ),
            ),
          ),
        expects,
      ),
      'all can follow one leader': reachable(({ nodes: { server: all } }) =>
        all.every(({ term, part, log: own }) => {
          const leader = all.find((other) => other.part === 'leader')
          return term === leader?.term && part !== 'candidate' && own.length === log
        }),
      ),
    }),
  })
}
