import { match } from 'ts-pattern'
import { client, fifo, role, system } from 'netsplit'
import { between, patience, violatedIf } from './partition.ts'

/*
 * Better to fail than to be wrong: a bank with an office in Dhaka that keeps the books, and a branch
 * in CTG (Chattogram) that pays nothing out before the office has set the money aside. Whoever has
 * waited too long is told: unavailable, try again later.
 *
 * Rahim, in Dhaka, and Mita, in CTG, share an account with 100 taka in it, and each of them wants to
 * withdraw it all. Consistency means here: it is paid out once at most, and nobody is told that
 * the account is empty unless it is.
 *
 * Source: Pat Helland and David Campbell, "Building on Quicksand" (2009), on what a bank does when it
 * cannot reach the books; to set aside first and pay later is the first half of two-phase commit
 * (Jim Gray, "Notes on Data Base Operating Systems", 1978).
 *
 * What to look at: every request is answered, cut or no cut, and no answer is ever wrong. That is
 * all that two of the three letters promise, if by "available" one means that some answer comes.
 * But with the link cut Mita is told to come back later, and what use is that to her? The theorem
 * means the other thing: a request is served only by an answer that is no refusal. And look who is
 * refused: if the link goes down while money is set aside for CTG, even Rahim is, next door to the
 * books, since the office cannot know whether Mita has been paid.
 *
 * Then let time-outs fire early (timers=any): more is refused, without any cut, but nothing that is
 * said becomes wrong. What a system may safely base on a clock is when it gives up, never what is
 * true.
 */

type Message =
  | { type: 'withdraw' } // customer -> office or branch: all the money
  | { type: 'paid'; balance: number } // back to the customer
  | { type: 'declined'; balance: number } // back to the customer: there is not enough
  | { type: 'unavailable' } // back to the customer: a refusal
  | { type: 'set aside'; attempt: number } // branch -> office: a customer wants the money
  | { type: 'go ahead'; attempt: number } // office -> branch: it is set aside, pay
  | { type: 'empty'; attempt: number } // office -> branch: there is none
  | { type: 'spent'; attempt: number } // branch -> office: it has been paid
  | { type: 'not needed'; attempt: number } // branch -> office: it has not, and will not be

interface Office {
  balance: number
  /** For which attempt of the branch the money is set aside. */
  setAsideFor: number | null
  /** The customer who waits until it is known what becomes of that. */
  waiting: string | null
}

const office = role<Office, Message>({
  initial: () => ({ balance: 100, setAsideFor: null, waiting: null }),

  receive: (state, message, { from, send, setTimer, clearTimer }) => {
    /** Pays a customer, or declines: the books are here, there is nobody to ask. */
    const decide = (customer: string): void => {
      const type = state.balance > 0 ? 'paid' : 'declined'
      state.balance = 0
      send(customer, { type, balance: 0 })
    }
    /** The branch is through: whoever has waited for that can be told. */
    const release = (): void => {
      state.setAsideFor = null
      clearTimer('patience')
      if (state.waiting !== null) decide(state.waiting)
      state.waiting = null
    }
    match(message)
      .with({ type: 'withdraw' }, () => {
        if (state.setAsideFor === null) return decide(from)
        state.waiting = from
        setTimer('patience')
      })
      .with({ type: 'set aside' }, ({ attempt }) => {
        if (state.balance === 0) return send(from, { type: 'empty', attempt })
        state.setAsideFor = attempt
        send(from, { type: 'go ahead', attempt })
      })
      .with({ type: 'spent' }, () => {
        state.balance = 0
        release()
      })
      .with({ type: 'not needed' }, ({ attempt }) => {
        // Also said of an attempt for which there was no money.
        if (state.setAsideFor === attempt) release()
      })
      .otherwise(() => {})
  },

  timeout: {
    patience: (state, { send }) => {
      if (state.waiting !== null) send(state.waiting, { type: 'unavailable' })
      state.waiting = null
    },
  },
})

interface Branch {
  /** The customer who waits at the counter. */
  waiting: string | null
  /** How often the office was asked: an answer to an earlier attempt is no answer to this one. */
  attempt: number
}

const branch = role<Branch, Message>({
  initial: () => ({ waiting: null, attempt: 0 }),

  receive: (state, message, { from, send, setTimer, clearTimer }) => {
    const answer = (reply: Message): void => {
      if (state.waiting !== null) send(state.waiting, reply)
      state.waiting = null
      clearTimer('patience')
    }
    /** Whether the office speaks of the customer who is waiting now. */
    const isCurrent = (attempt: number): boolean =>
      attempt === state.attempt && state.waiting !== null

    match(message)
      .with({ type: 'withdraw' }, () => {
        state.waiting = from
        state.attempt += 1
        send('dhaka', { type: 'set aside', attempt: state.attempt })
        setTimer('patience')
      })
      .with({ type: 'go ahead' }, ({ attempt }) => {
        if (!isCurrent(attempt)) return
        send('dhaka', { type: 'spent', attempt })
        answer({ type: 'paid', balance: 0 })
      })
      .with({ type: 'empty' }, ({ attempt }) => {
        if (isCurrent(attempt)) answer({ type: 'declined', balance: 0 })
      })
      .otherwise(() => {})
  },

  timeout: {
    // Whatever the office says later, this attempt is over, and the office must know it.
    patience: (state, { send }) => {
      if (state.waiting === null) return
      send('dhaka', { type: 'not needed', attempt: state.attempt })
      send(state.waiting, { type: 'unavailable' })
      state.waiting = null
    },
  },
})

/** Someone who wants all the money, and having been answered asks again. */
const customer = (near: string) =>
  client<Message>({
    near,
    ask: [{ send: { type: 'withdraw' } }, { send: { type: 'withdraw' } }],
    refused: ({ type }) => type === 'unavailable',
  })

type Told = { answers: readonly Message[] }

/** How often one was told this. */
const times = ({ answers }: Told, told: Message['type']): number =>
  answers.filter(({ type }) => type === told).length

export const parameters = { partition: 'lasts', timers: 'patient' }

export default ({ partition, timers }: typeof parameters) =>
  system({
    name: 'cap-payments',
    about: 'withdrawals at two places: better unavailable than a wrong balance',
    nodes: { dhaka: office, ctg: branch, rahim: customer('dhaka'), mita: customer('ctg') },
    // A connection keeps order: that an attempt is over is never heard before the attempt.
    network: fifo(),
    faults: between(partition),
    timers: patience(timers),
    properties: ({ always, reachable, everyRequestAnswered, everyRequestServed }) => ({
      'the money is paid out once at most, and nobody is told it is gone while it is there': always(
        ({ nodes: { dhaka, rahim, mita } }) =>
          times(rahim, 'paid') + times(mita, 'paid') <= 1 &&
          (times(rahim, 'declined') + times(mita, 'declined') === 0 || dhaka.balance === 0),
      ),
      'every request is answered': everyRequestAnswered(),
      'every request is served': everyRequestServed(
        violatedIf(partition !== 'none' || timers === 'any'),
      ),
      'Rahim can get the money': reachable(({ nodes }) => times(nodes.rahim, 'paid') === 1),
      'Mita can get it': reachable(({ nodes }) => times(nodes.mita, 'paid') === 1),
      'the other one can be told that it is gone': reachable(
        ({ nodes: { rahim, mita } }) => times(rahim, 'paid') === 1 && times(mita, 'declined') === 2,
      ),
      'Rahim, too, can be told to come back later, next door to the books': reachable(
        ({ nodes }) => times(nodes.rahim, 'unavailable') > 0,
        violatedIf(partition === 'none' && timers === 'patient'),
      ),
    }),
  })
