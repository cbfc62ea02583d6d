import { match } from 'ts-pattern'
import { duplicating, replicas, role, system } from 'netsplit'

/*
 * Two-phase commit: several participants agree whether a transaction commits or aborts, with the
 * help of a transaction manager.
 *
 * Source: Jim Gray and Leslie Lamport, "Consensus on Transaction Commit" (2006), section 3, and
 * Lamport's TLA+ module TwoPhase.
 *
 * What to look at: any participant that has not prepared may still abort on its own, and so may the
 * manager at any time until it has decided; yet no two participants ever decide differently. What
 * makes it so is that the manager waits for all of them: let it commit when the first has prepared,
 * and five steps are enough for one to commit and another to abort.
 *
 * What is not promised here: that anybody ever decides. A participant that has prepared can do
 * nothing but wait for the manager. Commit without that weakness takes consensus, which is what the
 * paper goes on to, and what the Paxos model is about.
 *
 * Messages are never consumed: the network is the set of all messages ever sent. Loss need not be
 * modelled, since nothing obliges a message that was sent to be received.
 */

type Message =
  | { type: 'prepared'; participant: string } // participant -> manager
  | { type: 'commit' } // manager -> participants
  | { type: 'abort' } // manager -> participants

type Participant = 'working' | 'prepared' | 'committed' | 'aborted'

interface Manager {
  decision: 'initial' | 'committed' | 'aborted'
  /** Who has said that it is prepared. */
  prepared: string[]
}

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
    'abort on its own': {
      when: (state) => state === 'working',
      do: () => 'aborted',
    },
  },
  receive: (state, message) =>
    match(message)
      .returnType<Participant>()
      .with({ type: 'commit' }, () => 'committed')
      .with({ type: 'abort' }, () => 'aborted')
      .with({ type: 'prepared' }, () => state)
      .exhaustive(),
})

const manager = role<Manager, Message>({
  initial: () => ({ decision: 'initial', prepared: [] }),
  // Once it has decided, the manager listens to nobody.
  accepts: ({ decision }) => decision === 'initial',
  receive: (state, message) => {
    if (message.type !== 'prepared') return
    if (!state.prepared.includes(message.participant)) state.prepared.push(message.participant)
    state.prepared.sort()
  },
  internal: {
    commit: {
      when: ({ decision, prepared }, { group }) =>
        decision === 'initial' && prepared.length === group('participant').length,
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

export const parameters = { participants: 3 }

export default ({ participants }: typeof parameters) =>
  system({
    name: 'two-phase-commit',
    about: 'Gray and Lamport: all participants commit, or all abort',
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
