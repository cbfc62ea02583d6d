import { machine, type System } from 'netsplit'

/*
 * Termination detection on a ring: E. W. Dijkstra, W. H. J. Feijen and A. J. M. van Gasteren,
 * "Derivation of a termination detection algorithm for distributed computations" (EWD840), 1983, as
 * S. Merz wrote it in TLA+ (tlaplus/Examples, specifications/ewd840). The token's moves are weakly
 * fair, as one; the nodes' own work is not.
 */

interface Ring {
  active: boolean[]
  black: boolean[]
  token: number
  isTokenBlack: boolean
}

const isTerminated = ({ active }: Ring): boolean => active.every((each) => !each)

const isDetected = ({ active, black, token, isTokenBlack }: Ring): boolean =>
  token === 0 && !isTokenBlack && !black[0] && !active[0]

/** @param turnsBlack whether a node turns black when it sends backwards: the point of it all */
export const ewd840 = (count: number, turnsBlack = true): System => {
  const nodes = Array.from({ length: count }, (_, node) => node)
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
      ...Object.fromEntries(
        nodes.flatMap((node) => [
          [
            `${node} sends`,
            {
              when: ({ active }: Ring) => active[node] === true,
              do: (ring: Ring, { choose }: { choose: (of: readonly number[]) => number }) => {
                const to = choose(nodes.filter((other) => other !== node))
                ring.active[to] = true
                if (turnsBlack && to > node) ring.black[node] = true
              },
              optional: true,
            },
          ],
          [
            `${node} rests`,
            {
              when: ({ active }: Ring) => active[node] === true,
              do: (ring: Ring) => {
                ring.active[node] = false
              },
              optional: true,
            },
          ],
        ]),
      ),
    },
    properties: ({ always, leadsTo, ltl }) => ({
      TerminationDetection: always((ring) => !isDetected(ring) || isTerminated(ring)),
      Liveness: leadsTo(isTerminated, isDetected),
      FalseLiveness: ltl(({ is, always, eventually, implies, and }) =>
        always(
          implies(
            and(...nodes.map((node) => always(eventually(is(({ active }) => !active[node]))))),
            eventually(is(isDetected)),
          ),
        ),
      ),
    }),
  })
}
