import { replicas, role, system, unordered } from 'netsplit'

/*
 * Mutual exclusion by a token that goes round a ring as a message: who wants to enter and has it,
 * enters; who does not want to, passes it on.
 */

interface Station {
  wants: boolean
  token: 'elsewhere' | 'held' | 'in use'
}

const station = (number: number, count: number) =>
  role<Station, 'token'>({
    initial: () => ({ wants: false, token: number === 0 ? 'held' : 'elsewhere' }),
    receive: (station) => {
      station.token = 'held'
    },
    internal: {
      want: {
        when: ({ wants, token }) => !wants && token !== 'in use',
        do: (station) => {
          station.wants = true
        },
      },
      enter: {
        when: ({ wants, token }) => wants && token === 'held',
        do: () => ({ wants: false, token: 'in use' }),
      },
      leave: {
        when: ({ token }) => token === 'in use',
        do: (station) => {
          station.token = 'held'
        },
      },
      pass: {
        when: ({ wants, token }) => !wants && token === 'held',
        do: (station, { send }) => {
          station.token = 'elsewhere'
          send(`s${(number + 1) % count}`, 'token')
        },
      },
    },
  })

export const parameters = { stations: 6 }

export default ({ stations }: typeof parameters) =>
  system({
    name: 'token-ring',
    nodes: { s: replicas(stations, (number) => station(number, stations), { from: 0 }) },
    network: unordered(),
    properties: ({ always }) => ({
      'one station at most uses the token': always(
        ({ nodes }) => nodes.s.filter(({ token }) => token === 'in use').length <= 1,
      ),
    }),
  })
