import { machine, type Fairness, type System } from 'netsplit'

/*
 * Dining philosophers with a waiter (E. W. Dijkstra, "Hierarchical ordering of sequential processes"
 * (EWD310), 1971; the waiter is the arbitrator of many textbooks). Neighbours never eat at the same
 * time. Nobody needs to become hungry; who eats stops some time.
 *
 * - An unfair waiter serves anybody whose neighbours do not eat.
 * - A fair waiter serves in the order in which they became hungry.
 */

interface Table {
  philosophers: ('thinks' | 'hungry' | 'eats')[]
  /** Of a fair waiter: who is hungry, the first one first. */
  queue: number[]
}

export const philosophers = (
  count: number,
  waiter: 'fair' | 'unfair',
  fairness: Fairness = 'weak',
): System => {
  const isFree = ({ philosophers }: Table, seat: number): boolean =>
    philosophers[(seat + 1) % count] !== 'eats' &&
    philosophers[(seat + count - 1) % count] !== 'eats'
  const seats = Array.from({ length: count }, (_, seat) => seat)
  const actions = seats.flatMap((seat) => [
    [
      `${seat} gets hungry`,
      {
        when: ({ philosophers }: Table) => philosophers[seat] === 'thinks',
        do: (table: Table) => {
          table.philosophers[seat] = 'hungry'
          if (waiter === 'fair') table.queue.push(seat)
        },
        optional: true,
      },
    ],
    [
      `${seat} is served`,
      {
        when: (table: Table) =>
          table.philosophers[seat] === 'hungry' &&
          isFree(table, seat) &&
          (waiter === 'unfair' || table.queue[0] === seat),
        do: (table: Table) => {
          table.philosophers[seat] = 'eats'
          if (waiter === 'fair') table.queue.shift()
        },
      },
    ],
    [
      `${seat} has eaten`,
      {
        when: ({ philosophers }: Table) => philosophers[seat] === 'eats',
        do: (table: Table) => {
          table.philosophers[seat] = 'thinks'
        },
      },
    ],
  ])
  return machine<Table>({
    name: `${count} philosophers`,
    initial: () => ({ philosophers: seats.map(() => 'thinks'), queue: [] }),
    fairness,
    actions: Object.fromEntries(actions),
    properties: ({ never, leadsTo }) => ({
      'neighbours never eat at once': never((table) =>
        seats.some((seat) => table.philosophers[seat] === 'eats' && !isFree(table, seat)),
      ),
      'the hungry eat': leadsTo(
        ({ philosophers }) => philosophers[1] === 'hungry',
        ({ philosophers }) => philosophers[1] === 'eats',
      ),
    }),
  })
}
