import { machine, ModelError, type Action } from 'netsplit'

/*
 * Dining philosophers: they sit around a table with one fork between each two of them. To eat, a
 * philosopher takes the two forks beside the plate, one after the other, and then puts both down.
 *
 * Source: Edsger W. Dijkstra, "Hierarchical Ordering of Sequential Processes" (1971). There they are
 * five, and the dish is a difficult kind of spaghetti.
 *
 * What to look at: everyone takes the left fork first, and that is enough for all of them to starve,
 * each with one fork in hand. Then set ordered=true: the forks are numbered and everyone takes the
 * lower one first, which changes the habit of one philosopher only. No cycle of waiting can close.
 */

interface Table {
  philosophers: ('thinking' | 'has one fork' | 'eating')[]
  /** Whether each fork lies on the table. Fork k is to the left of philosopher k. */
  forks: ('down' | 'taken')[]
}

/** What a philosopher does, taking the forks in this order. */
const habit = (me: number, first: number, second: number): readonly [string, Action<Table>][] => [
  [
    `philosopher ${me} takes fork ${first}`,
    {
      when: ({ philosophers, forks }) => philosophers[me] === 'thinking' && forks[first] === 'down',
      do: ({ philosophers, forks }) => {
        philosophers[me] = 'has one fork'
        forks[first] = 'taken'
      },
    },
  ],
  [
    `philosopher ${me} takes fork ${second} and eats`,
    {
      when: ({ philosophers, forks }) =>
        philosophers[me] === 'has one fork' && forks[second] === 'down',
      do: ({ philosophers, forks }) => {
        philosophers[me] = 'eating'
        forks[second] = 'taken'
      },
    },
  ],
  [
    `philosopher ${me} puts both forks down`,
    {
      when: ({ philosophers }) => philosophers[me] === 'eating',
      do: ({ philosophers, forks }) => {
        philosophers[me] = 'thinking'
        forks[first] = 'down'
        forks[second] = 'down'
      },
    },
  ],
]

/** The forks beside a philosopher's plate, in the order in which they are taken. */
const forksOf = (me: number, count: number, ordered: boolean): readonly [number, number] => {
  const [left, right] = [me, (me + 1) % count]
  return ordered && right < left ? [right, left] : [left, right]
}

export const parameters = { philosophers: 3, ordered: false }

export default ({ philosophers: count, ordered }: typeof parameters) => {
  if (!Number.isInteger(count) || count < 2) {
    throw new ModelError('bad-parameter', {
      what: `${count} philosophers cannot sit around a table`,
      where: [`parameter philosophers=${count}`],
      fix: 'give a whole number from 2',
    })
  }
  const seats = Array.from({ length: count }, (_, me) => me)
  return machine<Table>({
    name: 'dining-philosophers',
    about: 'forks taken one at a time: a deadlock, and an order of the forks that mends it',
    initial: () => ({
      philosophers: seats.map(() => 'thinking'),
      forks: seats.map(() => 'down'),
    }),
    actions: Object.fromEntries(seats.flatMap((me) => habit(me, ...forksOf(me, count, ordered)))),
    properties: ({ always, noDeadlock, reachable }) => ({
      'somebody can always do something': noDeadlock({ expected: ordered ? 'holds' : 'violated' }),
      'neighbours never eat at once': always(({ philosophers }) =>
        philosophers.every(
          (state, me) => state !== 'eating' || philosophers[(me + 1) % count] !== 'eating',
        ),
      ),
      'a philosopher can eat': reachable(({ philosophers }) => philosophers.includes('eating')),
      'as many as there are pairs of forks can eat at once': reachable(
        ({ philosophers }) =>
          philosophers.filter((state) => state === 'eating').length === Math.floor(count / 2),
      ),
    }),
  })
}
