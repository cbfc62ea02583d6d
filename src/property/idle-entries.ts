import type { Meaning } from '../explore/meaning.ts'
import { entryFor, isList, type FairnessEntry } from '../model/fairness.ts'
import { isLiveness } from '../model/property-kinds.ts'
import type { System } from '../model/system.ts'

/**
 * The entries of fairness whose function decides of no action that there is, in words. Texts are judged when a model
 * is made; what a function picks is known only when all has happened.
 *
 * @param meaning of a space that was seen completely
 */
export const idleEntries = (system: System, meaning: Meaning): readonly string[] => {
  const lists = new Map<readonly FairnessEntry[], string>()
  for (const { name, property } of system.properties) {
    if (!isLiveness(property)) continue
    const { fairness } = property
    const promised = fairness ?? system.fairness
    const place = fairness === null ? 'fairness' : `the fairness of property '${name}'`
    if (isList(promised) && !lists.has(promised)) lists.set(promised, place)
  }
  return [...lists].flatMap(([list, place]) =>
    idleIn(list, meaning).map(
      (at) => `${place}[${at}] decides nothing: its function picks no action that it is left with`,
    ),
  )
}

const idleIn = (
  list: readonly FairnessEntry[],
  { labels, actionOf }: Meaning,
): readonly number[] => {
  const idle = new Set([...list.keys()].filter((at) => typeof list[at]?.of === 'function'))
  for (let label = 0; label < labels && idle.size > 0; label++) {
    const action = actionOf(label)
    if (action !== null) idle.delete(entryFor(list, action))
  }
  return [...idle]
}
