import { client, observer, replicas, role, system, unordered } from 'netsplit'
import { everything } from './everything.ts'

/*
 * A register on one server: whatever is put or got there is linearizable, since the server does one thing at a
 * time. On two servers that know nothing of each other it is not.
 *
 * Source: the definition is that of Maurice Herlihy and Jeannette Wing, "Linearizability: A Correctness Condition
 * for Concurrent Objects" (1990); servers and clients (each puts a value of its own, then gets from the next
 * server) are those of Jonathan Nadal's example single-copy-register in Stateright.
 *
 * What to look at: the observer, which is the definition itself. It keeps every way in which what the clients have
 * seen could have come about: what the register held, and which of the operations under way have had their
 * effect already. When an operation returns, ways that do not explain its answer are dropped. If none is left,
 * no order of the operations explains what was seen. Try servers=2.
 *
 * With history=true all that was ever asked and answered is part of the state, as in Stateright, where it is
 * judged afterwards: pasts that come to the same are told apart then, and its published count is met.
 */

type Message =
  | { type: 'put'; value: string }
  | { type: 'put done' }
  | { type: 'get' }
  | { type: 'got'; value: string }

const server = role<{ value: string }, Message>({
  initial: () => ({ value: '' }),
  receive: (state, message, { from, send }) => {
    if (message.type === 'put') {
      state.value = message.value
      send(from, { type: 'put done' })
    } else if (message.type === 'get') send(from, { type: 'got', value: state.value })
  },
})

const user = (number: number, servers: number) =>
  client<Message>({
    ask: [
      { send: { type: 'put', value: 'ABCDEFGH'.charAt(number) }, to: `server${number % servers}` },
      { send: { type: 'get' }, to: `server${(number + 1) % servers}` },
    ],
  })

/** A way in which what was seen can have come about. */
interface Way {
  /** What the register holds. */
  value: string
  /** Of operations under way: the answers of those that have had their effect. */
  answers: Map<string, string>
}

interface Linearizations {
  ways: Way[]
  /** The operations under way. */
  open: Map<string, Message>
}

/** The ways after an operation under way has its effect. */
const afterEffect = ({ value, answers }: Way, node: string, asked: Message): Way => {
  const next = asked.type === 'put' ? asked.value : value
  return { value: next, answers: new Map([...answers, [node, asked.type === 'put' ? '' : value]]) }
}

/** The ways, and those after operations under way have their effects, in any order. */
const closure = (way: Way, open: Map<string, Message>): readonly Way[] => [
  way,
  ...[...open]
    .filter(([node]) => !way.answers.has(node))
    .flatMap(([node, asked]) => closure(afterEffect(way, node, asked), open)),
]

/** What tells ways apart. */
const keyOf = ({ value, answers }: Way): string =>
  JSON.stringify([value, [...answers].toSorted(([a], [b]) => (a < b ? -1 : 1))])

const linearizations = observer<Linearizations, Message>({
  initial: () => ({ ways: [{ value: '', answers: new Map() }], open: new Map() }),
  on: {
    invoke: ({ open }, { node, request }) => {
      if (request !== null) open.set(node, request)
    },
    return: (state, { node, reply }) => {
      const answer = reply?.type === 'got' ? reply.value : ''
      const explaining = state.ways
        .flatMap((way) => closure(way, state.open))
        .filter(({ answers }) => answers.get(node) === answer)
        .map(({ value, answers }) => ({
          value,
          answers: new Map([...answers].filter(([other]) => other !== node)),
        }))
      const different = new Map(explaining.map((way) => [keyOf(way), way]))
      state.ways = [...different].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way)
      state.open.delete(node)
    },
  },
})

export const parameters = { servers: 1, clients: 2, history: false }

export default ({ servers, clients, history }: typeof parameters) =>
  system({
    name: 'single-copy-register',
    about: 'a register on one server is linearizable; on two that do not talk it is not',
    nodes: {
      server: replicas(servers, server, { from: 0 }),
      client: replicas(clients, (number) => user(number, servers), { from: 0 }),
    },
    network: unordered(),
    observers: { linearizations, ...(history && { everything: everything<Message>() }) },
    properties: ({ always, reachable }) => ({
      'what the clients see is linearizable': always(
        ({ observed }) => observed.linearizations.ways.length > 0,
        { expected: servers === 1 ? 'holds' : 'violated' },
      ),
      'a client can get a value': reachable(({ nodes }) =>
        nodes.client.some(({ answers }) =>
          answers.some((it) => it.type === 'got' && it.value !== ''),
        ),
      ),
    }),
  })
