import { fifo, oneOf, role, system, unordered, type Given } from 'netsplit'

/*
 * One bit is enough to send messages over a link that loses and repeats them: each is sent again until its
 * bit comes back, and the next one has the other bit.
 *
 * Source: Keith Bartlett, Roger Scantlebury and Peter Wilkinson, "A Note on Reliable Full-duplex Transmission
 * over Half-duplex Links" (1969).
 *
 * What to look at: the receiver acknowledges what it has already, too, since it cannot know whether the
 * first acknowledgement was lost. The bit tells it whether a message is new, and the sender whether an
 * acknowledgement is old. One bit is enough because links keep order: when the first message with a new
 * bit comes, none with the old one can follow. With bug=not-fifo, a message of two rounds ago can.
 * bug=no-bit: the receiver takes whatever comes for new.
 *
 * A link holds up to `room` messages each way; a sender whose link is full is not modelled. That each message
 * arrives in the end takes links that do not lose all of what is sent again and again.
 */

type Message = { type: 'data'; bit: 0 | 1; item: number } | { type: 'ack'; bit: 0 | 1 }

interface Sender {
  /** The number of the item that is being sent; beyond the last: done. */
  item: number
  bit: 0 | 1
}

const flipped = (bit: 0 | 1): 0 | 1 => (bit === 0 ? 1 : 0)

const sender = (items: number) =>
  role<Sender, Message, 'again'>({
    initial: () => ({ item: 1, bit: 0 }),
    start: ({ item, bit }, { send, setTimer }) => {
      send('receiver', { type: 'data', bit, item })
      setTimer('again')
    },
    timeout: {
      again: ({ item, bit }, { send, setTimer }) => {
        send('receiver', { type: 'data', bit, item })
        setTimer('again')
      },
    },
    receive: (state, message, { send, setTimer, clearTimer }) => {
      if (message.type !== 'ack' || message.bit !== state.bit || state.item > items) return
      Object.assign(state, { item: state.item + 1, bit: flipped(state.bit) })
      if (state.item > items) return clearTimer('again')
      send('receiver', { type: 'data', bit: state.bit, item: state.item })
      setTimer('again')
    },
  })

interface Receiver {
  /** The bit that the next item will have. */
  expected: 0 | 1
  received: number[]
}

const receiver = (bug: string) =>
  role<Receiver, Message>({
    initial: () => ({ expected: 0, received: [] }),
    receive: (state, message, { from, send }) => {
      if (message.type !== 'data') return
      send(from, { type: 'ack', bit: message.bit })
      if (message.bit !== state.expected && bug !== 'no-bit') return
      state.received.push(message.item)
      state.expected = flipped(message.bit)
    },
  })

export const parameters = { items: 3, room: 3, bug: oneOf('none', 'no-bit', 'not-fifo') }

export default ({ items, room, bug }: Given<typeof parameters>) => {
  const limits = { loss: 'unlimited', duplication: 'unlimited' } as const
  return system({
    name: 'alternating-bit',
    about: 'one bit makes a link reliable that loses and repeats, but keeps order',
    nodes: { sender: sender(items), receiver: receiver(bug) },
    network: bug === 'not-fifo' ? unordered(limits) : fifo(limits),
    within: {
      states: ({ inFlight, nodes }) =>
        nodes.receiver.received.length <= items + 1 &&
        ['sender', 'receiver'].every(
          (id) => inFlight.filter(({ from }) => from === id).length <= room,
        ),
      intended: true,
    },
    properties: ({ always, eventually, reachable }) => ({
      'what has arrived is what was sent, in order and once': always(
        ({ nodes }) => nodes.receiver.received.every((item, at) => item === at + 1),
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'everything arrives in the end': eventually(
        ({ nodes }) => nodes.receiver.received.length >= items,
        // An old acknowledgement makes the sender skip an item.
        { fairness: { deliver: 'strong' }, expected: bug === 'not-fifo' ? 'violated' : 'holds' },
      ),
      'everything can be acknowledged': reachable(({ nodes }) => nodes.sender.item > items),
    }),
  })
}
