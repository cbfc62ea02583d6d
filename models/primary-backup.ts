import { match } from 'ts-pattern'
import { observer, oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Two servers, of which one serves and the other stands by: what the primary has acknowledged the backup has, so
 * nothing is lost when it takes over.
 *
 * Source: Peter Alsberg and John Day, "A Principle for Resilient Sharing of Distributed Resources" (1976); Navin
 * Budhiraja, Keith Marzullo, Fred Schneider and Sam Toueg, "The Primary-Backup Approach" (1993).
 *
 * What to look at: when the primary answers. It waits for the backup; with bug=answers-early it does not, and
 * copies in the background: an acknowledged write can die with it. And how the backup knows that the primary has crashed: it asks, and takes
 * silence for death. Time-outs are patient here, they never come early, so that silence means just that; with
 * partition=true it can mean a cut, and there are two primaries, of which one acknowledges what the other does
 * not have.
 */

type Message =
  | { type: 'write'; value: string } // client -> server
  | { type: 'written'; value: string } // and back
  | { type: 'copy'; value: string } // primary -> backup
  | { type: 'copied'; value: string } // and back
  | { type: 'alive?' } // backup -> primary
  | { type: 'alive' } // and back
  | { type: 'new primary' } // backup -> clients

interface Server {
  isPrimary: boolean
  values: Set<string>
  /** As a primary: who waits for which value to be copied. */
  waiting: Map<string, string>
  /** With the bug: what it has still to copy. */
  toCopy: string[]
  /** Whether it is alone: it has taken over, or found its backup silent. */
  isAlone: boolean
  /** Whether it has asked the other, and heard nothing since. */
  isAsking: boolean
}

const server = (bug: string) =>
  role<Server, Message, 'silence'>({
    initial: ({ self }) => ({
      isPrimary: self === 'server1',
      values: new Set(),
      waiting: new Map(),
      toCopy: [],
      isAlone: false,
      isAsking: false,
    }),
    start: (_, { setTimer }) => setTimer('silence'),
    receive: (state, message, { from, others, send }) => {
      const answer = (value: string, client: string): void => {
        state.waiting.delete(value)
        send(client, { type: 'written', value })
      }
      match(message)
        .with({ type: 'write' }, ({ value }) => {
          if (!state.isPrimary) return
          state.values.add(value)
          if (state.isAlone) return answer(value, from)
          if (bug === 'answers-early') {
            state.toCopy.push(value)
            return answer(value, from)
          }
          state.waiting.set(value, from)
          send(others, { type: 'copy', value })
        })
        .with({ type: 'copy' }, ({ value }) => {
          state.values.add(value)
          send(from, { type: 'copied', value })
        })
        .with({ type: 'copied' }, ({ value }) => {
          state.isAsking = false
          const client = state.waiting.get(value)
          if (client !== undefined) answer(value, client)
        })
        .with({ type: 'alive?' }, () => send(from, { type: 'alive' }))
        .with({ type: 'alive' }, () => {
          state.isAsking = false
        })
        .otherwise(() => {})
    },
    internal: {
      'copy in the background': {
        when: ({ toCopy }) => toCopy.length > 0,
        do: (state, { others, send }) => {
          const [value = '', ...rest] = state.toCopy
          state.toCopy = rest
          send(others, { type: 'copy', value })
        },
      },
    },
    timeout: {
      silence: (state, { others, group, send, setTimer }) => {
        if (!state.isAsking) {
          state.isAsking = true
          send(others, { type: 'alive?' })
          return setTimer('silence')
        }
        // The other is down: go on alone.
        state.isAlone = true
        if (!state.isPrimary) send(group('client'), { type: 'new primary' })
        state.isPrimary = true
        for (const [value, client] of state.waiting) send(client, { type: 'written', value })
        state.waiting = new Map()
      },
    },
    durable: (state) => state,
  })

interface Client {
  isAnswered: boolean
}

/** Writes a value of its own, and again if another server leads before it is answered. */
const client = role<Client, Message>({
  initial: () => ({ isAnswered: false }),
  start: (_, { self, send }) => send('server1', { type: 'write', value: self }),
  receive: (state, message, { self, from, send }) => {
    if (message.type === 'written') state.isAnswered = true
    else if (!state.isAnswered) send(from, { type: 'write', value: self })
  },
})

export const parameters = { clients: 2, partition: false, bug: oneOf('none', 'answers-early') }

export default ({ clients, partition, bug }: Given<typeof parameters>) => {
  const isSafe = bug === 'none' && !partition
  return system({
    name: 'primary-backup',
    about: 'a backup that has what the primary has acknowledged, and takes over from it',
    nodes: { server: replicas(2, server(bug)), client: replicas(clients, client) },
    network: unordered(),
    timers: 'patient',
    faults: {
      crashes: { times: 1, restarts: 'never', nodes: ['server1', 'server2'] },
      ...(partition && { partitions: { split: [['server2']], times: 1, heals: 'never' as const } }),
    },
    observers: {
      /** What was ever acknowledged. */
      acknowledged: observer<Set<string>, Message>({
        initial: () => new Set(),
        on: {
          send: {
            only: { type: 'written' },
            do: (seen, { to }) => void seen.add(to),
          },
        },
      }),
    },
    properties: ({ always, eventually, reachable }) => ({
      'there is one primary at most': always(
        ({ nodes, up }) =>
          nodes.server.filter(({ isPrimary }, at) => isPrimary && up.server[at]).length <= 1,
        { expected: partition ? 'violated' : 'holds' },
      ),
      'a primary has all that was acknowledged': always(
        ({ nodes, up, observed }) =>
          nodes.server.every(
            ({ isPrimary, values }, at) =>
              !isPrimary ||
              !up.server[at] ||
              [...observed.acknowledged].every((value) => values.has(value)),
          ),
        { expected: isSafe ? 'holds' : 'violated' },
      ),
      'every write is acknowledged in the end': eventually(
        ({ nodes }) => nodes.client.every(({ isAnswered }) => isAnswered),
        { fairness: { timeout: 'strong' }, expected: partition ? 'violated' : 'holds' },
      ),
      'a write can be acknowledged by the backup': reachable(
        ({ nodes, up }) => !up.server[0] && nodes.client.every(({ isAnswered }) => isAnswered),
      ),
    }),
  })
}
