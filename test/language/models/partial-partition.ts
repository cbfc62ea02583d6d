import { role, system, unordered, type Split } from 'netsplit'

/*
 * A partial partition: the old leader reaches the bridge and nobody else, the bridge reaches everybody. The
 * leader's beats keep the bridge from voting for a new one; so there is none, though three of four could meet.
 */

type Message = 'beat' | 'vote?' | 'yes'

interface State {
  lease: boolean
  votes: Set<string>
  leads: boolean
}

const old = role<{ acks: number }, Message>({
  initial: () => ({ acks: 0 }),
  start: (_, { setTimer }) => setTimer('beat'),
  receive: () => undefined,
  timeout: {
    beat: (_, { send, setTimer }) => {
      send(['bridge', 'a', 'b'], 'beat', { once: true })
      setTimer('beat')
    },
  },
})

const voter = role<State, Message>({
  initial: () => ({ lease: true, votes: new Set(), leads: false }),
  start: (_, { self, setTimer }) => {
    if (self === 'a') setTimer('lease ends')
  },
  receive: (state, message, { from, send }) => {
    if (message === 'beat') state.lease = true
    if (message === 'vote?' && (!state.lease || from === 'old')) send(from, 'yes', { once: true })
    if (message === 'yes') state.votes.add(from)
    state.leads ||= state.votes.size === 3
  },
  timeout: {
    'lease ends': (state, { self, send, setTimer }) => {
      state.lease = false
      if (state.leads) return
      setTimer('lease ends')
      state.votes.add(self)
      send(['bridge', 'b'], 'vote?', { once: true })
    },
  },
  internal: {
    'doubts the leader': {
      optional: true,
      when: ({ lease }) => lease,
      do: (state) => void (state.lease = false),
    },
  },
})

/** @param split who cannot reach whom, from the start on and for ever */
export default (split: Split<'old' | 'bridge' | 'a' | 'b'>) =>
  system({
    name: 'partial-partition',
    nodes: { old, bridge: voter, a: voter, b: voter },
    network: unordered(),
    faults: { partitions: { split, atStart: true, heals: 'never', messages: 'dropped' } },
    properties: ({ never, reachable }) => ({
      'a hears the old leader': reachable(({ inFlight }) =>
        inFlight.some(({ to, message }) => message === 'beat' && to === 'a'),
      ),
      'the bridge hears the old leader': reachable(({ inFlight }) =>
        inFlight.some(({ to, message }) => message === 'beat' && to === 'bridge'),
      ),
      'nobody else leads': never(({ nodes }) => nodes.a.leads),
    }),
  })
