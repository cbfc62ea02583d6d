import { client, fifo, role, system, unordered, type System } from '../../src/index.ts'

/* Small systems whose verdicts depend on this or that. */

type Packet = { type: 'word'; bit: number } | { type: 'ack'; bit: number }

/** Two words over a link that loses what it likes; the sender repeats when nothing is under way. */
export const alternatingBit: System = system({
  name: 'alternating-bit',
  nodes: {
    sender: role<{ sent: number }, Packet, 'again'>({
      initial: () => ({ sent: 0 }),
      start: (_, { send, setTimer }) => {
        send('receiver', { type: 'word', bit: 0 })
        setTimer('again')
      },
      receive: (state, { bit }, { send, clearTimer }) => {
        if (bit !== state.sent % 2) return
        state.sent += 1
        if (state.sent < 2) send('receiver', { type: 'word', bit: state.sent % 2 })
        else clearTimer('again')
      },
      timeout: {
        again: ({ sent }, { send, setTimer }) => {
          send('receiver', { type: 'word', bit: sent % 2 })
          setTimer('again')
        },
      },
    }),
    receiver: role<{ words: number }, Packet>({
      initial: () => ({ words: 0 }),
      receive: (state, { bit }, { send }) => {
        if (bit === state.words % 2) state.words += 1
        send('sender', { type: 'ack', bit })
      },
    }),
  },
  network: fifo({ loss: 'unlimited' }),
  timers: 'patient',
  fairness: 'strong',
  properties: ({ always, eventually }) => ({
    'at most two words arrive': always(({ nodes }) => nodes.receiver.words <= 2),
    'both words arrive': eventually(({ nodes }) => nodes.receiver.words === 2),
  }),
})

/** A counter that is told to go up and then down: if the first is lost, it goes below zero. */
export const counter: System = system({
  name: 'counter',
  nodes: {
    shop: role<null, 'up' | 'down'>({
      initial: () => null,
      start: (_, { send }) => {
        send('stock', 'up')
        send('stock', 'down')
      },
    }),
    stock: role<{ count: number }, 'up' | 'down'>({
      initial: () => ({ count: 0 }),
      receive: (state, message) => {
        state.count += message === 'up' ? 1 : -1
      },
    }),
  },
  network: fifo(),
  properties: ({ always, reachable }) => ({
    'stock is never below zero': always(({ nodes }) => nodes.stock.count >= 0),
    'stock is in the end as it was': reachable(
      ({ nodes, inFlight }) => nodes.stock.count === 0 && inFlight.length === 0,
    ),
  }),
})

/** A shop that crashes and comes back, and a customer who waits for it. */
export const crashing: System = system({
  name: 'crashing',
  nodes: {
    shop: role<null, 'ask' | 'yes'>({
      initial: () => null,
      receive: (_, __, { from, send }) => send(from, 'yes'),
    }),
    rahim: client<'ask' | 'yes'>({ near: 'shop', ask: [{ send: 'ask' }] }),
  },
  network: unordered(),
  faults: { crashes: { nodes: ['shop'], times: 1, restarts: 'eventually' } },
  properties: ({ everyRequestAnswered }) => ({
    'Rahim gets an answer': everyRequestAnswered(),
  }),
})

/** Nobody talks, nothing fails: there is a step, and a promise that it is taken. */
export const lonely: System = system({
  name: 'lonely',
  nodes: {
    worker: role<{ done: boolean }>({
      initial: () => ({ done: false }),
      internal: {
        work: { when: ({ done }) => !done, do: () => ({ done: true }) },
      },
    }),
  },
  properties: ({ eventually }) => ({
    'the work gets done': eventually(({ nodes }) => nodes.worker.done),
  }),
})

/** A handler that cannot cope with a message that comes twice. */
export const fragile: System = system({
  name: 'fragile',
  nodes: {
    shop: role<null, 'order'>({
      initial: () => null,
      start: (_, { send }) => send('stock', 'order'),
    }),
    stock: role<{ orders: number }, 'order'>({
      initial: () => ({ orders: 0 }),
      receive: (state) => {
        if (state.orders > 0) throw new Error('two orders')
        state.orders += 1
      },
    }),
  },
  properties: ({ always }) => ({
    'one order at most': always(({ nodes }) => nodes.stock.orders <= 1),
  }),
})
