import { match } from 'ts-pattern'
import { fifo, oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Mutual exclusion by logical clocks: a request carries the time of its clock, and goes to all. Who knows
 * that its own request comes before all others, and has heard from all since, may enter.
 *
 * Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978), as
 * Stephan Merz wrote it in TLA+ (LamportMutex in tlaplus/Examples), so that its published counts can be met.
 *
 * What to look at: an acknowledgement says "whatever I send from now on is later than your request". That is
 * true only if it cannot overtake an earlier request on its way. With bug=not-fifo it can: a process enters
 * that has not heard of a request that comes before its own.
 *
 * Clocks grow without end, so they are bounded: what is beyond the bound is no part of the model.
 */

type Message = { type: 'request'; clock: number } | { type: 'acknowledge' } | { type: 'release' }

interface Process {
  clock: number
  /** The clocks of the requests that it knows of, its own included, by process. */
  requests: Map<string, number>
  /** Who has acknowledged its request. */
  acknowledged: Set<string>
  isInside: boolean
}

const process = role<Process, Message>({
  initial: () => ({ clock: 1, requests: new Map(), acknowledged: new Set(), isInside: false }),
  internal: {
    request: {
      when: ({ requests }, { self }) => !requests.has(self),
      do: (state, { self, others, send }) => {
        state.requests.set(self, state.clock)
        state.acknowledged = new Set([self])
        send(others, { type: 'request', clock: state.clock })
      },
    },
    enter: {
      when: ({ requests, acknowledged, isInside }, { self, others }) => {
        const own = requests.get(self)
        if (isInside || own === undefined || acknowledged.size <= others.length) return false
        return others.every((other) => {
          const its = requests.get(other) ?? Infinity
          return own < its || (own === its && self < other)
        })
      },
      do: (state) => {
        state.isInside = true
      },
    },
    leave: {
      when: ({ isInside }) => isInside,
      do: (state, { self, others, send }) => {
        state.isInside = false
        state.requests.delete(self)
        state.acknowledged = new Set()
        send(others, { type: 'release' })
      },
    },
  },
  receive: (state, message, { from, send }) => {
    match(message)
      .with({ type: 'request' }, ({ clock }) => {
        state.requests.set(from, clock)
        state.clock = Math.max(state.clock, clock) + 1
        send(from, { type: 'acknowledge' })
      })
      .with({ type: 'acknowledge' }, () => void state.acknowledged.add(from))
      .with({ type: 'release' }, () => void state.requests.delete(from))
      .exhaustive()
  },
})

export const parameters = { processes: 2, clock: 6, bug: oneOf('none', 'not-fifo') }

export default ({ processes, clock: latest, bug }: Given<typeof parameters>) => {
  return system({
    name: 'lamport-mutex',
    about: 'mutual exclusion by logical clocks (Lamport): needs links that keep order',
    nodes: { p: replicas(processes, process) },
    network: bug === 'not-fifo' ? unordered() : fifo(),
    within: {
      states: ({ nodes }) => nodes.p.every(({ clock }) => clock <= latest),
      intended: true,
    },
    properties: ({ always, reachable }) => ({
      'no two processes are inside': always(
        ({ nodes }) => nodes.p.filter(({ isInside }) => isInside).length <= 1,
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'a process can be inside': reachable(({ nodes }) => nodes.p.some(({ isInside }) => isInside)),
    }),
  })
}
