import { match } from 'ts-pattern'
import { client, ModelError, role, system, unordered } from 'netsplit'
import { between, violatedIf } from './partition.ts'

/*
 * What to do when the other side is silent: the last sack of rice, which two regions sell, Dhaka and
 * CTG (Chattogram). Rahim, near Dhaka, orders it. Mita, near CTG, may order it, too.
 *
 * A region that has an order and has heard nothing from the other can do one of two things: confirm the
 * order now, or wait until it has heard. Each of the two has its own rule here, which makes four designs.
 * Consistency means here that the sack is not sold twice; availability that every order is answered,
 * confirmed or refused.
 *
 * Source: Seth Gilbert and Nancy Lynch, "Brewer's Conjecture and the Feasibility of Consistent,
 * Available, Partition-Tolerant Web Services" (2002), Theorem 1, told of one sack; `netsplit impossible
 * cap` goes through all the rules that there could be, not only these two.
 *
 * What to look at: under a cut that lasts each of the four is wrong. If both confirm, the sack is sold
 * twice. If one waits, there is a run in which nobody else wanted the sack, and who ordered it waits for
 * ever. What one region should do depends on what the other one has, and that it cannot know. If one
 * confirms and the other waits, all is well until the link is cut: that is what a leader comes to.
 */

type Message =
  | { type: 'order' } // user -> region
  | { type: 'answer'; order: 'confirmed' | 'refused' } // region -> user
  | { type: 'ask' } // region -> region: may I sell it?
  | { type: 'reply'; yes: boolean } // region -> region

type Rule = 'confirm' | 'wait'

interface Region {
  /** Whether the sack can still be sold, as far as this region knows. */
  sack: 'here' | 'gone'
  /** Who waits here for an answer. */
  waiting: string | null
}

/** Who goes first when both regions ask at once. */
const firstRegion = 'dhaka'

const region = (rule: Rule, other: 'dhaka' | 'ctg') =>
  role<Region, Message>({
    initial: () => ({ sack: 'here', waiting: null }),

    receive: (state, message, { self, from, send }) => {
      const answer = (user: string, order: 'confirmed' | 'refused'): void => {
        send(user, { type: 'answer', order })
        state.sack = 'gone'
        state.waiting = null
      }

      match(message)
        .with({ type: 'order' }, () => {
          if (state.sack === 'gone') return answer(from, 'refused')
          // It has heard nothing: this is the choice.
          if (rule === 'confirm') return answer(from, 'confirmed')
          state.waiting = from
          send(other, { type: 'ask' })
        })
        .with({ type: 'ask' }, () => {
          // It has crossed our own question, and the other region gives way.
          if (state.waiting !== null && self === firstRegion) return
          const yes = state.sack === 'here'
          send(from, { type: 'reply', yes })
          if (state.waiting !== null) answer(state.waiting, 'refused')
          state.sack = 'gone'
        })
        .with({ type: 'reply' }, ({ yes }) => {
          if (state.waiting !== null) answer(state.waiting, yes ? 'confirmed' : 'refused')
        })
        .with({ type: 'answer' }, () => {})
        .exhaustive()
    },
  })

const order = { send: { type: 'order' } } as const
const rahim = client<Message>({ near: 'dhaka', ask: [order] })
/** Orders the sack, or does not. */
const mita = client<Message>({ near: 'ctg', ask: { anyOf: [order], upTo: 1 } })

const isTold = ({ answers }: { answers: readonly Message[] }, told: 'confirmed' | 'refused') =>
  answers.some((answer) => answer.type === 'answer' && answer.order === told)

const ruleOf = (region: string, rule: string): Rule => {
  if (rule === 'confirm' || rule === 'wait') return rule
  throw new ModelError('bad-parameter', {
    what: `There is no rule '${rule}'`,
    where: [`parameter ${region}=${rule}`],
    fix: 'choose one of confirm, wait',
  })
}

export const parameters = { partition: 'lasts', dhaka: 'confirm', ctg: 'confirm' }

export default ({ partition, dhaka, ctg }: typeof parameters) =>
  system({
    name: 'cap-sack',
    about: 'one sack of rice, two regions: what to say when the other is silent',
    nodes: {
      dhaka: region(ruleOf('dhaka', dhaka), 'ctg'),
      ctg: region(ruleOf('ctg', ctg), 'dhaka'),
      rahim,
      mita,
    },
    network: unordered(),
    faults: between(partition),
    properties: ({ never, reachable, everyRequestAnswered }) => ({
      'the sack is never sold twice': never(
        ({ nodes: { rahim, mita } }) => isTold(rahim, 'confirmed') && isTold(mita, 'confirmed'),
        violatedIf(dhaka === 'confirm' && ctg === 'confirm'),
      ),
      'every order is answered': everyRequestAnswered(
        violatedIf(partition === 'lasts' && (dhaka === 'wait' || ctg === 'wait')),
      ),
      'who alone orders the sack is not refused': never(
        ({ nodes: { rahim, mita } }) =>
          isTold(rahim, 'refused') && mita.waiting === null && mita.answers.length === 0,
      ),
      'Rahim can get the sack': reachable(({ nodes }) => isTold(nodes.rahim, 'confirmed')),
      'Mita can get it': reachable(({ nodes }) => isTold(nodes.mita, 'confirmed')),
    }),
  })
