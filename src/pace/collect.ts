import type { Pace } from './pace.ts'

/**
 * The items of a sequence that takes long to make, in turns.
 *
 * @throws Halt when the pace ends it
 */
export const collect = <Item>(items: Iterable<Item>, pace: Pace): Promise<Item[]> =>
  collectEach(items, (item) => item, pace)

/**
 * What becomes of the items of a sequence, in turns.
 *
 * @throws Halt when the pace ends it
 */
export const collectEach = async <From, To>(
  items: Iterable<From>,
  change: (item: From) => To,
  pace: Pace,
): Promise<To[]> => {
  const all: To[] = []
  for (const item of items) {
    if (pace.isDue()) await pace.turn()
    all.push(change(item))
  }
  return all
}
