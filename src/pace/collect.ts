import type { Pace } from './pace.ts'

/**
 * The items of a sequence that takes long to make, in turns.
 *
 * @throws Halt when the pace ends it
 */
export const collect = async <Item>(items: Iterable<Item>, pace: Pace): Promise<Item[]> => {
  const all: Item[] = []
  for (const item of items) {
    if (pace.isDue()) await pace.turn()
    all.push(item)
  }
  return all
}
