import {
  atLeast,
  byzantine,
  type Given,
  oneOf,
  ModelError,
  type Context,
  replicas,
  role,
  system,
} from 'netsplit'

/*
 * Byzantine broadcast: a sender tells all nodes a value, and some nodes, the sender perhaps among them, are
 * traitors who tell each what they like. Those that are honest are to accept the same value, or none.
 *
 * Source: G. Bracha, "Asynchronous Byzantine Agreement Protocols" (Information and Computation 75, 1987),
 * the broadcast of figure 1, which stands t traitors among n nodes if n > 3t:
 *
 *     the sender: send (initial, v) to all
 *     step 1: wait for (initial, v), or more than (n + t) / 2 times (echo, v), or t + 1 times (ready, v);
 *             send (echo, v) to all
 *     step 2: wait for more than (n + t) / 2 times (echo, v), or t + 1 times (ready, v);
 *             send (ready, v) to all
 *     step 3: wait for 2t + 1 times (ready, v); accept v
 *
 * What to look at: all holds with nodes=4 traitors=1, whoever the sender is (sender=traitor), and does not with
 * nodes=3, where t is 0, nor with traitors=2: who is told by t + 1 traitors that they are ready believes them.
 */

type Value = 'attack' | 'retreat'

interface Message {
  type: 'initial' | 'echo' | 'ready'
  value: Value
}

interface Node {
  hasEchoed: boolean
  isReady: boolean
  accepted: Value | null
  /** Who said so, as long as it matters. */
  echoes: Record<Value, Set<string>>
  readies: Record<Value, Set<string>>
}

const values: readonly Value[] = ['attack', 'retreat']
const nobody = () => ({ attack: new Set<string>(), retreat: new Set<string>() })

const areFrom = (votes: Node['echoes'], node: string) =>
  values.some((value) => votes[value].has(node))

/** Whether the node has no use for a message any more, whatever comes: of each node the first of a kind counts. */
const isLate = (node: Node, { type }: Message, from: string): boolean => {
  if (type === 'initial') return node.hasEchoed
  if (type === 'echo') return node.isReady || areFrom(node.echoes, from)
  return node.accepted !== null || areFrom(node.readies, from)
}

const honest = (n: number, t: number, isSender: (id: string) => boolean) => {
  /** Whom a node believes: more than half of the honest ones say so, or one of them is ready. */
  const isSure = ({ echoes, readies }: Node, value: Value): boolean =>
    2 * echoes[value].size > n + t || readies[value].size > t

  const sayEcho = (node: Node, value: Value, { self, others, send }: Context<Message>) => {
    if (node.hasEchoed) return
    node.hasEchoed = true
    node.echoes[value].add(self)
    send(others, { type: 'echo', value })
  }
  const sayReady = (node: Node, value: Value, { self, others, send }: Context<Message>) => {
    if (node.isReady || !isSure(node, value)) return
    node.isReady = true
    node.readies[value].add(self)
    node.echoes = nobody()
    send(others, { type: 'ready', value })
  }

  return role<Node, Message>({
    initial: () => ({
      hasEchoed: false,
      isReady: false,
      accepted: null,
      echoes: nobody(),
      readies: nobody(),
    }),
    stale: (node, message, { from }) =>
      isLate(node, message, from) || (message.type === 'initial' && !isSender(from)),
    start: (node, context) => {
      if (!isSender(context.self)) return
      context.send(context.others, { type: 'initial', value: 'attack' })
      sayEcho(node, 'attack', context)
    },
    receive: (node, message, context) => {
      const { type, value } = message
      const { from } = context
      if (isLate(node, message, from) || (type === 'initial' && !isSender(from))) return
      if (type === 'echo') node.echoes[value].add(from)
      if (type === 'ready') node.readies[value].add(from)
      // Who is ready has echoed: the second is there for those who missed the first.
      if (type === 'initial' || isSure(node, value)) sayEcho(node, value, context)
      sayReady(node, value, context)
      if (node.readies[value].size > 2 * t) {
        node.accepted = value
        node.readies = nobody()
      }
    },
  })
}

const traitor = byzantine<Message>({
  says: () =>
    (['initial', 'echo', 'ready'] as const).flatMap((type) =>
      values.map((value) => ({ type, value })),
    ),
})

export const parameters = {
  nodes: atLeast(2, 4),
  traitors: atLeast(1),
  /** Whether the sender is a 'traitor' or an honest 'node', who says attack. */
  sender: oneOf('node', 'traitor'),
}

export default ({ nodes, traitors, sender }: Given<typeof parameters>) => {
  if (nodes <= traitors) {
    throw new ModelError('bad-parameter', {
      what: `There cannot be ${traitors} traitors among ${nodes} nodes`,
      where: [`parameters nodes=${nodes} traitors=${traitors}`],
      fix: 'give more nodes than traitors',
    })
  }
  const isSafe = nodes > 3 * traitors || nodes - traitors === 1
  const expected = isSafe ? 'holds' : 'violated'
  // As many traitors as so many nodes stand, however many there are.
  const t = Math.floor((nodes - 1) / 3)
  return system({
    name: 'byzantine-broadcast',
    about: 'a broadcast that traitors cannot split (Bracha), if fewer than a third are',
    // An honest sender says attack; traitors say what they like, and nobody prefers one of the two.
    interchangeable: sender === 'traitor' ? [values] : [],
    nodes: {
      node: replicas(
        nodes - traitors,
        honest(nodes, t, (id) => id === `${sender}1`),
      ),
      traitor: replicas(traitors, traitor),
    },
    properties: ({ always, reachable }) => ({
      'no two honest nodes accept different values': always(
        ({ nodes }) => new Set(nodes.node.flatMap(({ accepted }) => accepted ?? [])).size <= 1,
        { expected },
      ),
      ...(sender === 'traitor'
        ? {}
        : {
            'only what an honest sender says is accepted': always(
              ({ nodes }) => nodes.node.every(({ accepted }) => accepted !== 'retreat'),
              { expected },
            ),
          }),
      'all honest nodes can accept': reachable(({ nodes }) =>
        nodes.node.every(({ accepted }) => accepted !== null),
      ),
    }),
  })
}
