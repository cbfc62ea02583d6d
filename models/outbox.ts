import { oneOf, role, system, unordered, type Given } from 'netsplit'

/*
 * A transactional outbox: a service keeps orders in a database and tells others of them through a broker. The two cannot
 * be written in one transaction, and the service may crash between them: in the middle of a step.
 *
 * Source: C. Richardson, "Microservices Patterns" (2018), section 3.3: "Transactional messaging"; the pattern's name
 * is from there. What each order of writing comes to is by hand.
 *
 * What to look at: with bug=save-first an order is saved and nobody ever hears of it; with bug=publish-first others hear of
 * an order that is not there. The outbox saves the order and the event with it at once; a relay publishes what is in
 * the outbox, and strikes it out afterwards. It may crash in between, so an event comes at least once, and twice with
 * bug=no-key: whoever receives it has to know its key.
 */

interface Event {
  type: 'ordered'
  order: string
}

/** All of it is in the database. */
interface Service {
  orders: Set<string>
  /** What is to be published. */
  outbox: string[]
}

const service = (orders: number, bug: string) =>
  role<Service, Event>({
    initial: () => ({ orders: new Set(), outbox: [] }),
    internal: {
      order: {
        when: (service) => service.orders.size < orders,
        do: (service, { send, persist }) => {
          const order = `order${service.orders.size + 1}`
          const publish = (): void => send('consumer', { type: 'ordered', order })
          if (bug === 'publish-first') publish()
          service.orders.add(order)
          if (bug === 'none' || bug === 'no-key') service.outbox.push(order)
          persist()
          if (bug === 'save-first') publish()
        },
      },
      relay: {
        when: ({ outbox }) => outbox.length > 0,
        do: ({ outbox }, { send, persist }) => {
          const order = outbox.shift() ?? ''
          send('consumer', { type: 'ordered', order })
          persist()
        },
      },
    },
    durable: (service) => service,
    recover: () => {},
  })

interface Consumer {
  /** How often each order was handled: twice stands for more. */
  handled: Map<string, number>
}

const consumer = (hasKeys: boolean) =>
  role<Consumer, Event>({
    initial: () => ({ handled: new Map() }),
    receive: ({ handled }, { order }) => {
      const times = handled.get(order) ?? 0
      if (!hasKeys || times === 0) handled.set(order, Math.min(times + 1, 2))
    },
  })

export const parameters = {
  orders: 2,
  crashes: 1,
  bug: oneOf('none', 'save-first', 'publish-first', 'no-key'),
}

export default ({ orders, crashes, bug }: Given<typeof parameters>) => {
  const only = (name: string) => (bug === name && crashes > 0 ? 'violated' : 'holds')
  return system({
    name: 'outbox',
    about: 'a database and a broker, a crash between them: an outbox, and keys for events',
    nodes: { service: service(orders, bug), consumer: consumer(bug !== 'no-key') },
    network: unordered(),
    faults: { crashes: { times: crashes, nodes: ['service'], midStep: crashes > 0 } },
    properties: ({ always, eventually, reachable }) => ({
      'no order is handled that is not there': always(
        ({ nodes: { service, consumer } }) =>
          [...consumer.handled.keys()].every((order) => service.orders.has(order)),
        { expected: bug === 'publish-first' ? 'violated' : 'holds' },
      ),
      'no order is handled twice': always(
        ({ nodes }) => [...nodes.consumer.handled.values()].every((times) => times === 1),
        { expected: only('no-key') },
      ),
      'every order is handled': eventually(({ nodes }) => nodes.consumer.handled.size === orders, {
        expected: only('save-first'),
      }),
      'the service can crash after the first order': reachable(
        ({ nodes, up }) => !up.service && nodes.service.orders.size === 1,
        { expected: crashes > 0 ? 'holds' : 'violated' },
      ),
    }),
  })
}
