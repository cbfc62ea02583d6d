import { machine } from 'netsplit'

/*
 * The water jugs: with a jug of three gallons, a jug of five, a tap and nothing to measure by, get
 * exactly four gallons into the big jug. (In "Die Hard with a Vengeance", 1995, a bomb depends on it.)
 *
 * Source: Leslie Lamport's module DieHard, of "The TLA+ Video Course", lecture 4.
 *
 * What to look at: the property says that the puzzle has no solution. The checker disagrees, and its
 * counterexample is the solution; since the search is breadth first, it is a shortest one. Asking
 * for the impossible is how a model checker solves puzzles, and how it writes test cases.
 *
 * A machine is a system with one state and no messages: actions, each of which may be next.
 */

const small = 3
const big = 5

export default machine({
  name: 'die-hard',
  about: 'the water jugs: the counterexample is the solution of the puzzle',
  initial: () => ({ small: 0, big: 0 }),
  actions: {
    'fill the small jug': (jugs) => ({ ...jugs, small }),
    'fill the big jug': (jugs) => ({ ...jugs, big }),
    'empty the small jug': (jugs) => ({ ...jugs, small: 0 }),
    'empty the big jug': (jugs) => ({ ...jugs, big: 0 }),
    // Pouring stops when one jug is empty or the other is full, whichever comes first.
    'pour small into big': (jugs) => {
      const poured = Math.min(jugs.small, big - jugs.big)
      jugs.small -= poured
      jugs.big += poured
    },
    'pour big into small': (jugs) => {
      const poured = Math.min(jugs.big, small - jugs.small)
      jugs.big -= poured
      jugs.small += poured
    },
  },
  properties: ({ always, never }) => ({
    'no jug overflows': always((jugs) => jugs.small <= small && jugs.big <= big),
    'the big jug never holds four gallons': never((jugs) => jugs.big === 4, {
      expected: 'violated',
    }),
  }),
})
