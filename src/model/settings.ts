import { brief } from '../value/brief.ts'
import { didYouMean, ModelError, type ErrorCode } from '../value/model-error.ts'

/** What settings are called, and the error that a wrong one is. */
interface Kind {
  readonly noun: string
  readonly code: ErrorCode
}

const ofModels: Kind = { noun: 'setting', code: 'not-a-system' }

/** Options of the library's functions. */
export const ofFunctions: Kind = { noun: 'option', code: 'bad-option' }

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
  { noun, code }: Kind = ofModels,
): void => {
  const names = Object.keys(known)
  const unknown = (what: string, name: unknown, there: readonly string[], where: string): Error => {
    const hint = typeof name === 'string' ? didYouMean(name, there) : ''
    const fix = `${hint}there are ${there.join(', ')}`
    return new ModelError(code, { what, where: [where], fix })
  }
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(known, name)) {
      throw unknown(`There is no ${noun} '${name}'`, name, names, place)
    }
    const words = known[name] ?? null
    if (words === null || value === undefined || words.includes(value as string)) continue
    throw unknown(`'${name}' cannot be ${brief(value)}`, value, words, `${place}.${name}`)
  }
}

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
