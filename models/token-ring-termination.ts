import { machine, oneOf, type Action, type Given } from 'netsplit'

/*
 * Has everybody finished? A token goes round a ring, from higher numbers to lower ones; a process that has
 * work to do keeps it. But a process that the token has passed can be given work by one that it has not.
 *
 * Source: Edsger Dijkstra, Wim Feijen and A. J. M. van Gasteren, "Derivation of a termination detection
 * algorithm for distributed computations" (EWD840, 1983), as Stephan Merz wrote it in TLA+ (EWD840 in
 * tlaplus/Examples), whose published counts are met.
 *
 * What to look at: who gives work to a process with a higher number, which the token may have passed,
 * blackens itself, and blackens the token when that comes by. A token that comes home white, to a white
 * process without work, has met nobody who did: all have finished. bug=stays-white leaves that out.
 *
 * Giving work takes no time here: there are no messages on their way that could wake a process up
 * later. Where there are, they have to be counted: safra-termination.
 */

interface Ring {
  active: boolean[]
  black: boolean[]
  token: number
  isTokenBlack: boolean
}

/** What process 0 concludes when the token is there. */
const isDetected = ({ active, black, token, isTokenBlack }: Ring): boolean =>
  token === 0 && !isTokenBlack && black[0] === false && active[0] === false

const isOver = ({ active }: Ring): boolean => active.every((each) => !each)

export const parameters = { processes: 3, bug: oneOf('none', 'stays-white') }

export default ({ processes: count, bug }: Given<typeof parameters>) => {
  const all = Array.from({ length: count }, (_, number) => number)

  /** The computation, of which nothing is promised. */
  const workOf = (self: number): readonly [string, Action<Ring>][] => [
    [
      `${self} gives work`,
      {
        optional: true,
        when: ({ active }) => active[self] === true,
        do: (ring, { choose }) => {
          const to = choose(all.filter((other) => other !== self))
          ring.active[to] = true
          if (to > self && bug !== 'stays-white') ring.black[self] = true
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

  return machine<Ring>({
    name: 'token-ring-termination',
    about: 'has everybody finished? a token goes round and sees (Dijkstra, EWD840)',
    initial: ({ choose }) => ({
      active: all.map(() => choose([false, true])),
      black: all.map(() => choose([false, true])),
      token: choose(all),
      isTokenBlack: true,
    }),
    actions: {
      'the token moves': {
        when: ({ active, black, token, isTokenBlack }) =>
          token === 0
            ? isTokenBlack || black[0] === true
            : active[token] === false || black[token] === true || isTokenBlack,
        do: (ring) => {
          const { token } = ring
          // Process 0 begins a new round with a white token.
          ring.isTokenBlack = token !== 0 && (ring.isTokenBlack || ring.black[token] === true)
          ring.black[token] = false
          ring.token = (token + count - 1) % count
        },
      },
      ...Object.fromEntries(all.flatMap(workOf)),
    },
    properties: ({ always, leadsTo, reachable }) => ({
      'what is detected is true': always((ring) => !isDetected(ring) || isOver(ring), {
        expected: bug === 'none' ? 'holds' : 'violated',
      }),
      'when all have finished, that is detected in the end': leadsTo(isOver, isDetected),
      'it can be detected': reachable(isDetected),
    }),
  })
}
