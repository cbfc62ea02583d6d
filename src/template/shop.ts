import { role, system, unordered } from 'netsplit'

/*
 * A shop charges what is ordered, over a network that may deliver a message twice.
 *
 * With remembers=true the shop looks up what it has charged before. With remembers=false it charges
 * whatever arrives: `npx netsplit check {models}/shop.ts --set remembers=false` tells how that goes wrong.
 */

type Message =
  | { type: 'order'; id: number } // customer -> shop
  | { type: 'receipt'; id: number } // shop -> customer

interface Shop {
  /** The orders that were charged. */
  charged: number[]
}

const shop = (remembers: boolean) =>
  role<Shop, Message>({
    initial: () => ({ charged: [] }),
    receive: (state, message, { from, send }) => {
      if (message.type !== 'order') return
      const isCharged = remembers && state.charged.includes(message.id)
      if (!isCharged) state.charged.push(message.id)
      send(from, { type: 'receipt', id: message.id })
    },
  })

interface Customer {
  /** The orders that there is a receipt for. */
  receipts: number[]
}

/** Orders two things at once. */
const customer = role<Customer, Message>({
  initial: () => ({ receipts: [] }),
  start: (_, { send }) => {
    for (const id of [1, 2]) send('shop', { type: 'order', id })
  },
  receive: ({ receipts }, { id }) => {
    if (!receipts.includes(id)) receipts.push(id)
  },
})

export const parameters = { remembers: true }

export default ({ remembers }: typeof parameters) =>
  system({
    name: 'shop',
    nodes: { shop: shop(remembers), customer },
    network: unordered({ duplication: 1 }),
    properties: ({ always, reachable }) => ({
      'no order is charged twice': always(
        ({ nodes }) => new Set(nodes.shop.charged).size === nodes.shop.charged.length,
      ),
      'what has a receipt was charged': always(({ nodes }) =>
        nodes.customer.receipts.every((id) => nodes.shop.charged.includes(id)),
      ),
      'both orders can be charged': reachable(({ nodes }) => nodes.customer.receipts.length === 2),
    }),
  })
