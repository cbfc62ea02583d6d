import { ModelError, type Faults } from 'netsplit'

/**
 * The three situations that every model in this folder is put into:
 *
 * - `none`: the link between the regions is slow at worst;
 * - `heals`: the link is cut, and it is promised that every cut heals;
 * - `lasts`: the link is cut, and nobody promises anything.
 *
 * The link is down when the story begins, and after it has come up it may go down once more, at any
 * moment. Messages across the cut wait for it to heal; a user is always on the side of the region
 * nearby.
 */
const situations = ['none', 'heals', 'lasts'] as const

/** The faults of a situation, for a system with the regions dhaka and ctg. */
export const between = (partition: string): Faults<'dhaka' | 'ctg'> => {
  const situation = situations.find((name) => name === partition)
  if (situation === undefined) {
    throw new ModelError('bad-parameter', {
      what: `There is no partition '${partition}'`,
      where: [`parameter partition=${partition}`],
      fix: `choose one of ${situations.join(', ')}`,
    })
  }
  if (situation === 'none') return {}
  const heals = situation === 'heals' ? 'eventually' : 'maybe'
  return { partitions: { split: [['dhaka'], ['ctg']], atStart: true, times: 2, heals } }
}
