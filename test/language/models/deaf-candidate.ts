import { replicas, role, system, unordered } from 'netsplit'

/*
 * One server can send but not receive: it stands again and again, and unseats the leader. Asking first whether
 * others would vote (pre-vote) mends it. The leader says "beat" again and again, once at a time.
 */

type Message = { type: 'ask first' | 'would' | 'ask' | 'yes' | 'beat'; term: number }

interface State {
  term: number
  votes: Set<string>
  voted: string | null
  leads: boolean
  /** Whether the leader was heard since the last time-out. */
  hears: boolean
}

export const parameters = { asksFirst: false, terms: 4 }

const all = ['n1', 'n2', 'n3']

export default ({ asksFirst, terms }: typeof parameters) => {
  type Send = (to: readonly string[], message: Message) => void
  const stand = (state: State, self: string, send: Send): void => {
    state.term += 1
    state.voted = self
    state.votes = new Set([self])
    state.leads = false
    send(
      all.filter((each) => each !== self),
      { type: 'ask', term: state.term },
    )
  }
  type Timers = Record<'setTimer' | 'clearTimer', (name: 'election' | 'beat') => void>
  const follow = (state: State, term: number, { setTimer, clearTimer }: Timers): void => {
    if (state.leads) {
      clearTimer('beat')
      setTimer('election')
    }
    Object.assign(state, { term, voted: null, votes: new Set(), leads: false, hears: false })
  }
  const count = (state: State, from: string, { setTimer, clearTimer }: Timers): void => {
    if (state.leads) return
    state.votes.add(from)
    state.leads = state.votes.size > 1
    if (!state.leads) return
    clearTimer('election')
    setTimer('beat')
  }
  const server = (number: number) =>
    role<State, Message, 'election' | 'beat'>({
      initial: ({ self }) => ({
        term: 1,
        votes: new Set(number === 1 ? ['n1', 'n2'] : []),
        voted: 'n1',
        leads: number === 1,
        hears: number !== 1 && self !== 'n3',
      }),
      start: (state, { setTimer }) => setTimer(state.leads ? 'beat' : 'election'),
      receive: (state, { type, term }, { self, from, send, setTimer, clearTimer }) => {
        if (type === 'ask first') {
          if (!state.leads && !state.hears) send(from, { type: 'would', term })
          return
        }
        if (term > state.term && type !== 'would') follow(state, term, { setTimer, clearTimer })
        if (term < state.term && type !== 'would') return
        if (type === 'would' && term === state.term + 1) stand(state, self, send)
        if (type === 'ask' && (state.voted === null || state.voted === from)) {
          state.voted = from
          send(from, { type: 'yes', term: state.term })
        }
        if (type === 'yes' && state.voted === self) count(state, from, { setTimer, clearTimer })
        if (type === 'beat') state.hears = true
      },
      timeout: {
        election: (state, { self, send, setTimer }) => {
          setTimer('election')
          const others = all.filter((each) => each !== self)
          if (state.hears) state.hears = false
          else if (asksFirst)
            send(others, { type: 'ask first', term: state.term + 1 }, { once: true })
          else if (state.term < terms) stand(state, self, send)
        },
        beat: (state, { self, send, setTimer }) => {
          const others = all.filter((each) => each !== self)
          send(others, { type: 'beat', term: state.term }, { once: true })
          setTimer('beat')
        },
      },
    })
  return system({
    name: 'deaf-candidate',
    nodes: { n: replicas(3, (number) => server(number)) },
    network: unordered(),
    timers: 'patient',
    faults: {
      partitions: {
        split: { from: ['n1', 'n2'], to: ['n3'] },
        atStart: true,
        heals: 'never',
        messages: 'dropped',
      },
    },
    properties: ({ always, reachable }) => ({
      'the healthy leader is never unseated': always(({ nodes }) => nodes.n[0]?.leads === true),
      'n2 hears the leader': reachable(({ nodes }) => nodes.n[1]?.hears === true),
    }),
  })
}
