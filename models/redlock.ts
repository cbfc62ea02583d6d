import { match } from 'ts-pattern'
import { ModelError, replicas, role, system, unordered } from 'netsplit'

/*
 * A lock kept by several servers that know nothing of each other: who is granted it by a majority holds it,
 * until it ends by itself.
 *
 * Source: Salvatore Sanfilippo, "Distributed Locks with Redis" (the Redlock algorithm, 2014), and Martin
 * Kleppmann, "How to do distributed locking" (2016), which says what can go wrong and what a fencing token is.
 *
 * What to look at: two ways for two clients to believe that they hold the lock. expiries=1: it ends on one
 * server while its holder, who paused or whose message was slow, still believes in it. crashes=1: a
 * server restarts and has forgotten whom it granted the lock to (durable=true mends that). One server
 * is enough, since two majorities may have just one in common.
 *
 * Whoever has the lock draws a number before it writes. With fencing=true the store turns away whoever comes
 * with a smaller one than it has seen: two may still believe that they hold the lock, but what the later one
 * has written is not overwritten by the earlier one.
 */

type Message =
  | { type: 'lock' } // client -> lock servers
  | { type: 'granted' } // and back
  | { type: 'denied' }
  | { type: 'unlock' } // client -> lock servers
  | { type: 'draw' } // client -> store: a number, please
  | { type: 'number'; number: number } // and back
  | { type: 'write'; number: number } // client -> store
  | { type: 'written' } // and back

const lockServer = (isDurable: boolean) =>
  role<{ holder: string | null }, Message, 'end', 'expiries'>({
    initial: () => ({ holder: null }),
    receive: (state, message, { from, send, setTimer, clearTimer }) => {
      if (message.type === 'lock' && state.holder !== null) send(from, { type: 'denied' })
      else if (message.type === 'lock') {
        state.holder = from
        setTimer('end')
        send(from, { type: 'granted' })
      } else if (message.type === 'unlock' && state.holder === from) {
        state.holder = null
        clearTimer('end')
      }
    },
    timeout: {
      end: {
        budget: 'expiries',
        do: (state) => {
          state.holder = null
        },
      },
    },
    durable: (state) => (isDurable ? state : {}),
    recover: (state, { setTimer }) => {
      if (state.holder !== null) setTimer('end')
    },
  })

interface Client {
  at: 'rest' | 'asks' | 'draws' | 'holds' | 'writes' | 'done'
  granted: Set<string>
  denied: Set<string>
  number: number
}

const client = role<Client, Message>({
  initial: () => ({ at: 'rest', granted: new Set(), denied: new Set(), number: 0 }),
  internal: {
    'ask for the lock': {
      when: ({ at }) => at === 'rest',
      do: (state, { group, send }) => {
        state.at = 'asks'
        send(group('lock'), { type: 'lock' })
      },
    },
    write: {
      when: ({ at }) => at === 'holds',
      do: (state, { send }) => {
        send('store', { type: 'write', number: state.number })
        state.at = 'writes'
      },
    },
  },
  receive: (state, message, { from, group, send }) => {
    const majority = Math.floor(group('lock').length / 2) + 1
    match(message)
      .with({ type: 'granted' }, () => {
        if (state.at !== 'asks') return
        state.granted.add(from)
        if (state.granted.size < majority) return
        state.at = 'draws'
        send('store', { type: 'draw' })
      })
      .with({ type: 'denied' }, () => {
        if (state.at !== 'asks') return
        state.denied.add(from)
        if (state.denied.size < majority) return
        send(group('lock'), { type: 'unlock' })
        state.at = 'done'
      })
      .with({ type: 'number' }, ({ number }) => {
        Object.assign(state, { at: 'holds', number })
      })
      // Not before: the lock would be another's while the write is on its way.
      .with({ type: 'written' }, () => {
        send(group('lock'), { type: 'unlock' })
        state.at = 'done'
      })
      .otherwise(() => {})
  },
  stale: ({ at }, { type }) =>
    (type === 'granted' || type === 'denied') && at !== 'asks' && at !== 'rest',
})

interface Store {
  drawn: number
  /** The numbers of the writes that were taken, in this order. */
  writes: number[]
}

/** Its numbers, and whom it has taken writes from. */
const store = (fencing: boolean) =>
  role<Store, Message>({
    initial: () => ({ drawn: 0, writes: [] }),
    receive: (state, message, { from, send }) => {
      if (message.type === 'draw') {
        state.drawn += 1
        send(from, { type: 'number', number: state.drawn })
      } else if (message.type === 'write') {
        const isNew = message.number > (state.writes.at(-1) ?? 0)
        if (isNew || !fencing) state.writes.push(message.number)
        send(from, { type: 'written' })
      }
    },
  })

export const parameters = {
  locks: 3,
  clients: 2,
  expiries: 0,
  crashes: 0,
  durable: false,
  fencing: false,
}

export default ({ locks, clients, expiries, crashes, durable, fencing }: typeof parameters) => {
  if (!Number.isInteger(locks) || locks % 2 === 0) {
    throw new ModelError('bad-parameter', {
      what: `${locks} lock servers make no good majority`,
      where: [`parameter locks=${locks}`],
      fix: 'give an odd number',
    })
  }
  const isExclusive = expiries === 0 && (crashes === 0 || durable)
  return system({
    name: 'redlock',
    about: 'a lock by majority of several servers (Redlock), which ends by itself',
    nodes: {
      lock: replicas(locks, lockServer(durable)),
      client: replicas(clients, client),
      store: store(fencing),
    },
    network: unordered(),
    budgets: { expiries },
    faults: {
      crashes: {
        times: crashes,
        nodes: Array.from({ length: locks }, (_, at) => `lock${at + 1}` as const),
      },
    },
    properties: ({ always, reachable }) => ({
      'no two believe that they hold the lock': always(
        ({ nodes }) =>
          nodes.client.filter(({ at }) => at === 'holds' || at === 'writes').length <= 1,
        { expected: isExclusive ? 'holds' : 'violated' },
      ),
      'no write with an older number is taken after one with a newer': always(
        ({ nodes }) =>
          nodes.store.writes.every((number, at) => number > (nodes.store.writes[at - 1] ?? 0)),
        { expected: isExclusive || fencing ? 'holds' : 'violated' },
      ),
      'all can write, one after the other': reachable(
        ({ nodes }) => nodes.store.writes.length === clients,
      ),
    }),
  })
}
