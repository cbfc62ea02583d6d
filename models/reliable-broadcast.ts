import { oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Telling all or none: whoever gets a message passes it on before it delivers it, so that it does not matter if
 * its sender crashes half-way.
 *
 * Source: Vassos Hadzilacos and Sam Toueg, "A Modular Approach to Fault-Tolerant Broadcasts and Related
 * Problems" (1994), sections 3 and 4: reliable and uniform reliable broadcast by diffusion.
 *
 * What to look at: a sender that crashes has told some and not others. With bug=no-relay they never agree.
 * With bug=delivers-first, where a node delivers before it passes on, those who stay up still do; but one may
 * deliver, act on it, and crash before it has told anybody. Whether that matters is the difference
 * between agreement and uniform agreement.
 *
 * Why it holds: who has delivered has sent the message to all, and what was sent arrives, whatever becomes of
 * the sender. Sending to several is not one step here: a node sends to one after the other, and may crash in
 * between.
 */

type Message = { type: 'message' }

interface Node {
  hasSeen: boolean
  isDelivered: boolean
  /** To whom it has still to send. */
  toSend: string[]
}

const node = (bug: string) =>
  role<Node, Message>({
    initial: () => ({ hasSeen: false, isDelivered: false, toSend: [] }),
    internal: {
      broadcast: {
        optional: true,
        when: ({ hasSeen }, { self }) => !hasSeen && self === 'n1',
        do: (state, { others }) => {
          Object.assign(state, { hasSeen: true, toSend: [...others] })
        },
      },
      'send to the next': {
        when: ({ toSend }) => toSend.length > 0,
        do: (state, { send }) => {
          const [next = '', ...rest] = state.toSend
          state.toSend = rest
          send(next, { type: 'message' })
        },
      },
      deliver: {
        when: ({ hasSeen, isDelivered, toSend }) =>
          hasSeen && !isDelivered && (toSend.length === 0 || bug === 'delivers-first'),
        do: (state) => {
          state.isDelivered = true
        },
      },
    },
    receive: (state, _, { others }) => {
      if (state.hasSeen) return
      state.hasSeen = true
      if (bug !== 'no-relay') state.toSend = [...others]
    },
    durable: (state) => state,
  })

export const parameters = { nodes: 3, crashes: 2, bug: oneOf('none', 'no-relay', 'delivers-first') }

export default ({ nodes: count, crashes, bug }: Given<typeof parameters>) => {
  const isCrashing = crashes > 0
  return system({
    name: 'reliable-broadcast',
    about: 'all deliver a message or none, though senders crash half-way (Hadzilacos, Toueg)',
    nodes: { n: replicas(count, node(bug)) },
    network: unordered(),
    faults: { crashes: { times: crashes, restarts: 'never' } },
    properties: ({ eventuallyAlways, leadsTo, reachable }) => ({
      'of those who stay up all deliver, or none': eventuallyAlways(
        ({ nodes, up }) => {
          const left = nodes.n.filter((_, at) => up.n[at])
          return left.every((it) => it.isDelivered) || left.every((it) => !it.isDelivered)
        },
        { expected: isCrashing && bug === 'no-relay' ? 'violated' : 'holds' },
      ),
      'if anybody has delivered, all do who stay up': leadsTo(
        ({ nodes }) => nodes.n.some((it) => it.isDelivered),
        ({ nodes, up }) => nodes.n.every((it, at) => it.isDelivered || !up.n[at]),
        { expected: isCrashing && bug !== 'none' ? 'violated' : 'holds' },
      ),
      'all can deliver': reachable(({ nodes }) => nodes.n.every((it) => it.isDelivered)),
    }),
  })
}
