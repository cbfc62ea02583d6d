import { match } from 'ts-pattern'
import { observer, oneOf, replicas, role, system, unordered } from 'netsplit'
import type { Context, Given } from 'netsplit'

/*
 * Servers in a chain: writes enter at the head and are passed on to the tail, which answers; reads are answered by the
 * tail alone. So what a read returns is what all servers have.
 *
 * Source: Robbert van Renesse and Fred Schneider, "Chain Replication for Supporting High Throughput and Availability"
 * (2004).
 *
 * What to look at: the log of each server begins with that of its successor ("update propagation invariant"), so
 * whoever becomes the tail has at least what the old one had answered for. With bug=reads-anywhere a client may read a
 * write at the head that a crash takes back, or that another server does not have yet.
 *
 * A master finds out who has crashed, by time-outs that never come early (the paper, too, takes servers to be
 * fail-stop), and tells all what is left of the chain. An update carries the whole log here: it does not matter how
 * often it comes, or in which order.
 */

type Message =
  | { type: 'write' } // client -> head
  | { type: 'update'; log: string[] } // server -> its successor
  | { type: 'written' } // tail -> client
  | { type: 'read'; request: number } // client -> tail
  | { type: 'value'; request: number; log: string[] } // and back
  | { type: 'alive?' } // master -> servers
  | { type: 'alive' } // and back
  | { type: 'chain'; chain: string[] } // master -> all

interface Server {
  chain: string[]
  /** The clients whose writes it has. */
  log: string[]
}

/** Tells the next in the chain, or, at its end, those who wait for an answer. */
const passOn = ({ chain, log }: Server, known: number, { self, send }: Context<Message>): void => {
  const successor = chain[chain.indexOf(self) + 1]
  if (successor !== undefined) send(successor, { type: 'update', log })
  else send(log.slice(known), { type: 'written' }, { once: true })
}

const server = (servers: readonly string[], bug: string) =>
  role<Server, Message>({
    initial: () => ({ chain: [...servers], log: [] }),
    // What is not for a server yet waits until the master has told it of its new place.
    accepts: ({ chain }, { type }, { self }) => {
      if (type === 'write') return self === chain[0]
      return type !== 'read' || self === chain.at(-1) || bug === 'reads-anywhere'
    },
    receive: (state, message, context) => {
      const { from, send } = context
      const known = state.log.length
      match(message)
        .with({ type: 'write' }, () => {
          if (state.log.includes(from)) return
          state.log.push(from)
          passOn(state, known, context)
        })
        .with({ type: 'update' }, ({ log }) => {
          if (log.length <= known) return
          state.log = log
          passOn(state, known, context)
        })
        .with({ type: 'chain' }, ({ chain }) => {
          state.chain = chain
          passOn(state, 0, context)
        })
        .with({ type: 'read' }, ({ request }) => {
          send(from, { type: 'value', request, log: state.log })
        })
        .with({ type: 'alive?' }, () => send(from, { type: 'alive' }))
        .otherwise(() => {})
    },
    durable: (state) => state,
  })

const master = (servers: readonly string[]) =>
  role<{ chain: string[]; silent: Set<string> }, Message, 'silence'>({
    initial: () => ({ chain: [...servers], silent: new Set() }),
    start: (_, { setTimer }) => setTimer('silence'),
    receive: ({ silent }, _, { from }) => {
      silent.delete(from)
    },
    timeout: {
      silence: (state, { group, send, setTimer }) => {
        const chain = state.chain.filter((id) => !state.silent.has(id))
        if (chain.length < state.chain.length) {
          send([...chain, ...group('writer'), ...group('reader')], { type: 'chain', chain })
        }
        Object.assign(state, { chain, silent: new Set(chain) })
        send(chain, { type: 'alive?' })
        setTimer('silence')
      },
    },
  })

/** Writes once, and says it again when there is another head. */
const writer = (servers: readonly string[]) =>
  role<{ isDone: boolean }, Message>({
    initial: () => ({ isDone: false }),
    start: (_, { send }) => send(servers[0] ?? '', { type: 'write' }),
    receive: (state, message, { send }) => {
      if (message.type === 'written') state.isDone = true
      if (message.type === 'chain' && !state.isDone) send(message.chain[0] ?? '', { type: 'write' })
    },
  })

interface Reader {
  chain: string[]
  isReading: boolean
  /** What it has read, one after the other. */
  found: string[][]
}

const reader = (servers: readonly string[], bug: string) =>
  role<Reader, Message>({
    initial: () => ({ chain: [...servers], isReading: false, found: [] }),
    internal: {
      read: {
        when: ({ isReading, found }) => !isReading && found.length < 2,
        do: (state, { choose, send }) => {
          state.isReading = true
          const tail = state.chain.at(-1) ?? ''
          const to = bug === 'reads-anywhere' ? choose(state.chain) : tail
          send(to, { type: 'read', request: state.found.length })
        },
      },
    },
    receive: (state, message, { send }) => {
      const request = state.found.length
      if (message.type === 'value') {
        if (!state.isReading || message.request !== request) return
        state.isReading = false
        state.found.push(message.log)
      } else if (message.type === 'chain') {
        state.chain = message.chain
        if (state.isReading) send(state.chain.at(-1) ?? '', { type: 'read', request })
      }
    },
  })

/** Which writes were over when the last read began. */
const over = observer<{ over: Set<string>; before: Set<string> }, Message>({
  initial: () => ({ over: new Set(), before: new Set() }),
  on: {
    deliver: { only: { type: 'written' }, do: (state, { to }) => void state.over.add(to) },
    step: {
      only: { node: 'reader' },
      do: (state) => {
        state.before = new Set(state.over)
      },
    },
  },
})

export const parameters = {
  servers: 3,
  writers: 1,
  crashes: 1,
  bug: oneOf('none', 'reads-anywhere'),
}

export default ({ servers: count, writers, crashes, bug }: Given<typeof parameters>) => {
  const servers = Array.from({ length: count }, (_, at) => `server${at + 1}` as const)
  return system({
    name: 'chain-replication',
    about: 'writes enter at the head of a chain, reads ask its tail (van Renesse, Schneider)',
    nodes: {
      server: replicas(count, server(servers, bug)),
      master: master(servers),
      writer: replicas(writers, writer(servers)),
      reader: reader(servers, bug),
    },
    network: unordered(),
    timers: 'patient',
    faults: { crashes: { times: crashes, restarts: 'never', nodes: servers } },
    observers: { over },
    properties: ({ always, eventually, reachable }) => ({
      'a later read sees all that an earlier one saw': always(
        ({ nodes }) => {
          const [first = [], second = first] = nodes.reader.found
          return first.every((write, at) => write === second[at])
        },
        { expected: bug === 'none' ? 'holds' : 'violated' },
      ),
      'a read sees all that was over when it began': always(({ nodes, observed }) => {
        const last = nodes.reader.found.at(-1)
        if (last === undefined || nodes.reader.isReading) return true
        return [...observed.over.before].every((write) => last.includes(write))
      }),
      'the log of a server begins with that of its successor': always(({ nodes, up }) => {
        const left = nodes.server.filter((_, at) => up.server[at])
        return left.every(({ log }, at) =>
          (left[at + 1]?.log ?? []).every((it, i) => it === log[i]),
        )
      }),
      'every operation is over in the end': eventually(
        ({ nodes }) =>
          nodes.reader.found.length === 2 && nodes.writer.every(({ isDone }) => isDone),
        { fairness: { timeout: 'strong' } },
      ),
      'a write can be seen': reachable(({ nodes }) =>
        nodes.reader.found.some((log) => log.length > 0),
      ),
    }),
  })
}
