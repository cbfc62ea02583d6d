import { match } from 'ts-pattern'
import { oneOf, replicas, role, system, unordered, type Context, type Given } from 'netsplit'

/*
 * Election among nodes that can reach each other: who misses the coordinator asks those with higher numbers to
 * take over; if none of them answers, it coordinates itself.
 *
 * Source: Hector Garcia-Molina, "Elections in a Distributed Computing System" (1982), the bully algorithm; it is
 * made for nodes that are known to answer in time, or to be down.
 *
 * What to look at: what rests on time. With patient time-outs, which never come early, silence means that a node is
 * down, and two that are up never coordinate at once. With timers=any a time-out may come while the answer
 * is still on its way, two do, and the lower one may never hear of it.
 *
 * What is said again is said once: a message that waits for a node that is down is not sent a second time.
 */

type Message =
  | { type: 'election' } // to those with higher numbers
  | { type: 'answer' } // and back
  | { type: 'coordinator' } // to those with lower numbers
  | { type: 'alive?' } // to the coordinator
  | { type: 'alive' } // and back

interface Node {
  coordinator: number
  /** Whether it asks higher ones to take over, or waits for one that has answered. */
  phase: 'follows' | 'asks' | 'waits'
  /** Whether it has asked the coordinator if it is there, and heard nothing since. */
  isAsking: boolean
}

type Do = Context<Message, 'silence'>

const idOf = (number: number): string => `n${number}`

const node = (number: number, all: readonly number[]) => {
  const higher = all.filter((it) => it > number).map(idOf)
  const lower = all.filter((it) => it < number).map(idOf)

  const coordinate = (state: Node, { send, clearTimer }: Do): void => {
    Object.assign(state, { coordinator: number, phase: 'follows', isAsking: false })
    clearTimer('silence')
    send(lower, { type: 'coordinator' }, { once: true })
  }
  const elect = (state: Node, context: Do): void => {
    if (higher.length === 0) return coordinate(state, context)
    Object.assign(state, { phase: 'asks', isAsking: false })
    context.send(higher, { type: 'election' }, { once: true })
    context.setTimer('silence')
  }

  return role<Node, Message, 'silence'>({
    initial: () => ({ coordinator: all.length, phase: 'follows', isAsking: false }),
    start: (_, { setTimer }) => {
      if (number < all.length) setTimer('silence')
    },
    receive: (state, message, context) => {
      const { from, send, setTimer } = context
      match(message)
        .with({ type: 'election' }, () => {
          send(from, { type: 'answer' }, { once: true })
          if (state.coordinator === number) send(from, { type: 'coordinator' }, { once: true })
          else if (state.phase === 'follows') elect(state, context)
        })
        .with({ type: 'answer' }, () => {
          if (state.phase === 'asks') state.phase = 'waits'
        })
        .with({ type: 'coordinator' }, () => {
          const coordinator = Number(from.slice(1))
          Object.assign(state, { coordinator, phase: 'follows', isAsking: false })
          setTimer('silence')
        })
        .with({ type: 'alive?' }, () => send(from, { type: 'alive' }, { once: true }))
        .with({ type: 'alive' }, () => {
          state.isAsking = false
        })
        .exhaustive()
    },
    timeout: {
      silence: (state, context) => {
        if (state.phase === 'asks') return coordinate(state, context)
        if (state.phase === 'waits' || state.isAsking) return elect(state, context)
        state.isAsking = true
        context.send(idOf(state.coordinator), { type: 'alive?' }, { once: true })
        context.setTimer('silence')
      },
    },
    durable: (state) => state,
  })
}

export const parameters = { nodes: 3, crashes: 2, timers: oneOf('patient', 'any') }

export default ({ nodes: count, crashes, timers }: Given<typeof parameters>) => {
  const all = Array.from({ length: count }, (_, at) => at + 1)
  return system({
    name: 'bully',
    about: 'election by the highest who answers (Garcia-Molina): rests on time-outs',
    nodes: { n: replicas(count, (number) => node(number, all)) },
    network: unordered(),
    timers,
    faults: { crashes: { times: crashes, restarts: 'never' } },
    properties: ({ always, eventuallyAlways, reachable }) => ({
      'no two that are up coordinate at once': always(
        ({ nodes, up }) =>
          nodes.n.filter(({ coordinator }, at) => up.n[at] && coordinator === at + 1).length <= 1,
        { expected: timers === 'patient' ? 'holds' : 'violated' },
      ),
      'in the end all that are up follow the highest of them': eventuallyAlways(
        ({ nodes, up }) => {
          const highest = up.n.lastIndexOf(true) + 1
          return nodes.n.every(({ coordinator }, at) => !up.n[at] || coordinator === highest)
        },
        { fairness: { timeout: 'strong' }, expected: timers === 'patient' ? 'holds' : 'violated' },
      ),
      'the lowest can coordinate': reachable(({ nodes }) => nodes.n[0]?.coordinator === 1),
    }),
  })
}
