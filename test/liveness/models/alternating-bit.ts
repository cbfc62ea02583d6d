import { fifo, role, system, type Fairness, type System } from 'netsplit'

/*
 * The alternating-bit protocol: K. A. Bartlett, R. A. Scantlebury and P. T. Wilkinson, "A note on
 * reliable full-duplex transmission over half-duplex links", CACM 12(5), 1969.
 *
 * Items 0, 1, 2, 0, 1, … go over a link that keeps order and may lose anything. The sender repeats
 * an item until its acknowledgement comes, and only when nothing is under way any more.
 */

type Message = { type: 'data'; bit: number; item: number } | { type: 'ack'; bit: number }

interface Sender {
  bit: number
  item: number
}

interface Receiver {
  /** The bit of the next item. */
  bit: number
  /** The item that came last. */
  item: number | null
}

const items = 3

const sender = role<Sender, Message, 'again'>({
  initial: () => ({ bit: 0, item: 0 }),
  start: ({ bit, item }, { send, setTimer }) => {
    send('receiver', { type: 'data', bit, item })
    setTimer('again')
  },
  receive: (state, message, { send }) => {
    if (message.type !== 'ack' || message.bit !== state.bit) return
    state.bit = 1 - state.bit
    state.item = (state.item + 1) % items
    send('receiver', { type: 'data', bit: state.bit, item: state.item })
  },
  timeout: {
    again: ({ bit, item }, { send, setTimer }) => {
      send('receiver', { type: 'data', bit, item })
      setTimer('again')
    },
  },
})

const receiver = role<Receiver, Message>({
  initial: () => ({ bit: 0, item: null }),
  receive: (state, message, { send }) => {
    if (message.type !== 'data') return
    if (message.bit === state.bit) {
      state.bit = 1 - state.bit
      state.item = message.item
    }
    send('sender', { type: 'ack', bit: message.bit })
  },
})

/** The protocol over a link that may lose any message, under a fairness. */
export const alternatingBit = (fairness: Fairness): System =>
  system({
    name: 'alternating-bit',
    nodes: { sender, receiver },
    network: fifo({ loss: 'unlimited' }),
    timers: 'patient',
    fairness,
    properties: ({ stepwise, alwaysEventually }) => ({
      'items arrive once each and in order': stepwise(
        ({ nodes: { receiver: before } }, { nodes: { receiver: after } }) =>
          before.item === after.item || after.item === ((before.item ?? items - 1) + 1) % items,
      ),
      'item 0 arrives again and again': alwaysEventually(({ nodes }) => nodes.receiver.item === 0),
      'item 1 arrives again and again': alwaysEventually(({ nodes }) => nodes.receiver.item === 1),
    }),
  })
