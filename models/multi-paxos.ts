import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, unordered, type Given, type ReceiveContext } from 'netsplit'
import { areAlike, hasGap, latest, nextSlot } from './parts/slots.ts'
import type { Accepted, Command, Log } from './parts/slots.ts'

/*
 * Multi-Paxos: servers agree on a sequence of commands, each slot of it by Paxos. What makes it cheap: a leader asks
 * for promises once, for all slots, and then only has its proposals accepted, one round trip for each.
 *
 * Source: Leslie Lamport, "Paxos Made Simple" (2001), section 3; the phases are named as in section 2.
 *
 * What to look at: how a new leader begins. Promises tell it what was accepted in any slot. That it proposes again,
 * since it may have been chosen: with bug=ignores-accepted it proposes commands of its own, and a slot has two. Where
 * it hears of a later slot but not of an earlier one (the old leader had both under way), it fills the gap with a
 * command that does nothing: with bug=leaves-gaps, what was chosen behind the gap waits for it. With bug=small-quorum a
 * leader takes for chosen what it has accepted alone; any two quorums must meet, of which only one of either phase
 * (Howard, Malkhi and Spiegelman, "Flexible Paxos", 2016). With bug=no-ballot-check an acceptor forgets its promise,
 * and accepts from a leader that is none any more.
 *
 * Each server plays all parts, proposer, acceptor and learner. Ballots are numbers: a server promises each to one
 * server, so that of two who choose the same number one at most can lead (the paper gives them different numbers).
 * Clients are a step of the leader, "propose a command".
 */

type Message =
  | { type: 'prepare'; ballot: number } // 1a: to be leader -> servers
  | { type: 'promise'; ballot: number; accepted: Log<Accepted> } // 1b: server -> leader, for all slots
  | { type: 'accept'; ballot: number; slot: number; command: Command } // 2a: leader -> servers
  | { type: 'accepted'; ballot: number; slot: number } // 2b: server -> leader
  | { type: 'chosen'; slot: number; command: Command } // leader -> servers

interface Server {
  /** The highest ballot seen: the server has promised to take part in no lower one. */
  ballot: number
  part: 'acceptor' | 'candidate' | 'leader'
  /** As a candidate: who has promised, and what each had accepted by then. */
  promises: Map<string, Log<Accepted>>
  /** As an acceptor: what it accepted last. */
  accepted: Log<Accepted>
  /** As a leader: who has accepted what it proposes, by slot. */
  acceptances: Set<string>[]
  /** As a learner. */
  chosen: Log<Command>
}

type Receiving = ReceiveContext<Message, never>
type Do = Pick<Receiving, 'self' | 'others' | 'send'>

const isMajority = (all: { size: number }, { others }: Pick<Do, 'others'>): boolean =>
  all.size > (others.length + 1) / 2

/** To take part in a ballot is to take part in no lower one. */
const join = (state: Server, ballot: number, part: Server['part']): void => {
  const acceptances = state.chosen.map(() => new Set())
  Object.assign(state, { ballot, part, promises: new Map(), acceptances })
}

/** Phase 2a. */
const propose = (state: Server, slot: number, command: Command, context: Do, bug: string): void => {
  const { ballot } = state
  state.accepted[slot] = { ballot, command }
  context.send(context.others, { type: 'accept', ballot, slot, command })
  hear(state, slot, context.self, context, bug)
}

/** What a majority has accepted is chosen: tell everyone. */
const hear = (state: Server, slot: number, from: string, context: Do, bug: string): void => {
  const by = state.acceptances[slot]
  const command = state.accepted[slot]?.command
  if (by === undefined || command === undefined || state.chosen[slot] !== null) return
  by.add(from)
  if (!isMajority(by, context) && bug !== 'small-quorum') return
  by.clear()
  state.chosen[slot] = command
  context.send(context.others, { type: 'chosen', slot, command })
}

const receive = (state: Server, message: Message, context: Receiving, bug: string): void => {
  const { from, send } = context
  match(message)
    // Phase 1b. Promise to ignore lower ballots; say what was accepted in them.
    .with({ type: 'prepare' }, ({ ballot }) => {
      if (ballot <= state.ballot) return
      join(state, ballot, 'acceptor')
      send(from, { type: 'promise', ballot, accepted: state.accepted })
    })
    // A majority has promised: propose what may be chosen already, and fill the gaps before it.
    .with({ type: 'promise' }, ({ ballot, accepted }) => {
      if (ballot !== state.ballot || state.part !== 'candidate') return
      state.promises.set(from, accepted)
      if (!isMajority(state.promises, context)) return
      const logs = [...state.promises.values()]
      Object.assign(state, { part: 'leader', promises: new Map() })
      if (bug === 'ignores-accepted') return
      const found = state.chosen.map((_, slot) => latest(logs, slot))
      const last = found.findLastIndex((it) => it !== null)
      for (const [slot, it] of found.slice(0, last + 1).entries()) {
        if (it === null && bug === 'leaves-gaps') continue
        if (state.chosen[slot] === null) propose(state, slot, it?.command ?? 0, context, bug)
      }
    })
    // Phase 2b. Accept, unless a higher ballot has been promised.
    .with({ type: 'accept' }, ({ ballot, slot, command }) => {
      if (ballot < state.ballot && bug !== 'no-ballot-check') return
      if (ballot > state.ballot) join(state, ballot, 'acceptor')
      state.accepted[slot] = { ballot, command }
      send(from, { type: 'accepted', ballot, slot })
    })
    .with({ type: 'accepted' }, ({ ballot, slot }) => {
      if (ballot === state.ballot && state.part === 'leader') hear(state, slot, from, context, bug)
    })
    .with({ type: 'chosen' }, ({ slot, command }) => {
      state.chosen[slot] ??= command
      state.acceptances[slot]?.clear()
    })
    .exhaustive()
}

const server = (slots: number, bug: string) =>
  role<Server, Message, never, 'ballots'>({
    initial: () => ({
      ballot: 0,
      part: 'acceptor',
      promises: new Map(),
      accepted: Array.from({ length: slots }, () => null),
      acceptances: Array.from({ length: slots }, () => new Set()),
      chosen: Array.from({ length: slots }, () => null),
    }),

    internal: {
      // Phase 1a, for all slots: whoever believes that nobody leads.
      'try to lead': {
        budget: 'ballots',
        do: (state, { self, others, send }) => {
          join(state, state.ballot + 1, 'candidate')
          state.promises.set(self, state.accepted)
          send(others, { type: 'prepare', ballot: state.ballot })
        },
      },
      'propose a command': {
        when: (state) => state.part === 'leader' && nextSlot(state) >= 0,
        do: (state, context) => propose(state, nextSlot(state), state.ballot, context, bug),
      },
    },

    // Of a ballot that is over, or about what is chosen already.
    stale: ({ ballot, part, chosen }, message) => {
      if (message.type === 'chosen') return chosen[message.slot] !== null
      if (message.type === 'accept') return message.ballot < ballot && bug !== 'no-ballot-check'
      if (message.type === 'prepare') return message.ballot <= ballot
      if (message.ballot !== ballot) return message.ballot < ballot
      return message.type === 'promise' ? part !== 'candidate' : chosen[message.slot] !== null
    },

    receive: (state, message, context) => receive(state, message, context, bug),
  })

export const parameters = {
  servers: 3,
  slots: 2,
  ballots: 2,
  bug: oneOf('none', 'ignores-accepted', 'leaves-gaps', 'small-quorum', 'no-ballot-check'),
}

export default ({ servers, slots, ballots, bug }: Given<typeof parameters>) => {
  const isFilling = slots > 1 && bug !== 'leaves-gaps' && bug !== 'ignores-accepted'
  const isTwice = bug !== 'none' && bug !== 'leaves-gaps'
  return system({
    name: 'multi-paxos',
    about: 'a sequence of commands: Paxos for each slot, one leader for all (Lamport)',
    nodes: { server: replicas(servers, server(slots, bug)) },
    network: unordered(),
    budgets: { ballots },
    properties: ({ always, reachable }) => ({
      'no two commands are chosen in a slot': always(
        ({ nodes }) => nodes.server.every((a) => nodes.server.every((b) => areAlike(a, b))),
        { expected: isTwice ? 'violated' : 'holds' },
      ),
      'a leader proposes nothing behind a gap': always(
        ({ nodes }) => nodes.server.every((it) => it.part !== 'leader' || !hasGap(it)),
        { expected: bug === 'leaves-gaps' ? 'violated' : 'holds' },
      ),
      'all can learn all commands': reachable(({ nodes }) =>
        nodes.server.every(({ chosen }) => chosen.every((it) => it !== null && it !== 0)),
      ),
      'a gap can be filled': reachable(
        ({ nodes }) => nodes.server.some(({ chosen }) => chosen.includes(0)),
        { expected: isFilling ? 'holds' : 'violated' },
      ),
    }),
  })
}
