import type { Verdict } from '../property/verdicts.ts'

/** A sentence on the table, and the cells that it rests on. */
export interface Lesson {
  readonly text: string
  readonly rests: Readonly<Record<string, Verdict>>
}

/** The cell that all of this is about: two users are told opposite things. */
export const centralCell = 'ap/lasts/consistent'

/** What the table teaches. */
export const lessons: readonly Lesson[] = [
  {
    text:
      'As long as nothing is cut, nothing has to be given up: with patience, ideal, cp and ca are ' +
      'consistent and serve everybody.',
    rests: {
      'ideal/none/consistent': 'holds',
      'ideal/none/served': 'holds',
      'cp/none/consistent': 'holds',
      'cp/none/served': 'holds',
      'ca/none/consistent': 'holds',
      'ca/none/served': 'holds',
    },
  },
  {
    text:
      'Under a cut that lasts, every design with something on both sides of it has lost one of the ' +
      'two, whatever it calls itself: cp and ca no longer serve, ap and ideal contradict themselves; ' +
      'and single gets away only until a user is on the far side.',
    rests: {
      'cp/lasts/served': 'violated',
      'ca/lasts/served': 'violated',
      'ap/lasts/consistent': 'violated',
      'ideal/lasts/consistent': 'violated',
      'single/lasts/served': 'holds',
      'single-far/lasts/served': 'violated',
    },
  },
  {
    text:
      '"Available" means two things, and only one of them is worth having: payments answers every ' +
      'request and is never wrong, and some of its answers are "unavailable", so it is answered and ' +
      'not served; the theorem is about served.',
    rests: {
      'payments/lasts/consistent': 'holds',
      'payments/lasts/answered': 'holds',
      'payments/lasts/served': 'violated',
    },
  },
  {
    text:
      'Slow is not cut, but only a clock can tell: let its timers fire early and ideal contradicts ' +
      'itself with no cut at all, as ap does, which never waits; payments stays right with any ' +
      'timers, since it uses them to give up and not to decide what is true.',
    rests: {
      'ideal/none/consistent': 'holds',
      'ideal-any/none/consistent': 'violated',
      'ap/none/consistent': 'violated',
      'payments-any/lasts/consistent': 'holds',
    },
  },
  {
    text:
      'When the cut heals, cp answers those who waited, and ap, tracking and chat converge; but what ' +
      'ap told its users stays told, and the request that ca lost stays lost: healing mends the data, ' +
      'and the rest only where somebody thought of it before.',
    rests: {
      'cp/heals/served': 'holds',
      'ap/heals/converges': 'holds',
      'tracking/heals/converges': 'holds',
      'chat/heals/converges': 'holds',
      'ap/heals/consistent': 'violated',
      'ca/heals/served': 'violated',
    },
  },
]
