import { client, oneOf, role, system, unordered, type Given } from 'netsplit'

/*
 * Paying once although the request is sent again: a request that was not answered may have been carried out.
 * A key that comes with it tells the server that it has seen it before.
 *
 * Source: Brandur Leach, "Designing robust and predictable APIs with idempotency" (Stripe, 2017).
 *
 * What to look at: where the key is noted. Together with the payment, in one transaction: then a crash leaves
 * both or none. bug=no-key: who asks twice pays twice. bug=key-first: the key is noted before the payment, so a
 * crash in between leaves a key without one, and the client is told of a payment that never happened.
 * bug=key-last: the other way round, and the client pays again.
 *
 * The network may lose messages; the client says everything again until it is answered.
 */

type Message =
  | { type: 'pay'; key: string } // client -> server
  | { type: 'paid'; key: string } // and back

interface Server {
  /** In the database: the keys seen, and the payments made. */
  keys: Set<string>
  /** How often was paid for a key; twice stands for more. */
  payments: Map<string, number>
  /** In memory: what is being worked on, and how far that is. */
  work: { key: string; client: string; next: 'first' | 'last' } | null
}

const server = (bug: string) =>
  role<Server, Message>({
    initial: () => ({ keys: new Set(), payments: new Map(), work: null }),
    // One request at a time.
    accepts: ({ work }) => work === null,
    receive: (state, message, { from, send }) => {
      if (message.type !== 'pay') return
      const { key } = message
      if (state.keys.has(key)) send(from, { type: 'paid', key }, { once: true })
      else state.work = { key, client: from, next: 'first' }
    },
    internal: {
      work: {
        when: ({ work }) => work !== null,
        do: (state, { send }) => {
          if (state.work === null) return
          const { key, client, next } = state.work
          const pay = (): void => {
            state.payments.set(key, Math.min((state.payments.get(key) ?? 0) + 1, 2))
          }
          const note = (): void => void state.keys.add(key)
          if (bug === 'none' || bug === 'no-key') {
            pay()
            if (bug === 'none') note()
          } else if ((bug === 'key-first') === (next === 'first')) note()
          else pay()
          const isOver = next === 'last' || bug === 'none' || bug === 'no-key'
          if (isOver) send(client, { type: 'paid', key }, { once: true })
          state.work = isOver ? null : { key, client, next: 'last' }
        },
      },
    },
    durable: ({ keys, payments }) => ({ keys, payments }),
    recover: () => {},
  })

export const parameters = {
  crashes: 1,
  losses: 1,
  bug: oneOf('none', 'no-key', 'key-first', 'key-last'),
}

export default ({ crashes, losses, bug }: Given<typeof parameters>) => {
  const isSafe = bug === 'none'
  const ask = ['A', 'B'].map((key) => ({
    send: { type: 'pay', key } as const,
    to: 'server',
    until: (reply: Message) => reply.type === 'paid' && reply.key === key,
  }))
  return system({
    name: 'idempotency-key',
    about: 'paying once although the request is sent again, by a key that comes with it',
    nodes: { user: client<Message>({ ask, retry: true }), server: server(bug) },
    network: unordered({ loss: losses }),
    faults: { crashes: { times: crashes, nodes: ['server'] } },
    properties: ({ always, everyRequestServed, reachable }) => ({
      'nobody pays twice': always(
        ({ nodes }) => [...nodes.server.payments.values()].every((times) => times === 1),
        { expected: isSafe || bug === 'key-first' ? 'holds' : 'violated' },
      ),
      'who is told of a payment has paid': always(
        ({ nodes }) => nodes.user.answers.every(({ key }) => nodes.server.payments.has(key)),
        { expected: bug === 'key-first' && crashes > 0 ? 'violated' : 'holds' },
      ),
      'every request is served': everyRequestServed(),
      'both can be paid': reachable(({ nodes }) => nodes.user.answers.length === 2),
    }),
  })
}
