import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Consistent under partition: an order system with two regions, Dhaka and CTG (Chattogram), that
 * settles an order only with the consent of the other region, and waits while the two cannot talk.
 *
 * Rahim, near Dhaka, wants the order confirmed. Mita, near CTG, wants the same order cancelled. The
 * first wish settles the order and everyone after is told how it was settled. So consistency means
 * here: nobody is ever told otherwise than anybody else.
 *
 * Source: Seth Gilbert and Nancy Lynch, "Brewer's Conjecture and the Feasibility of Consistent,
 * Available, Partition-Tolerant Web Services" (2002), section 3. With two regions a majority is both
 * of them, so consent of the other is what a quorum comes to.
 *
 * What to look at: when both ask for consent at once, somebody must give way, and both must know who
 * without talking: Dhaka goes first. Nothing that a user is told is ever taken back, cut or no cut.
 * The price: with the link cut, both users can be left waiting. If it is promised that the cut heals,
 * waiting has an end and every request is answered; if nobody promises that, some never are.
 */

type Status = 'confirmed' | 'cancelled'

type Message =
  | { type: 'request'; wish: Status } // user -> region
  | { type: 'answer'; order: Status } // region -> user
  | { type: 'ask'; wish: Status } // region -> region: may I settle it so?
  | { type: 'consent'; wish: Status } // region -> region: yes, and it is settled so here, too

interface Region {
  order: Status | 'open'
  /** What the region has asked the other to consent to. */
  wish: Status | null
  /** The users who wait for an answer. */
  waiting: string[]
}

/** Who goes first when both regions ask at once. */
const firstRegion = 'dhaka'

const region = role<Region, Message>({
  initial: () => ({ order: 'open', wish: null, waiting: [] }),

  receive: (state, message, { self, from, others, send }) => {
    const settle = (order: Status): void => {
      send(state.waiting, { type: 'answer', order })
      state.order = order
      state.wish = null
      state.waiting = []
    }

    match(message)
      .with({ type: 'request' }, ({ wish }) => {
        if (state.order !== 'open') return send(from, { type: 'answer', order: state.order })
        state.waiting.push(from)
        if (state.wish !== null) return
        state.wish = wish
        send(others, { type: 'ask', wish })
      })
      // Consent is final here at once: the one who asked can settle it in no other way.
      .with({ type: 'ask' }, ({ wish }) => {
        // It has crossed our own question, and the other region gives way, or has done so already.
        if (state.order !== 'open' || (state.wish !== null && self === firstRegion)) return
        settle(wish)
        send(from, { type: 'consent', wish })
      })
      .with({ type: 'consent' }, ({ wish }) => settle(wish))
      .with({ type: 'answer' }, () => {})
      .exhaustive()
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

export const parameters = { partition: 'lasts' }

export default ({ partition }: typeof parameters) =>
  system({
    name: 'cap-cp',
    about: 'orders in two regions, consistent: settles by consent, waits while cut off',
    nodes: {
      dhaka: region,
      ctg: region,
      rahim: user('dhaka', 'confirmed'),
      mita: user('ctg', 'cancelled'),
    },
    network: unordered(),
    faults: between(partition),
    properties: ({ always, reachable, everyRequestAnswered, everyRequestServed }) => ({
      'the users never see the order both confirmed and cancelled': always(
        ({ nodes: { rahim, mita } }) => new Set([...told(rahim), ...told(mita)]).size <= 1,
      ),
      'every request is answered': everyRequestAnswered(violatedIf(partition === 'lasts')),
      'every request is served': everyRequestServed(violatedIf(partition === 'lasts')),
      'the regions never settle the order differently': always(
        ({ nodes: { dhaka, ctg } }) =>
          dhaka.order === 'open' || ctg.order === 'open' || dhaka.order === ctg.order,
      ),
      'both users can be answered, and answered again': reachable(
        ({ nodes: { rahim, mita } }) => rahim.answers.length === 2 && mita.answers.length === 2,
      ),
      'Rahim can get his wish': reachable(({ nodes }) => told(nodes.rahim).includes('confirmed')),
      'Mita can get hers': reachable(({ nodes }) => told(nodes.mita).includes('cancelled')),
      'the cut can leave both users waiting': reachable(
        ({ nodes: { dhaka, ctg }, partitioned }) =>
          partitioned && dhaka.waiting.length > 0 && ctg.waiting.length > 0,
        violatedIf(partition === 'none'),
      ),
    }),
  })
