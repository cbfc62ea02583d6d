import { fifo, oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * A snapshot of a system that does not stop for it: each process records its own state, and what was on its
 * way to it, so that together they are a state that the system could have been in.
 *
 * Source: K. Mani Chandy and Leslie Lamport, "Distributed Snapshots: Determining Global States of
 * Distributed Systems" (1985); their example, too, is money that is moved.
 *
 * What to look at: a marker separates what was sent before its sender recorded its state from what was sent
 * after. Who gets a first marker records its state before anything else; what comes from another process from
 * then on, until its marker comes, was on its way. So no money is counted twice, or not at all. That
 * takes links that keep order: with bug=not-fifo money overtakes a marker. bug=ignores-channels:
 * what was on its way is left out.
 */

type Message = { type: 'money' } | { type: 'marker' }

interface Process {
  balance: number
  /** The balance in the snapshot; null: not recorded yet. */
  recorded: number | null
  /** Once it has recorded its state: the processes whose marker has not come, and what came from them. */
  channels: Map<string, number>
  /** What was on its way, of those whose marker has come. */
  inTransit: number
}

const process = (bug: string) =>
  role<Process, Message, string, 'transfers'>({
    initial: () => ({ balance: 1, recorded: null, channels: new Map(), inTransit: 0 }),
    internal: {
      pay: {
        budget: 'transfers',
        when: ({ balance }) => balance > 0,
        do: (state, { others, choose, send }) => {
          state.balance -= 1
          send(choose(others), { type: 'money' })
        },
      },
      'begin a snapshot': {
        when: ({ recorded }, { self }) => recorded === null && self === 'p1',
        do: (state, { others, send }) => {
          state.recorded = state.balance
          state.channels = new Map(others.map((other) => [other, 0]))
          send(others, { type: 'marker' })
        },
      },
    },
    receive: (state, message, { from, others, send }) => {
      if (message.type === 'money') {
        state.balance += 1
        const sum = state.channels.get(from)
        if (sum !== undefined) state.channels.set(from, sum + 1)
        return
      }
      if (state.recorded === null) {
        state.recorded = state.balance
        state.channels = new Map(others.map((other) => [other, 0]))
        send(others, { type: 'marker' })
      }
      if (bug !== 'ignores-channels') state.inTransit += state.channels.get(from) ?? 0
      state.channels.delete(from)
    },
  })

const isDone = (all: readonly Process[]): boolean =>
  all.every(({ recorded, channels }) => recorded !== null && channels.size === 0)

export const parameters = {
  processes: 3,
  transfers: 2,
  bug: oneOf('none', 'not-fifo', 'ignores-channels'),
}

export default ({ processes, transfers, bug }: Given<typeof parameters>) => {
  return system({
    name: 'chandy-lamport',
    about: 'a snapshot of a system that goes on (Chandy and Lamport): no money is lost in it',
    nodes: { p: replicas(processes, process(bug)) },
    network: bug === 'not-fifo' ? unordered() : fifo(),
    budgets: { transfers },
    properties: ({ always, leadsTo, reachable }) => ({
      'all the money is in the snapshot, once': always(
        ({ nodes }) => {
          if (!isDone(nodes.p)) return true
          const sums = nodes.p.map(({ recorded, inTransit }) => (recorded ?? 0) + inTransit)
          return sums.reduce((sum, each) => sum + each, 0) === processes
        },
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'a snapshot that was begun is done in the end': leadsTo(
        ({ nodes }) => nodes.p.some(({ recorded }) => recorded !== null),
        ({ nodes }) => isDone(nodes.p),
      ),
      'money can be caught on its way': reachable(
        ({ nodes }) => nodes.p.some(({ inTransit }) => inTransit > 0),
        { expected: bug === 'ignores-channels' ? 'violated' : 'holds' },
      ),
    }),
  })
}
