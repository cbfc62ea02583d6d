import { oneOf, replicas, role, system, unordered, type Given } from 'netsplit'

/*
 * Election on a ring: each process that stands sends its number to its neighbour; who gets a number passes on
 * the larger one of it and its own. The number that comes back to its owner has passed everybody.
 *
 * Source: Ernest Chang and Rosemary Roberts, "An Improved Algorithm for Decentralized Extrema-Finding in
 * Circular Configurations of Processes" (1979).
 *
 * What to look at: a number is thrown away where it meets a larger one, so that only the largest gets round.
 * Whoever has not stood yet puts its own number in the place of a smaller one. Messages may overtake each
 * other: nothing rests on their order.
 *
 * bug: passes-on, where a process that has stood passes on smaller numbers, too, and more than one comes
 * back to its owner.
 */

type Message =
  | { type: 'candidate'; number: number } // to the next process
  | { type: 'leader'; number: number } // to the next process

interface Process {
  number: number
  hasStood: boolean
  /** Whom it takes for the leader. */
  leader: number | null
}

const process = (number: number, processes: number, bug: string) => {
  const next = `p${(number % processes) + 1}`
  return role<Process, Message>({
    initial: () => ({ number, hasStood: false, leader: null }),
    internal: {
      stand: {
        optional: true,
        when: ({ hasStood, leader }) => !hasStood && leader === null,
        do: (state, { send }) => {
          state.hasStood = true
          send(next, { type: 'candidate', number })
        },
      },
    },
    receive: (state, message, { send }) => {
      if (message.type === 'leader') {
        state.leader = message.number
        if (message.number !== number) send(next, message)
      } else if (message.number === number) {
        state.leader = number
        send(next, { type: 'leader', number })
      } else if (message.number > number || (state.hasStood && bug === 'passes-on')) {
        state.hasStood = true
        send(next, message)
      } else if (!state.hasStood) {
        state.hasStood = true
        send(next, { type: 'candidate', number })
      }
    },
  })
}

export const parameters = { processes: 4, bug: oneOf('none', 'passes-on') }

export default ({ processes, bug }: Given<typeof parameters>) => {
  const expected = bug === 'none' ? 'holds' : 'violated'
  return system({
    name: 'chang-roberts',
    about: 'election on a ring (Chang and Roberts): the largest number comes round',
    nodes: { p: replicas(processes, (number) => process(number, processes, bug)) },
    network: unordered(),
    properties: ({ always, eventuallyAlways, leadsTo, reachable }) => ({
      'only the process with the largest number leads': always(
        ({ nodes }) => nodes.p.every(({ leader }) => leader === null || leader === processes),
        { expected },
      ),
      'each number is under way once at most': always(
        ({ inFlight }) =>
          new Set(inFlight.map(({ message: { type, number } }) => `${type} ${number}`)).size ===
          inFlight.length,
      ),
      'once somebody stands, all know the leader in the end': leadsTo(
        ({ nodes }) => nodes.p.some(({ hasStood }) => hasStood),
        ({ nodes }) => nodes.p.every(({ leader }) => leader !== null),
      ),
      'in the end there are no more messages': eventuallyAlways(
        ({ inFlight }) => inFlight.length === 0,
      ),
      'a leader can be known to all': reachable(({ nodes }) =>
        nodes.p.every(({ leader }) => leader !== null),
      ),
    }),
  })
}
