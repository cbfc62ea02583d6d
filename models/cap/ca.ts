import { match } from 'ts-pattern'
import { client, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * Consistent and available, as long as the link is there: an order system with two regions, Dhaka
 * and CTG (Chattogram), in which Dhaka leads. It settles every order; CTG passes on what its users
 * wish, and what Dhaka says to that.
 *
 * Rahim, near Dhaka, wants the order confirmed. Mita, near CTG, wants the same order cancelled. The
 * first wish to reach Dhaka settles the order and everyone after is told how it was settled. So
 * consistency means here: nobody is ever told otherwise than anybody else.
 *
 * Source: Eric Brewer, "Towards Robust Distributed Systems" (2000), where to forfeit partition
 * tolerance is one of three choices, and "CAP Twelve Years Later: How the 'Rules' Have Changed"
 * (2012), where that is taken back: what is left is what a system does when there is a partition.
 * This one has not thought of it. Nothing is ever sent again, since the link delivers; so a message
 * that meets a cut is lost.
 *
 * What to look at: without a cut this is the simplest of all the designs, and nothing is wrong with
 * it. With one, nobody is told anything false, but Mita waits. She waits even when the link has come
 * up again, since nobody remembers her request. That Dhaka leads is not to blame: with a transport
 * that sends again until it gets through this would be one more design that is consistent and waits,
 * as cp is; and cp without such a transport is no better than this. Then let CTG guess when it hears
 * nothing (guesses=true): Mita is served at once, and the users see opposite things. To leave the
 * partition out of the plan is not to choose consistency and availability; it is to leave it to
 * chance which of the two is lost.
 */

type Status = 'confirmed' | 'cancelled'

type Message =
  | { type: 'request'; wish: Status } // user -> region
  | { type: 'answer'; order: Status } // region -> user
  | { type: 'forward'; user: string; wish: Status } // CTG -> Dhaka
  | { type: 'settled'; user: string; order: Status } // Dhaka -> CTG

interface Leader {
  order: Status | 'open'
}

const leader = role<Leader, Message>({
  initial: () => ({ order: 'open' }),
  receive: (state, message, { from, send }) => {
    /** The first wish settles the order. */
    const settle = (wish: Status): Status => {
      if (state.order === 'open') state.order = wish
      return state.order
    }
    match(message)
      .with({ type: 'request' }, ({ wish }) => send(from, { type: 'answer', order: settle(wish) }))
      .with({ type: 'forward' }, ({ user, wish }) =>
        send(from, { type: 'settled', user, order: settle(wish) }),
      )
      .with({ type: 'answer' }, { type: 'settled' }, () => {})
      .exhaustive()
  },
})

interface Follower {
  /** The users who wait for an answer, and what they wish. */
  waiting: Record<string, Status>
}

const follower = ({ guesses }: { guesses: boolean }) =>
  role<Follower, Message>({
    initial: () => ({ waiting: {} }),
    receive: (state, message, { from, send, setTimer, clearTimer }) =>
      match(message)
        .with({ type: 'request' }, ({ wish }) => {
          state.waiting[from] = wish
          send('dhaka', { type: 'forward', user: from, wish })
          if (guesses) setTimer('patience')
        })
        .with({ type: 'settled' }, ({ user, order }) => {
          // Whoever has been told a guess meanwhile is not told another thing unasked.
          if (!(user in state.waiting)) return
          send(user, { type: 'answer', order })
          delete state.waiting[user]
          if (guesses && Object.keys(state.waiting).length === 0) clearTimer('patience')
        })
        .with({ type: 'answer' }, { type: 'forward' }, () => {})
        .exhaustive(),
    ...(guesses ? { timeout: { patience: guess } } : {}),
  })

/** Nobody has said that the order is settled otherwise. */
const guess = (
  state: Follower,
  { send }: { send: (to: string, message: Message) => void },
): void => {
  for (const [user, wish] of Object.entries(state.waiting)) {
    send(user, { type: 'answer', order: wish })
  }
  state.waiting = {}
}

/** A user says what he or she wants, and having been answered asks again. */
const user = (near: string, wish: Status) =>
  client<Message>({
    near,
    ask: [{ send: { type: 'request', wish } }, { send: { type: 'request', wish } }],
  })

/** All that a user was ever told. */
const told = ({ answers }: { answers: readonly Message[] }): readonly Status[] =>
  answers.flatMap((answer) => (answer.type === 'answer' ? [answer.order] : []))

export const parameters = { partition: 'lasts', guesses: false }

export default ({ partition, guesses }: typeof parameters) =>
  system({
    name: 'cap-ca',
    about: 'orders in two regions, the link taken for granted: one leads, one forwards',
    nodes: {
      dhaka: leader,
      ctg: follower({ guesses }),
      rahim: user('dhaka', 'confirmed'),
      mita: user('ctg', 'cancelled'),
    },
    network: unordered(),
    faults: between(partition, 'dropped'),
    // Where CTG guesses, it at least never guesses early.
    timers: 'patient',
    properties: ({ never, reachable, everyRequestAnswered, everyRequestServed }) => ({
      'the users never see the order both confirmed and cancelled': never(
        ({ nodes: { rahim, mita } }) => new Set([...told(rahim), ...told(mita)]).size > 1,
        violatedIf(guesses && partition !== 'none'),
      ),
      'every request is answered': everyRequestAnswered(
        violatedIf(!guesses && partition !== 'none'),
      ),
      'every request is served': everyRequestServed(violatedIf(!guesses && partition !== 'none')),
      'both users can be answered, and answered again': reachable(
        ({ nodes: { rahim, mita } }) => rahim.answers.length === 2 && mita.answers.length === 2,
      ),
      'Rahim can get his wish': reachable(({ nodes }) => told(nodes.rahim).includes('confirmed')),
      'Mita can get hers': reachable(({ nodes }) => told(nodes.mita).includes('cancelled')),
    }),
  })
