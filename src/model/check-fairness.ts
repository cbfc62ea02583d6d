import { degrees, fairKinds, type Fairness } from './fairness.ts'
import { checkEntries } from './fairness-list.ts'
import type { NodeDefinition } from './nodes.ts'
import { checkSettings } from './settings.ts'

/**
 * Refuses a fairness that is none, and entries of a list that can decide nothing; functions are asked later.
 *
 * @param place for errors
 * @throws ModelError 'not-a-system'
 */
export const checkFairness = (
  fairness: Fairness,
  place: string,
  nodes: readonly NodeDefinition[],
): void => {
  if (Array.isArray(fairness)) checkEntries(fairness as readonly unknown[], place, nodes)
  else if (typeof fairness === 'object' && fairness !== null) {
    checkSettings(fairness, Object.fromEntries(fairKinds.map((kind) => [kind, degrees])), place)
  } else if (typeof fairness !== 'function') {
    checkSettings({ fairness }, { fairness: degrees }, place)
  }
}
