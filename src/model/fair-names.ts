import { fairKinds, isFairKind, isLike, type FairAction, type FairnessEntry } from './fairness.ts'
import type { NodeDefinition } from './nodes.ts'

/** A step or a timer, as entries of a fairness speak of it: by name, whosever it is. */
export interface Named {
  readonly kind: 'timeout' | 'internal'
  readonly name: string
  /** Of a step that every node may leave out for ever: nothing is promised of it. */
  readonly isOptional: boolean
}

/** The steps and timers of some nodes. */
export const namedIn = (nodes: readonly NodeDefinition[]): readonly Named[] => {
  const all = nodes.flatMap(({ role: { handlers } }) => [
    ...Object.keys(handlers.timeout ?? {}).map((name): Named => ({
      kind: 'timeout',
      name,
      isOptional: false,
    })),
    ...Object.entries(handlers.internal ?? {}).map(([name, step]): Named => ({
      kind: 'internal',
      name,
      isOptional: typeof step === 'object' && step.optional === true,
    })),
  ])
  const found = new Map<string, Named>()
  for (const each of all) {
    const key = keyOf(each)
    if (found.get(key)?.isOptional !== false) found.set(key, each)
  }
  return [...found.values()]
}

const keyOf = ({ kind, name }: Pick<Named, 'kind' | 'name'>): string => `${kind} ${name}`

/**
 * What an entry of a fairness can decide, by key: of a function all that there is.
 *
 * @param named the steps and timers there are
 */
export const keysOf = (of: FairnessEntry['of'], named: readonly Named[]): readonly string[] => {
  if (typeof of === 'function') return fairKinds.flatMap((kind) => keysOf(kind, named))
  const known = named.filter(({ isOptional }) => !isOptional)
  if (!isFairKind(of)) return known.filter(({ name }) => isLike(of, name)).map(keyOf)
  const own = known.filter(({ kind }) => kind === of).map(keyOf)
  return own.length === 0 ? [of] : own
}

/** The kinds of actions of which some are fitted by no entry, as far as the names say. */
export const leftBy = (
  entries: readonly FairnessEntry[],
  nodes: readonly NodeDefinition[],
): readonly FairAction['kind'][] => {
  const named = namedIn(nodes)
  const decided = new Set(
    entries.flatMap(({ of }) => (typeof of === 'string' ? keysOf(of, named) : [])),
  )
  return fairKinds.filter((kind) => keysOf(kind, named).some((key) => !decided.has(key)))
}
