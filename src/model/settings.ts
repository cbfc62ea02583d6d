import { brief } from '../value/brief.ts'
import { didYouMean, ModelError } from '../value/model-error.ts'

/**
 * Refuses settings that do not exist: model files run without a type check, and a fault that is
 * misspelt would be no fault at all.
 *
 * @param known the names there are; for those that are words, the words there are
 */
export const checkSettings = (
  settings: object,
  known: Readonly<Record<string, readonly string[] | null>>,
  place: string,
): void => {
  const names = Object.keys(known)
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(known, name))
      throw unknown(`There is no setting '${name}'`, name, names, place)
    const words = known[name] ?? null
    if (words === null || value === undefined || words.includes(value as string)) continue
    throw unknown(
      `'${name}' cannot be ${brief(value)}`,
      typeof value === 'string' ? value : '',
      words,
      `${place}.${name}`,
    )
  }
}

const unknown = (what: string, name: string, known: readonly string[], place: string): ModelError =>
  new ModelError('not-a-system', {
    what,
    where: [place],
    fix: `${didYouMean(name, known)}there are ${known.join(', ')}`,
  })

/** What a fairness may be called. */
const degrees: readonly string[] = ['none', 'weak', 'strong']

/** Refuses a fairness that is none; one that is a function is asked later. */
export const checkFairness = (fairness: unknown, place: string): void => {
  if (typeof fairness === 'object' && fairness !== null) {
    const kinds = { deliver: degrees, timeout: degrees, internal: degrees }
    checkSettings(fairness, { ...kinds, restart: degrees, heal: degrees }, place)
  } else if (typeof fairness !== 'function') {
    checkSettings({ fairness }, { fairness: degrees }, place)
  }
}
