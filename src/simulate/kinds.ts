import type { SystemSpace } from '../compile/system-space.ts'
import type { StepKind } from '../explore/share.ts'
import type { System } from '../model/system.ts'
import type { Action } from '../semantics/action.ts'

/** Steps of one kind: what walks did of them. */
export interface KindOfSteps extends StepKind {
  /** The nodes of the role that takes them, or that they happen to; empty for what happens to none. */
  readonly who: string
  /** How many were taken. */
  readonly taken: number
}

/** The nodes of each role, in words, by node. */
export const rolesOf = ({ nodes, isMachine }: System): readonly string[] =>
  nodes.map(({ role }) => {
    const ids = nodes.filter((each) => each.role === role).map(({ id }) => id)
    if (isMachine) return ''
    return ids.length > 3 ? `${ids.slice(0, 2).join(', ')}, … ${ids.at(-1)}` : ids.join(', ')
  })

const nodeOf = (action: Action): number => {
  if ('node' in action) return action.node
  return 'mail' in action ? action.mail.to : -1
}

/** What became of the steps that were possible, by kind. */
export const kindsOf = (
  system: System,
  space: SystemSpace,
  {
    taken,
    wasPossible,
  }: { readonly taken: readonly number[]; readonly wasPossible: readonly boolean[] },
): readonly KindOfSteps[] => {
  const roles = rolesOf(system)
  const { origins } = space
  const kinds = wasPossible.flatMap((isPossible, label) =>
    isPossible
      ? {
          ...origins.step(label),
          who: roles[nodeOf(space.actionOf(label))] ?? '',
          taken: taken[label] ?? 0,
        }
      : [],
  )
  return mergeKinds(kinds)
}

/** The same with those of one kind as one, most often taken first. */
export const mergeKinds = (kinds: readonly KindOfSteps[]): readonly KindOfSteps[] => {
  const all = new Map<string, KindOfSteps>()
  for (const each of kinds) {
    const key = keyOfKind(each)
    all.set(key, { ...each, taken: each.taken + (all.get(key)?.taken ?? 0) })
  }
  return [...all]
    .toSorted(([a, { taken }], [b, { taken: other }]) => other - taken || (a < b ? -1 : 1))
    .map(([, each]) => each)
}

const keyOfKind = ({ kind, who, name }: Omit<KindOfSteps, 'taken'>): string =>
  JSON.stringify([kind, who, name])

/** What no walk met, in words. */
export const neverMet = (system: System, kinds: readonly KindOfSteps[]): readonly string[] => {
  const possible = new Set(kinds.map(keyOfKind))
  const roles = rolesOf(system)
  const handlers = new Map<string, string>()
  system.nodes.forEach(({ role: { handlers: own } }, node) => {
    const who = roles[node] ?? ''
    const note = (kind: 'timeout' | 'internal', name: string): void => {
      const words = kind === 'timeout' ? `timeout '${name}'` : `step '${name}'`
      handlers.set(
        keyOfKind({ kind, who, name }),
        `${who === '' ? '' : `${who}: `}no walk met ${words}`,
      )
    }
    for (const name of Object.keys(own.timeout ?? {})) note('timeout', name)
    for (const name of Object.keys(own.internal ?? {})) note('internal', name)
  })
  const unmet = [...handlers].flatMap(([key, words]) => (possible.has(key) ? [] : words))
  const untaken = kinds
    .filter(({ taken, kind }) => taken === 0 && kind === 'deliver')
    .map(({ who, name }) => `${who}: messages ${name} were in flight, and no walk delivered one`)
  return [...unmet, ...untaken]
}
