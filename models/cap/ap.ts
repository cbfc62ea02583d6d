import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Available under partition: an order system with two regions, Dhaka and CTG (Chattogram), that
 * answers everyone at once from what the nearest region knows, and tidies up later.
 *
 * Rahim, near Dhaka, wants the order confirmed. Mita, near CTG, wants the same order cancelled. The
 * first wish to arrive settles the order and everyone after is told how it was settled; that is the
 * intention. So consistency means here: nobody is told otherwise than anybody else.
 *
 * Source: Seth Gilbert and Nancy Lynch, "Brewer's Conjecture and the Feasibility of Consistent,
 * Available, Partition-Tolerant Web Services" (2002), section 3; replicas that merge by a rule on
 * which all agree are the state-based data types of Shapiro, Preguiça, Baquero and Zawirski (2011).
 *
 * What to look at: nobody ever waits. But with the link cut each region settles the order by itself,
 * and the two users see opposite things. Once the cut has healed the regions agree: the merge mends
 * the data, never what people were told. Then set partition=none: the same happens with no cut at
 * all. To a region that answers at once, a slow link and a cut one look the same.
 */

type Status = 'confirmed' | 'cancelled'

type Message =
  | { type: 'request'; wish: Status } // user -> region
  | { type: 'answer'; order: Status } // region -> user
  | { type: 'replicate'; order: Status } // region -> region

interface Region {
  /** The order, as far as this region knows. */
  order: Status | 'open'
}

const region = role<Region, Message>({
  initial: () => ({ order: 'open' }),
  receive: (state, message, { from, others, send }) =>
    match(message)
      // Settle the order here and now; the other region will hear of it.
      .with({ type: 'request' }, ({ wish }) => {
        if (state.order === 'open') {
          state.order = wish
          send(others, { type: 'replicate', order: wish })
        }
        send(from, { type: 'answer', order: state.order })
      })
      .with({ type: 'replicate' }, ({ order }) => {
        state.order = merge(state.order, order)
      })
      .with({ type: 'answer' }, () => {})
      .exhaustive(),
})

/**
 * Cancelled wins: better to pack too little than what nobody will pay for. The rule does not ask who
 * is first or where it is applied, so both regions arrive at the same.
 */
const merge = (here: Region['order'], there: Status): Status =>
  here === 'cancelled' ? here : there

/** A user says what he or she wants, and having been answered asks again. */
const user = (near: string, wish: Status) =>
  client<Message>({
    near,
    ask: [{ send: { type: 'request', wish } }, { send: { type: 'request', wish } }],
  })

/** What a user sees: the last answer. */
const seen = ({ answers }: { answers: readonly Message[] }): Status | null =>
  match(answers.at(-1))
    .with({ type: 'answer' }, ({ order }) => order)
    .otherwise(() => null)

/** Whether a user has ever been told this. */
const wasTold = ({ answers }: { answers: readonly Message[] }, order: Status): boolean =>
  answers.some((answer) => answer.type === 'answer' && answer.order === order)

export const parameters = { partition: 'lasts' }

export default ({ partition }: typeof parameters) =>
  system({
    name: 'cap-ap',
    about: 'orders in two regions, available: answers at once, merges later',
    nodes: {
      dhaka: region,
      ctg: region,
      rahim: user('dhaka', 'confirmed'),
      mita: user('ctg', 'cancelled'),
    },
    network: unordered(),
    faults: between(partition),
    properties: ({
      always,
      never,
      reachable,
      eventuallyAlways,
      everyRequestAnswered,
      everyRequestServed,
    }) => ({
      'the users never see the order both confirmed and cancelled': never(
        ({ nodes: { rahim, mita } }) =>
          seen(rahim) !== null && seen(mita) !== null && seen(rahim) !== seen(mita),
        { expected: 'violated' },
      ),
      'every request is answered': everyRequestAnswered(),
      'every request is served': everyRequestServed(),
      'in the end the regions agree': eventuallyAlways(
        ({ nodes: { dhaka, ctg } }) => dhaka.order === ctg.order,
        violatedIf(partition === 'lasts'),
      ),
      'what a user was told is never taken back': never(
        ({ nodes: { rahim, mita } }) =>
          [rahim, mita].some((it) => wasTold(it, 'confirmed') && wasTold(it, 'cancelled')),
        { expected: 'violated' },
      ),
      'once everything has arrived, the regions agree': always(
        ({ nodes: { dhaka, ctg }, inFlight }) => inFlight.length > 0 || dhaka.order === ctg.order,
      ),
      'both users can be answered, and answered again': reachable(
        ({ nodes: { rahim, mita } }) => rahim.answers.length === 2 && mita.answers.length === 2,
      ),
      'both can end up seeing the same': reachable(
        ({ nodes: { rahim, mita } }) => seen(rahim) !== null && seen(rahim) === seen(mita),
      ),
    }),
  })
