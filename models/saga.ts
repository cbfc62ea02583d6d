import { oneOf, role, system, unordered, type Context, type Given } from 'netsplit'

/*
 * A saga: an order that several services take part in, without a transaction over all of them. A coordinator has the
 * buyer charged, then the goods set aside; where there are none, or the buyer changes his mind, he is refunded: the
 * compensation. Two buyers want the same good, the coordinator crashes at any point of any step, a message is lost.
 *
 * Source: H. Garcia-Molina and K. Salem, "Sagas" (1987), who run them by a log as well. That it takes retries,
 * operations that can be repeated, and a log that is written before anybody is told, is by hand.
 *
 * What to look at: the run of each bug. bug=no-retry: a message is lost, and an order is never settled.
 * bug=no-key: what is said again is done again, and somebody pays twice. bug=send-first: the coordinator has a
 * buyer refunded before it has that on its disk; it crashes, knows nothing of it, and sends the goods, too.
 */

type Message =
  | { type: 'charge' | 'refund' | 'charged' | 'refunded'; order: string }
  | { type: 'reserve' | 'reserved' | 'none left'; order: string }

type Stage = 'new' | 'charging' | 'charged' | 'reserving' | 'refunding' | 'sold' | 'refunded'

interface Coordinator {
  /** The log: how far each order is. It is on the disk. */
  log: Record<string, Stage>
}

/** What has to be said in a stage, again and again. */
const commandIn = (stage: Stage, order: string): readonly [to: string, message: Message] | null => {
  switch (stage) {
    case 'charging':
      return ['payment', { type: 'charge', order }]
    case 'reserving':
      return ['stock', { type: 'reserve', order }]
    case 'refunding':
      return ['payment', { type: 'refund', order }]
    case 'new':
    case 'charged':
    case 'sold':
    case 'refunded':
      return null
  }
}

/** Where an answer leads from a stage. */
const steps: Partial<Record<Message['type'], readonly [from: Stage, to: Stage]>> = {
  charged: ['charging', 'charged'],
  reserved: ['reserving', 'sold'],
  'none left': ['reserving', 'refunding'],
  refunded: ['refunding', 'refunded'],
}

type Told = Context<Message, 'again'>

const coordinator = (orders: readonly string[], bug: string) => {
  /** An order comes to a stage: that is written to the log, and whoever has to do something about it is told. */
  const move = (state: Coordinator, order: string, stage: Stage, context: Told): void => {
    const command = commandIn(stage, order)
    state.log[order] = stage
    if (bug !== 'send-first') context.persist()
    if (command !== null) context.send(...command, { once: true })
    if (bug === 'send-first') context.persist()
  }
  const sayAgain = ({ log }: Coordinator, { send, setTimer }: Told): void => {
    if (bug === 'no-retry') return
    for (const [order, stage] of Object.entries(log)) {
      const command = commandIn(stage, order)
      if (command !== null) send(...command, { once: true })
    }
    setTimer('again')
  }
  return role<Coordinator, Message, 'again'>({
    initial: () => ({ log: Object.fromEntries(orders.map((order) => [order, 'new'])) }),
    start: sayAgain,
    recover: sayAgain,
    timeout: { again: sayAgain },
    internal: {
      begin: {
        when: ({ log }) => orders.some((order) => log[order] === 'new'),
        do: (state, context) => {
          const order = orders.find((each) => state.log[each] === 'new') ?? ''
          move(state, order, 'charging', context)
        },
      },
      'ask for the goods': {
        when: ({ log }) => orders.some((order) => log[order] === 'charged'),
        do: (state, context) => {
          const order = orders.find((each) => state.log[each] === 'charged') ?? ''
          move(state, order, 'reserving', context)
        },
      },
      // The first buyer may change his mind.
      cancel: {
        optional: true,
        when: ({ log }) => log['a'] === 'charged',
        do: (state, context) => move(state, 'a', 'refunding', context),
      },
    },
    receive: (state, message, context) => {
      const [from, to] = steps[message.type] ?? []
      if (from !== undefined && to !== undefined && state.log[message.order] === from) {
        move(state, message.order, to, context)
      }
    },
    durable: ({ log }) => ({ log }),
  })
}

/** What an order was charged, and what of that it got back. */
interface Payment {
  charged: Record<string, number>
  refunded: Record<string, number>
}

const payment = (hasKeys: boolean) =>
  role<Payment, Message>({
    initial: () => ({ charged: {}, refunded: {} }),
    receive: ({ charged, refunded }, { type, order }, { from, send }) => {
      const book = type === 'charge' ? charged : refunded
      const times = book[order] ?? 0
      if (!hasKeys || times === 0) book[order] = Math.min(times + 1, 2)
      send(from, { type: type === 'charge' ? 'charged' : 'refunded', order }, { once: true })
    },
  })

interface Stock {
  /** Who the one good is set aside for. */
  owner: string | null
}

const stock = (hasKeys: boolean) =>
  role<Stock, Message>({
    initial: () => ({ owner: null }),
    receive: (stock, { order }, { from, send }) => {
      const isHis = stock.owner === null || (hasKeys && stock.owner === order)
      if (isHis) stock.owner = order
      send(from, { type: isHis ? 'reserved' : 'none left', order }, { once: true })
    },
  })

export const parameters = {
  crashes: 1,
  losses: 1,
  bug: oneOf('none', 'no-key', 'send-first', 'no-retry'),
}

export default ({ crashes, losses, bug }: Given<typeof parameters>) => {
  const orders = ['a', 'b']
  const hasKeys = bug !== 'no-key'
  const breaks = (name: string, faults: number) =>
    bug === name && faults > 0 ? 'violated' : 'holds'
  return system({
    name: 'saga',
    about: 'an order over several services: charged, and goods or a refund, whatever crashes',
    nodes: {
      coordinator: coordinator(orders, bug),
      payment: payment(hasKeys),
      stock: stock(hasKeys),
    },
    network: unordered({ loss: losses }),
    timers: 'patient',
    faults: {
      crashes: { times: crashes, nodes: ['coordinator'], midStep: crashes > 0 },
    },
    properties: ({ always, eventually, reachable }) => ({
      'nobody is charged twice': always(
        ({ nodes }) => orders.every((order) => (nodes.payment.charged[order] ?? 0) <= 1),
        { expected: breaks('no-key', crashes + losses) },
      ),
      'who is settled has paid for goods, or nothing': always(
        ({ nodes: { coordinator, payment, stock } }) =>
          orders.every((order) => {
            const paid = (payment.charged[order] ?? 0) - (payment.refunded[order] ?? 0)
            const stage = coordinator.log[order]
            if (stage === 'sold') return paid === 1 && stock.owner === order
            return stage !== 'refunded' || (paid === 0 && stock.owner !== order)
          }),
        { expected: bug === 'none' || bug === 'no-retry' ? 'holds' : 'violated' },
      ),
      'every order is settled': eventually(
        ({ nodes }) =>
          orders.every((order) => /sold|refunded/.test(nodes.coordinator.log[order] ?? '')),
        { expected: breaks('no-retry', crashes + losses) },
      ),
      'the second buyer can get the good': reachable(
        ({ nodes }) => nodes.coordinator.log['b'] === 'sold',
      ),
    }),
  })
}
