import { match } from 'ts-pattern'
import { client, role, system, unordered, type Context } from 'netsplit'
import { between, patience, violatedIf } from './partition.ts'

/*
 * The wish for all three: an order system with two regions, Dhaka and CTG (Chattogram), that asks
 * the other region before it settles an order, and if no answer comes in time answers anyway.
 *
 * Rahim, near Dhaka, wants the order confirmed. Mita, near CTG, wants the same order cancelled. The
 * first wish settles the order and everyone after is told how it was settled. So consistency means
 * here: nobody is ever told otherwise than anybody else.
 *
 * Source: Seth Gilbert and Nancy Lynch, "Brewer's Conjecture and the Feasibility of Consistent,
 * Available, Partition-Tolerant Web Services" (2002): section 3 for regions without clocks, section
 * 4 for regions that can tell how long they have waited.
 *
 * What to look at: as long as the regions can talk, and wait long enough, everything that anybody
 * could wish for is there (partition=none). Then the link is cut, both regions wait, both time out,
 * and both answer: the users see opposite things. The time-outs are not to blame, since they are as
 * good as time-outs can be: they fire only when nothing is left that could arrive. With timers that
 * may fire at any moment (timers=any) no cut is needed: a slow link does the same. So a good clock can
 * tell a slow link from a cut one, and that is all it can do: it does not know what to say to those
 * who wait when the link is cut.
 */

type Status = 'confirmed' | 'cancelled'

type Message =
  | { type: 'request'; wish: Status } // user -> region
  | { type: 'answer'; order: Status } // region -> user
  | { type: 'ask'; wish: Status } // region -> region: may I settle it so?
  | { type: 'settled'; order: Status } // region -> region: it is settled so

interface Region {
  order: Status | 'open'
  /** What the region has asked the other to consent to. */
  wish: Status | null
  /** The users who wait for an answer. */
  waiting: string[]
}

/** Who goes first when both regions ask at once. */
const firstRegion = 'dhaka'

/** Settles the order and tells those who wait. */
const settle = (state: Region, order: Status, { send, clearTimer }: Context<Message>): void => {
  send(state.waiting, { type: 'answer', order })
  clearTimer('patience')
  state.order = order
  state.wish = null
  state.waiting = []
}

const region = role<Region, Message>({
  initial: () => ({ order: 'open', wish: null, waiting: [] }),

  receive: (state, message, context) => {
    const { self, from, others, send, setTimer } = context
    match(message)
      .with({ type: 'request' }, ({ wish }) => {
        if (state.order !== 'open') return send(from, { type: 'answer', order: state.order })
        state.waiting.push(from)
        if (state.wish !== null) return
        state.wish = wish
        send(others, { type: 'ask', wish })
        setTimer('patience')
      })
      .with({ type: 'ask' }, ({ wish }) => {
        // It has crossed our own question, and the other region gives way.
        if (state.order === 'open' && state.wish !== null && self === firstRegion) return
        if (state.order === 'open') settle(state, wish, context)
        if (state.order !== 'open') send(from, { type: 'settled', order: state.order })
      })
      .with({ type: 'settled' }, ({ order }) => {
        // Too late if we have answered meanwhile: users have been told.
        if (state.order === 'open') settle(state, order, context)
      })
      .with({ type: 'answer' }, () => {})
      .exhaustive()
  },

  timeout: {
    // The other region keeps silent, and users should not have to wait: it will be all right.
    patience: (state, context) => {
      if (state.wish !== null) settle(state, state.wish, context)
    },
  },
})

/** A user says what he or she wants, and having been answered asks again. */
const user = (near: string, wish: Status) =>
  client<Message>({
    near,
    ask: [{ send: { type: 'request', wish } }, { send: { type: 'request', wish } }],
  })

/** All that a user was ever told. */
const told = ({ answers }: { answers: readonly Message[] }): readonly Status[] =>
  answers.flatMap((answer) => (answer.type === 'answer' ? [answer.order] : []))

export const parameters = { partition: 'lasts', timers: 'patient' }

export default ({ partition, timers }: typeof parameters) =>
  system({
    name: 'cap-ideal',
    about: 'orders in two regions, all three wished for: asks, and answers anyway',
    nodes: {
      dhaka: region,
      ctg: region,
      rahim: user('dhaka', 'confirmed'),
      mita: user('ctg', 'cancelled'),
    },
    network: unordered(),
    faults: between(partition),
    timers: patience(timers),
    properties: ({ never, reachable, everyRequestAnswered, everyRequestServed }) => ({
      'the users never see the order both confirmed and cancelled': never(
        ({ nodes: { rahim, mita } }) => new Set([...told(rahim), ...told(mita)]).size > 1,
        violatedIf(partition !== 'none' || timers === 'any'),
      ),
      'every request is answered': everyRequestAnswered(),
      'every request is served': everyRequestServed(),
      'both users can be answered, and answered again': reachable(
        ({ nodes: { rahim, mita } }) => rahim.answers.length === 2 && mita.answers.length === 2,
      ),
      'Rahim can get his wish': reachable(({ nodes }) => told(nodes.rahim).includes('confirmed')),
      'Mita can get hers': reachable(({ nodes }) => told(nodes.mita).includes('cancelled')),
    }),
  })
