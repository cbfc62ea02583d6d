import { ModelError, role, system, unordered } from 'netsplit'

/*
 * Two generals: they can take the city only if both attack at dawn. They can talk only by messengers
 * on foot, through the valley of the enemy, who captures any messenger he likes.
 *
 * Source: E. A. Akkoyunlu, K. Ekanadham and R. V. Huber, "Some Constraints and Tradeoffs in the
 * Design of Network Communications" (1975); Jim Gray gave it the generals, in
 * "Notes on Data Base Operating Systems" (1978).
 *
 * What to look at: West proposes, East confirms, West confirms the confirmation, and so on. Whoever
 * sends the last messenger must attack without knowing whether he arrived: if the enemy captures just
 * him, one general attacks alone. Set messengers=1, 2, 5, 9: there is always a last one. That no
 * other protocol does better is a theorem, and needs a proof about all protocols, not one of them.
 */

/** The messengers are numbered in the order in which they set out, West's first. */
interface Message {
  type: 'messenger'
  number: number
}

interface General {
  /** The number of the latest messenger of whom the general knows that he has set out. */
  latest: number
  plan: 'not yet decided' | 'attack' | 'stay'
}

const general = (messengers: number) =>
  role<General, Message, 'dawn'>({
    initial: () => ({ latest: 0, plan: 'not yet decided' }),
    start: (general, { self, others, send, setTimer }) => {
      setTimer('dawn')
      if (self !== 'west') return
      general.latest = 1
      send(others, { type: 'messenger', number: 1 })
    },
    // Confirm, until the messengers run out.
    receive: (general, { number }, { from, send }) => {
      general.latest = number
      if (number === messengers) return
      general.latest = number + 1
      send(from, { type: 'messenger', number: number + 1 })
    },
    timeout: {
      // Attack if the last messenger has set out: he came here, or he was sent from here.
      dawn: (general) => {
        general.plan = general.latest === messengers ? 'attack' : 'stay'
      },
    },
  })

export const parameters = { messengers: 4 }

export default ({ messengers }: typeof parameters) => {
  if (!Number.isInteger(messengers) || messengers < 1) {
    throw new ModelError('bad-parameter', {
      what: `The generals cannot send ${messengers} messengers`,
      where: [`parameter messengers=${messengers}`],
      fix: 'give a whole number from 1',
    })
  }
  const both = general(messengers)
  return system({
    name: 'two-generals',
    about: 'agreement over a link that loses messages: one general may attack alone',
    nodes: { west: both, east: both },
    network: unordered({ loss: 'unlimited' }),
    // Dawn comes when every messenger has arrived or is captured.
    timers: 'patient',
    properties: ({ always, reachable }) => ({
      'no general attacks alone': always(
        ({ nodes: { west, east } }) =>
          west.plan === east.plan || [west.plan, east.plan].includes('not yet decided'),
        { expected: 'violated' },
      ),
      'one messenger is under way at most, and none after the last': always(
        ({ inFlight }) =>
          inFlight.length <= 1 && inFlight.every(({ message }) => message.number <= messengers),
      ),
      'who attacks knows that the last messenger has set out': always(
        ({ nodes: { west, east } }) =>
          ![west, east].some(({ plan, latest }) => plan === 'attack' && latest < messengers),
      ),
      'both can attack': reachable(
        ({ nodes: { west, east } }) => west.plan === 'attack' && east.plan === 'attack',
      ),
    }),
  })
}
