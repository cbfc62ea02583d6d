import {
  client,
  duplicating,
  fifo,
  machine,
  replicas,
  role,
  system,
  unordered,
  type Faults,
  type Network,
  type System,
} from '../../src/index.ts'

/*
 * Small systems whose shortest runs show every kind of thing that can happen, one each: the pictures
 * of the golden files.
 */

type Order = 'confirmed' | 'cancelled'
type ShopMessage =
  | { type: 'request'; wish: Order }
  | { type: 'answer'; order: Order }
  | { type: 'replicate'; order: Order }

const region = role<{ order: Order | 'open' }, ShopMessage>({
  initial: () => ({ order: 'open' }),
  receive: (state, message, { from, others, send }) => {
    if (message.type === 'answer') return
    if (message.type === 'replicate') {
      state.order = message.order
      return
    }
    if (state.order === 'open') {
      state.order = message.wish
      send(others, { type: 'replicate', order: message.wish })
    }
    send(from, { type: 'answer', order: state.order })
  },
})

const user = (near: string, wish: Order) =>
  client<ShopMessage>({ near, ask: [{ send: { type: 'request', wish } }] })

/** Two regions that answer at once; the users must not be told different things. */
const shop = (name: string, faults: Faults<'dhaka' | 'ctg'>): System =>
  system({
    name,
    nodes: {
      dhaka: region,
      ctg: region,
      rahim: user('dhaka', 'confirmed'),
      mita: user('ctg', 'cancelled'),
    },
    faults,
    properties: ({ never, reachable }) => ({
      'rahim and mita are told the same': never(({ nodes: { rahim, mita } }) => {
        const [first, second] = [rahim.answers[0], mita.answers[0]]
        return first?.type === 'answer' && second?.type === 'answer' && first.order !== second.order
      }),
      'the regions can stay apart when the cut has healed': reachable(
        ({ nodes: { dhaka, ctg }, partitioned, inFlight }) =>
          !partitioned &&
          inFlight.length === 0 &&
          dhaka.order === 'confirmed' &&
          ctg.order === 'cancelled',
      ),
      'both can be told that it is confirmed': reachable(({ nodes: { rahim, mita } }) =>
        [rahim, mita].every(
          ({ answers: [first] }) => first?.type === 'answer' && first.order === 'confirmed',
        ),
      ),
    }),
  })

/** The link is cut when the story begins, and what is sent across waits. */
export const delayedFromStart = shop('delayed-from-start', {
  partitions: { split: [['dhaka'], ['ctg']], atStart: true, heals: 'never' },
})

/** The link is cut when the story begins, but it may heal. */
export const healing = shop('healing', {
  partitions: { split: [['dhaka'], ['ctg']], atStart: true, heals: 'maybe' },
})

/** As before, but what is sent into the cut is lost. */
export const droppedFromStart = system({
  name: 'dropped-from-start',
  nodes: {
    sender: role<number, string>({
      initial: () => 0,
      start: (_, { group, send }) => send(group('receiver'), 'hello'),
    }),
    receiver: replicas(
      2,
      role<number, string>({ initial: () => 0, receive: (heard) => heard + 1 }),
    ),
  },
  faults: {
    partitions: {
      split: [['receiver2']],
      atStart: true,
      messages: 'dropped',
      heals: 'never',
    },
  },
  properties: ({ noDeadlock }) => ({
    'everybody is greeted': noDeadlock({
      unless: ({ nodes: { receiver } }) => receiver.every((heard) => heard > 0),
    }),
  }),
})

/** The link may be cut at any moment, and what is on it then is lost. */
export const dropped = shop('dropped', {
  partitions: { split: [['dhaka'], ['ctg']], messages: 'dropped' },
})

interface Counter {
  count: number
  heard: string[]
}
type Tick = { type: 'tick'; count: number }

/** One-way: what the leader says does not arrive, what it hears does. */
export const oneWay = system({
  name: 'one-way',
  nodes: {
    leader: role<Counter, Tick>({
      initial: () => ({ count: 0, heard: [] }),
      internal: {
        'count on': {
          when: ({ count }) => count < 3,
          do: (state, { group, send }) => {
            state.count += 1
            send(group('follower'), { type: 'tick', count: state.count })
          },
        },
      },
      receive: (state, { count }, { from }) => {
        state.heard.push(`${from} at ${count}`)
      },
    }),
    follower: replicas(
      2,
      role<Counter, Tick>({
        initial: () => ({ count: 0, heard: [] }),
        receive: (state, { count }, { send }) => {
          state.count = count
          send('leader', { type: 'tick', count })
        },
      }),
    ),
  },
  faults: {
    partitions: {
      split: { from: ['leader'], to: ['follower2'] },
      heals: 'maybe',
      messages: 'delayed',
    },
  },
  properties: ({ always, reachable }) => ({
    'followers are at most one tick apart': always(
      ({ nodes: { follower } }) =>
        Math.abs((follower[0]?.count ?? 0) - (follower[1]?.count ?? 0)) <= 1,
    ),
    'who cannot be reached can still be heard': reachable(
      ({ nodes: { leader }, partitioned }) =>
        partitioned && leader.count === 2 && leader.heard.includes('follower2 at 1'),
    ),
  }),
})

interface Replica {
  term: number
  log: string[]
  leader: string | null
}
type Vote = { type: 'vote'; term: number; log: readonly string[] }

/** A crash keeps only what is durable; a node that restarts forgets whom it follows. */
export const crash = system({
  name: 'crash',
  nodes: {
    replica: replicas(
      2,
      role<Replica, Vote, 'election'>({
        initial: () => ({ term: 0, log: [], leader: null }),
        start: (_, { setTimer }) => setTimer('election'),
        receive: (state, { term }, { from, clearTimer }) => {
          if (term < state.term) return
          state.term = term
          state.leader = from
          state.log.push(`followed ${from}`)
          clearTimer('election')
        },
        timeout: {
          election: (state, { self, others, send }) => {
            state.term += 1
            state.leader = self
            send(others, { type: 'vote', term: state.term, log: state.log })
          },
        },
        durable: ({ term, log }) => ({ term, log }),
        recover: (state, { setTimer }) => {
          state.log.push('restarted')
          setTimer('election')
        },
      }),
    ),
  },
  faults: { crashes: { times: 1 } },
  properties: ({ reachable }) => ({
    'who followed another can wake up and stand for election': reachable(({ nodes: { replica } }) =>
      replica.some(
        ({ leader, log }) => log.join() === 'followed replica2,restarted' && leader === 'replica1',
      ),
    ),
  }),
})

/** One token that the network may lose, or deliver and keep. */
const token = (name: string, network: Network): System =>
  system({
    name,
    nodes: {
      left: role<number, 'token'>({
        initial: () => 1,
        internal: {
          'pass it on': {
            when: (tokens) => tokens > 0,
            do: (tokens, { send }) => {
              send('right', 'token')
              return tokens - 1
            },
          },
        },
      }),
      right: role<number, 'token'>({ initial: () => 0, receive: (tokens) => tokens + 1 }),
    },
    network,
    properties: ({ always }) => ({
      'there is exactly one token': always(
        ({ nodes: { left, right }, inFlight }) => left + right + inFlight.length === 1,
      ),
    }),
  })

export const loss = token('loss', unordered({ loss: 1 }))
export const duplicate = token('duplicate', unordered({ duplication: 1 }))

/** A queue keeps the order; the reader takes what it is told in the order in which it was written. */
export const queue = system({
  name: 'queue',
  nodes: {
    writer: role<null, { type: 'write'; value: number }>({
      initial: () => null,
      start: (_, { send }) => {
        for (const value of [1, 2, 3]) send('reader', { type: 'write', value })
      },
    }),
    reader: role<number[], { type: 'write'; value: number }>({
      initial: () => [],
      receive: (values, { value }) => {
        values.unshift(value)
        if (values.length > 2) values.pop()
      },
    }),
  },
  network: fifo(),
  properties: ({ reachable }) => ({
    'the last two can be kept, the newest first': reachable(
      ({ nodes: { reader } }) => reader[0] === 3 && reader[1] === 2,
    ),
  }),
})

/** Handlers that choose, and states of Maps and Sets. */
export const collections = system({
  name: 'collections',
  nodes: {
    dealer: role<Map<string, Set<number>>, { type: 'deal'; card: number }>({
      initial: () => new Map([['dealt', new Set<number>()]]),
      internal: {
        deal: {
          when: (cards) => (cards.get('dealt')?.size ?? 0) < 2,
          do: (cards, { choose, group, send }) => {
            const card = choose([7, 8, 9].filter((each) => !cards.get('dealt')?.has(each)))
            const player = choose(group('player'))
            cards.get('dealt')?.add(card)
            cards.set(player, new Set([...(cards.get(player) ?? []), card]))
            send(player, { type: 'deal', card })
          },
        },
      },
    }),
    player: replicas(
      2,
      role<{ hand: Set<number>; best: number | null }, { type: 'deal'; card: number }>({
        initial: () => ({ hand: new Set(), best: null }),
        receive: (state, { card }) => {
          state.hand.add(card)
          state.best = Math.max(...state.hand)
        },
      }),
    ),
  },
  properties: ({ never }) => ({
    'no player holds both the eight and the nine': never(({ nodes: { player, dealer } }) =>
      player.some(({ hand }) => hand.has(8) && hand.has(9) && dealer.get('player1') !== undefined),
    ),
  }),
})

/** Messages that are never consumed, and payloads that do not fit on a line. */
export const longPayload = system({
  name: 'long-payload',
  nodes: {
    author: role<string, { type: 'publish'; title: string; tags: string[]; body: string }>({
      initial: () => 'writing',
      internal: {
        publish: {
          when: (state) => state === 'writing',
          do: (_, { group, send }) => {
            send(group('reader'), {
              type: 'publish',
              title: 'Consensus in the presence of partial synchrony',
              tags: ['consensus', 'partial synchrony', 'fault tolerance', 'agreement', 'time'],
              body: `The concept of partial synchrony in a distributed system is introduced. ${'x'.repeat(90)}`,
            })
            return 'done'
          },
        },
      },
    }),
    reader: replicas(
      6,
      role<
        { shelf: Record<string, unknown>; read: number },
        { type: 'publish'; title: string; tags: string[]; body: string }
      >({
        initial: () => ({ shelf: {}, read: 0 }),
        receive: (state, message) => {
          state.shelf[message.title] = { tags: message.tags, body: message.body }
          state.read += 1
        },
      }),
    ),
  },
  network: duplicating(),
  properties: ({ never }) => ({
    'nobody reads the same thing twice, however often it is delivered: a long name for a property':
      never(({ nodes: { reader } }) => reader.some(({ read }) => read === 2)),
  }),
})

/** A machine: a state and named actions. */
export const jugs = machine({
  name: 'jugs',
  initial: () => ({ small: 0, big: 0 }),
  actions: {
    'fill the big jug': (state) => ({ ...state, big: 5 }),
    'empty the small jug': (state) => ({ ...state, small: 0 }),
    'pour big into small': (state) => {
      const poured = Math.min(state.big, 3 - state.small)
      state.big -= poured
      state.small += poured
    },
  },
  properties: ({ never, stepwise }) => ({
    'the big jug never holds four gallons': never(({ big }) => big === 4),
    'at most two gallons leave the big jug at once': stepwise(
      (before, after) => after.big >= before.big - 2,
    ),
  }),
})

type LockMessage = { type: 'lock' | 'granted' | 'unlock' }

const lock = role<string | null, LockMessage>({
  initial: () => null,
  accepts: (holder, { type }) => holder === null || type === 'unlock',
  receive: (_, { type }, { from, send }) => {
    if (type === 'unlock') return null
    send(from, { type: 'granted' })
    return from
  },
})

/** Two that wait for each other. */
export const deadlock = system({
  name: 'deadlock',
  nodes: {
    worker: replicas(
      2,
      role<{ has: string[]; wants: string }, LockMessage>({
        initial: ({ self }) => ({
          has: [],
          wants: self === 'worker1' ? 'first' : 'second',
        }),
        start: ({ wants }, { send }) => send(wants, { type: 'lock' }),
        receive: (state, _, { from, send }) => {
          state.has.push(from)
          state.wants = from === 'first' ? 'second' : 'first'
          if (state.has.length < 2) send(state.wants, { type: 'lock' })
          else for (const lock of state.has) send(lock, { type: 'unlock' })
        },
      }),
    ),
    first: lock,
    second: lock,
  },
  properties: ({ noDeadlock }) => ({
    'the workers get on': noDeadlock({
      unless: ({ nodes: { worker } }) => worker.every(({ has }) => has.length === 2),
    }),
  }),
})

type RelayMessage = { type: 'get' } | { type: 'value' } | { type: 'no' }

/** A relay that asks the main node, which a cut without promise can keep from it for ever. */
export const relay = system({
  name: 'relay',
  nodes: {
    main: role<null, RelayMessage>({
      initial: () => null,
      receive: (_, __, { from, send }) => send(from, { type: 'value' }),
    }),
    edge: role<string | null, RelayMessage>({
      initial: () => null,
      receive: (asker, { type }, { from, send }) => {
        if (type === 'value' && asker !== null) send(asker, { type: 'value' })
        if (type === 'value') return null
        if (asker !== null) send(from, { type: 'no' })
        else send('main', { type: 'get' })
        return asker ?? from
      },
    }),
    rahim: client<RelayMessage>({ near: 'edge', ask: [{ send: { type: 'get' } }] }),
    mita: client<RelayMessage>({
      near: 'edge',
      ask: [{ send: { type: 'get' } }],
      refused: ({ type }) => type === 'no',
    }),
    clock: role<number>({
      initial: () => 0,
      internal: { tick: (time) => (time + 1) % 3 },
    }),
  },
  faults: {
    partitions: { split: [['main', 'clock'], ['edge']], heals: 'maybe', times: 1, atStart: true },
  },
  properties: ({ everyRequestAnswered, everyRequestServed }) => ({
    'whoever asks is answered': everyRequestAnswered(),
    'whoever asks is served': everyRequestServed(),
  }),
})
