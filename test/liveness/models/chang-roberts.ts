import { fifo, replicas, role, system, unordered, type System } from 'netsplit'

/*
 * Leader election on a one-way ring: E. Chang and R. Roberts, "An improved algorithm for
 * decentralized extrema-finding in circular configurations of processes", CACM 22(5), 1979. Each
 * sends its number on; a number goes on while it meets smaller ones; who gets its own back leads.
 *
 * Each number travels a fixed way, so that the count of messages depends on nothing but the order:
 * at worst n (n + 1) / 2, at best 2 n - 1.
 */

interface Member {
  number: number
  leads: boolean
  sent: number
}

/**
 * @param numbers the numbers around the ring, in the direction of the messages
 * @param options.loss how many messages may be lost
 */
export const changRoberts = (
  numbers: readonly number[],
  options: { keepsOrder?: boolean; loss?: number } = {},
): System => {
  const { keepsOrder = false, loss = 0 } = options
  const member = (position: number) =>
    role<Member, { number: number }>({
      initial: () => ({ number: numbers[position - 1] ?? 0, leads: false, sent: 0 }),
      start: (state, { send }) => {
        state.sent += 1
        send(`member${(position % numbers.length) + 1}`, { number: state.number })
      },
      receive: (state, { number }, { send }) => {
        if (number === state.number) state.leads = true
        if (number <= state.number) return
        state.sent += 1
        send(`member${(position % numbers.length) + 1}`, { number })
      },
    })
  const highest = Math.max(...numbers)
  return system({
    name: 'chang-roberts',
    nodes: { member: replicas(numbers.length, member) },
    network: keepsOrder ? fifo({ loss }) : unordered({ loss }),
    properties: ({ always, eventually, eventuallyAlways, never, reachable }) => ({
      'at most one leads': always(
        ({ nodes }) => nodes.member.filter(({ leads }) => leads).length <= 1,
      ),
      'nobody leads but the highest': never(({ nodes }) =>
        nodes.member.some(({ leads, number }) => leads && number !== highest),
      ),
      'somebody leads some time': eventually(({ nodes }) =>
        nodes.member.some(({ leads }) => leads),
      ),
      'then for ever': eventuallyAlways(
        ({ nodes }) => nodes.member.filter(({ leads }) => leads).length === 1,
      ),
      'worst count of messages': reachable(
        ({ nodes }) => total(nodes.member) === (numbers.length * (numbers.length + 1)) / 2,
      ),
      'best count of messages in the end': eventuallyAlways(
        ({ nodes }) => total(nodes.member) === 2 * numbers.length - 1,
      ),
    }),
  })
}

const total = (members: readonly Member[]): number =>
  members.reduce((sum, { sent }) => sum + sent, 0)
