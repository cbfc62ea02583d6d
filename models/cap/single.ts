import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Nothing to cut: an order system that is one node, in Dhaka. CTG (Chattogram) is on the map, and
 * the link between the two may go down as it likes, but no orders are kept there.
 *
 * Rahim wants the order confirmed, Mita wants the same order cancelled, and both ask in Dhaka. The
 * first wish to arrive settles the order and everyone after is told how it was settled. So
 * consistency means here: nobody is ever told otherwise than anybody else.
 *
 * Source: the trivial case of Gilbert and Lynch's theorem (2002), which is about two nodes or more;
 * Martin Kleppmann, "A Critique of the CAP Theorem" (2015), on what availability is said to be, and
 * of what.
 *
 * What to look at: consistent and available through every partition. Then let Mita live in CTG
 * (mita=ctg) and ask Dhaka from there. Nothing in the system has changed, and she is no longer
 * served while the link is down: the cut has moved from within the system to between the system and
 * its users. The theorem counts only requests that arrive; users count all of them.
 */

type Status = 'confirmed' | 'cancelled'

type Message =
  | { type: 'request'; wish: Status } // user -> office
  | { type: 'answer'; order: Status } // office -> user

interface Office {
  order: Status | 'open'
}

const office = role<Office, Message>({
  initial: () => ({ order: 'open' }),
  receive: (state, message, { from, send }) =>
    match(message)
      .with({ type: 'request' }, ({ wish }) => {
        if (state.order === 'open') state.order = wish
        send(from, { type: 'answer', order: state.order })
      })
      .with({ type: 'answer' }, () => {})
      .exhaustive(),
})

/** A place on the map, and no part of the system. */
const place = role<'no orders are kept here'>({ initial: () => 'no orders are kept here' })

/** A user says what he or she wants, and having been answered asks again. */
const user = (near: string, wish: Status) =>
  client<Message>({
    near,
    ask: [
      { to: 'dhaka', send: { type: 'request', wish } },
      { to: 'dhaka', send: { type: 'request', wish } },
    ],
  })

/** All that a user was ever told. */
const told = ({ answers }: { answers: readonly Message[] }): readonly Status[] =>
  answers.flatMap((answer) => (answer.type === 'answer' ? [answer.order] : []))

export const parameters = { partition: 'lasts', mita: 'dhaka' }

export default ({ partition, mita }: typeof parameters) =>
  system({
    name: 'cap-single',
    about: 'orders in one place: consistent and available, as there is nothing to cut',
    nodes: {
      dhaka: office,
      ctg: place,
      rahim: user('dhaka', 'confirmed'),
      mita: user(mita, 'cancelled'),
    },
    network: unordered(),
    faults: between(partition),
    properties: ({ never, reachable, everyRequestAnswered, everyRequestServed }) => ({
      'the users never see the order both confirmed and cancelled': never(
        ({ nodes: { rahim, mita } }) => new Set([...told(rahim), ...told(mita)]).size > 1,
      ),
      'every request is answered': everyRequestAnswered(
        violatedIf(mita === 'ctg' && partition === 'lasts'),
      ),
      'every request is served': everyRequestServed(
        violatedIf(mita === 'ctg' && partition === 'lasts'),
      ),
      'both users can be answered, and answered again': reachable(
        ({ nodes: { rahim, mita } }) => rahim.answers.length === 2 && mita.answers.length === 2,
      ),
      'Rahim can get his wish': reachable(({ nodes }) => told(nodes.rahim).includes('confirmed')),
      'Mita can get hers': reachable(({ nodes }) => told(nodes.mita).includes('cancelled')),
    }),
  })
