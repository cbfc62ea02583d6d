import { atLeast, machine, oneOf, type Action, type Given } from 'netsplit'

/*
 * Has everybody finished, and is nothing on its way that could wake somebody up? As in token-ring-termination a
 * token goes round a ring, from higher numbers to lower ones; but giving work takes a message, and a message takes time.
 *
 * Source: Edsger Dijkstra, "Shmuel Safra's version of termination detection" (EWD998, 1987), whose rules 0 to 7 are
 * named below, as Stephan Merz and Markus Kuppe wrote it in TLA+ (EWD998 in tlaplus/Examples).
 *
 * What to look at: each machine counts the messages that it has sent, less those that it has received (rule 0); the
 * token adds up the counts of those that it passes. If the sum is not 0, something is on its way: with bug=no-counting
 * a round may come home white that has met nobody, since all were idle and the message was between them. But counts
 * that are read one after the other can come to 0 although no moment had that sum: a message that is sent before
 * the token comes to its sender, and received by one that the token has passed, counts once up and not down, and
 * another once down and not up. So who receives a message blackens itself (rule 3), and the token when that comes by;
 * bug=stays-white leaves that out. With bug=stays-black machines do not whiten themselves when they hand the token
 * on (rule 7): nothing false is ever detected then, but what is true may never be.
 *
 * With most=3 and starts=home (where the token is at first) the states are those that TLC is reported to find there:
 * 1.3 million, and a diameter of 60. Its state constraint is a guard here: nobody sends what would make its own count,
 * or the number of messages on their way to one machine, larger than that.
 */

interface Ring {
  active: boolean[]
  black: boolean[]
  /** Messages sent, less messages received. */
  count: number[]
  /** Messages on their way to each. */
  pending: number[]
  token: { at: number; sum: number; isBlack: boolean }
}

/** What machine 0 concludes when the token is there. */
const isDetected = ({ active, black, count, token }: Ring): boolean =>
  token.at === 0 && isConclusive({ black, count, token }) && active[0] === false

const isConclusive = ({ black, count, token }: Pick<Ring, 'black' | 'count' | 'token'>): boolean =>
  !token.isBlack && black[0] === false && token.sum + (count[0] ?? 0) === 0

const isOver = ({ active, pending }: Ring): boolean =>
  active.every((each) => !each) && pending.every((each) => each === 0)

/** Adds to one of several numbers. */
const add = (numbers: number[], at: number, by: number): void => {
  numbers[at] = (numbers[at] ?? 0) + by
}

/** The computation, of which nothing is promised. */
const workOf = (
  self: number,
  all: readonly number[],
  most: number,
  bug: string,
): readonly [string, Action<Ring>][] => {
  const othersWithRoom = ({ pending }: Ring): readonly number[] =>
    all.filter((other) => other !== self && (pending[other] ?? 0) < most)
  return [
    [
      `${self} sends work`,
      {
        optional: true,
        when: (ring) =>
          ring.active[self] === true &&
          (ring.count[self] ?? 0) < most &&
          othersWithRoom(ring).length > 0,
        do: (ring, { choose }) => {
          add(ring.pending, choose(othersWithRoom(ring)), 1)
          if (bug !== 'no-counting') add(ring.count, self, 1) // rule 0
        },
      },
    ],
    [
      `${self} receives work`,
      {
        optional: true,
        when: ({ pending }) => (pending[self] ?? 0) > 0,
        do: (ring) => {
          add(ring.pending, self, -1)
          if (bug !== 'no-counting') add(ring.count, self, -1) // rule 0
          if (bug !== 'stays-white') ring.black[self] = true // rule 3
          ring.active[self] = true
        },
      },
    ],
    [
      `${self} finishes`,
      {
        optional: true,
        when: ({ active }) => active[self] === true,
        do: ({ active }) => {
          active[self] = false
        },
      },
    ],
  ]
}

/** The probe. */
const token = (machines: number, bug: string): Action<Ring> => ({
  // Rules 2 and 5: who is active keeps it; machine 0 begins another round if this one has shown nothing.
  when: (ring) =>
    ring.token.at === 0 ? !isConclusive(ring) : ring.active[ring.token.at] === false,
  do: (ring) => {
    const { at, sum, isBlack } = ring.token
    // Rules 1 and 6: a round begins with a white token that carries 0. Rules 2 and 4: on it goes.
    ring.token =
      at === 0
        ? { at: machines - 1, sum: 0, isBlack: false }
        : {
            at: at - 1,
            sum: sum + (ring.count[at] ?? 0),
            isBlack: isBlack || ring.black[at] === true,
          }
    if (bug !== 'stays-black' || at === 0) ring.black[at] = false // rules 6 and 7
  },
})

export const parameters = {
  machines: atLeast(2, 3),
  most: atLeast(1, 1),
  starts: oneOf('anywhere', 'home'),
  bug: oneOf('none', 'stays-white', 'no-counting', 'stays-black'),
}

export default ({ machines, most, starts, bug }: Given<typeof parameters>) => {
  const all = Array.from({ length: machines }, (_, number) => number)

  return machine<Ring>({
    name: 'safra-termination',
    about: 'all finished, and no message on its way? counts and a token (Safra, EWD998)',
    initial: ({ choose }) => ({
      active: all.map(() => choose([false, true])),
      black: all.map(() => choose([false, true])),
      count: all.map(() => 0),
      pending: all.map(() => 0),
      token: { at: starts === 'home' ? 0 : choose(all), sum: 0, isBlack: true },
    }),
    actions: {
      'the token moves': token(machines, bug),
      ...Object.fromEntries(all.flatMap((self) => workOf(self, all, most, bug))),
    },
    properties: ({ always, leadsTo, reachable }) => ({
      'what is detected is true': always((ring) => !isDetected(ring) || isOver(ring), {
        expected: bug === 'none' || bug === 'stays-black' ? 'holds' : 'violated',
      }),
      'when all is over, that is detected in the end': leadsTo(isOver, isDetected, {
        expected: bug === 'stays-black' ? 'violated' : 'holds',
      }),
      'it can be detected': reachable(isDetected),
    }),
  })
}
