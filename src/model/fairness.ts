import { ModelError } from '../value/model-error.ts'
/**
 * What is promised of an action.
 *
 * - `weak`: if from some point on it is always enabled, it is taken again and again
 * - `strong`: if it is enabled again and again, it is taken again and again
 * - `none`: nothing
 */
export type Degree = 'none' | 'weak' | 'strong'

/**
 * An action of which fairness may be promised. Faults (split, lose, duplicate, crash) are not among
 * them: nobody promises that they happen.
 */
export type FairAction =
  | {
      readonly kind: 'deliver'
      readonly from: string
      readonly to: string
      readonly message: unknown
    }
  | { readonly kind: 'timeout'; readonly node: string; readonly name: string }
  | { readonly kind: 'internal'; readonly node: string; readonly name: string }
  | { readonly kind: 'restart'; readonly node: string }
  | { readonly kind: 'heal' }

/**
 * The fairness under which liveness is judged. Default `'weak'`: weak fairness of each delivery (by
 * envelope, so that one message cannot starve behind others), each timeout, each internal step that
 * is not optional, and of restarts and heals that are promised (`'eventually'`).
 *
 * Restarts and heals that are not promised have no fairness, and optional steps have none, whatever
 * is said here.
 */
export type Fairness =
  | Degree
  | { readonly [Kind in FairAction['kind']]?: Degree }
  | ((action: FairAction) => Degree)

/** What a fairness promises of an action that may be promised anything. */
export const degreeOf = (fairness: Fairness, action: FairAction): Degree => {
  if (typeof fairness === 'string') return fairness
  if (typeof fairness === 'function') return checkDegree(fairness(action), action)
  return fairness[action.kind] ?? 'weak'
}

const checkDegree = (degree: Degree, action: FairAction): Degree => {
  if (degree === 'none' || degree === 'weak' || degree === 'strong') return degree
  throw new ModelError('not-a-system', {
    what: `The fairness function answered ${String(degree)} for ${action.kind}`,
    where: ['fairness'],
    fix: "let it answer 'none', 'weak' or 'strong' for every action",
  })
}

/** What a degree comes to, for those who meet the word for the first time. */
const meanings: Readonly<Record<Degree, string>> = {
  none: 'may be put off for ever, even when nothing else happens',
  weak: 'happens some time if it stays possible from some point on',
  strong: 'happens some time if it is possible again and again',
}

const plurals: Readonly<Record<FairAction['kind'], string>> = {
  deliver: 'deliveries',
  timeout: 'timeouts',
  internal: 'internal steps',
  restart: 'restarts',
  heal: 'heals',
}

/**
 * A fairness in words, for the ledger.
 *
 * @param kinds the kinds of actions that something can be promised of
 */
export const describeFairness = (
  fairness: Fairness,
  kinds: readonly FairAction['kind'][],
): string => {
  if (typeof fairness === 'function') return 'fairness: as the model says of each action'
  const groups = (['strong', 'weak', 'none'] as const)
    .map((degree) => ({
      degree,
      // Given by kind, it depends on nothing else of an action.
      named: kinds.filter((kind) => degreeOf(fairness, { kind } as FairAction) === degree),
    }))
    .filter(({ named }) => named.length > 0)
  if (groups.every(({ degree }) => degree === 'none')) {
    const isPromised = kinds.includes('restart') || kinds.includes('heal')
    const all = isPromised ? 'none, not even for what is promised' : 'none'
    return `fairness: ${all}; any run counts, even one in which nothing happens`
  }
  const parts = groups.map(({ degree, named }) => {
    const of = named.map((kind) => plurals[kind])
    const last = of.length > 1 ? ` and ${of.at(-1)}` : ''
    const list = `${of.slice(0, Math.max(1, of.length - 1)).join(', ')}${last}`
    return `${degree} for ${list}: each ${meanings[degree]}`
  })
  return `fairness: ${parts.join('; ')}`
}
