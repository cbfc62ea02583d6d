import { machine, type Action } from 'netsplit'

/*
 * Termination detection on a ring: E. W. Dijkstra, W. H. J. Feijen and A. J. M. van Gasteren,
 * "Derivation of a termination detection algorithm for distributed computations" (EWD840), 1983, as
 * S. Merz wrote it in TLA+ (tlaplus/Examples, specifications/ewd840).
 */

interface Ring {
  active: boolean[]
  black: boolean[]
  token: number
  isTokenBlack: boolean
}

export const parameters = { nodes: 3 }

export default ({ nodes: count }: typeof parameters) => {
  const nodes = Array.from({ length: count }, (_, node) => node)

  const workOf = (node: number): readonly [string, Action<Ring>][] => [
    [
      `${node} sends`,
      {
        when: ({ active }) => active[node] === true,
        do: (ring, { choose }) => {
          const to = choose(nodes.filter((other) => other !== node))
          ring.active[to] = true
          if (to > node) ring.black[node] = true
        },
      },
    ],
    [
      `${node} rests`,
      {
        when: ({ active }) => active[node] === true,
        do: ({ active }) => {
          active[node] = false
        },
      },
    ],
  ]

  return machine<Ring>({
    name: 'ewd840',
    initial: ({ choose }) => ({
      active: nodes.map(() => choose([false, true])),
      black: nodes.map(() => choose([false, true])),
      token: choose(nodes),
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
          ring.isTokenBlack = token !== 0 && (ring.isTokenBlack || ring.black[token] === true)
          ring.black[token] = false
          ring.token = (token + count - 1) % count
        },
      },
      ...Object.fromEntries(nodes.flatMap(workOf)),
    },
    properties: ({ always }) => ({
      'what is detected is true': always(
        ({ active, black, token, isTokenBlack }) =>
          token !== 0 ||
          isTokenBlack ||
          black[0] === true ||
          active[0] === true ||
          active.every((each) => !each),
      ),
    }),
  })
}
