import type { System } from '../../src/index.ts'
import { transitions } from '../../src/semantics/actions.ts'
import type { GlobalState, NodeState } from '../../src/semantics/global-state.ts'
import { worldOf } from '../../src/semantics/initial.ts'
import { keyOf } from '../../src/value/key.ts'
import { orbitKeys } from './orbit-keys.ts'
import { exploreSmall } from './too-large.ts'

/** What a profile says, counted on plain objects by the reference explorer. */
export interface NaiveProfile {
  readonly states: number
  /** How many states there are without a part, by its name. */
  readonly without: (part: string) => number
  /** How many orbits of states there are without a part of a protocol, where nodes of groups change places. */
  readonly orbitsWithout: (part: string, groups: readonly (readonly string[])[]) => number
  /** How many transitions there are of each kind, by kind and name. */
  readonly transitions: ReadonlyMap<string, number>
}

type Cut = (state: GlobalState) => unknown

/** @returns null where there are more states than `limit` */
export const naiveProfile = (system: System, limit: number): NaiveProfile | null => {
  const found = exploreSmall(system, limit)
  if (found === null) return null
  const all = [...found.states.values()]
  const counts = new Map<string, number>()
  const world = worldOf(system)
  for (const { action } of all.flatMap((state) => transitions(world, state))) {
    const name =
      'mail' in action
        ? typeOf(action.mail.message)
        : action.kind === 'timeout'
          ? action.timer
          : action.kind === 'internal'
            ? action.step
            : ''
    const key = `${action.kind} ${name}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return {
    states: all.length,
    without: (part) => {
      const cut = system.isMachine ? withoutPath(part) : withoutPart(system, part)
      return new Set(all.map((state) => keyOf(cut(state)))).size
    },
    orbitsWithout: (part, groups) => {
      const cut = withoutPart(system, part)
      return new Set(all.map((state) => orbitKeys(system, groups, cut(state)))).size
    },
    transitions: counts,
  }
}

const typeOf = (message: unknown): string => {
  const type = (message as { type?: unknown } | null)?.type
  return typeof type === 'string' ? `'${type}'` : 'without a type'
}

const withoutPath =
  (path: string): Cut =>
  ({ nodes }) => {
    const state: unknown = JSON.parse(JSON.stringify(nodes[0]?.state, tagged))
    const steps = [...path.matchAll(/\[(\d+)\]|\["(.*?)"\]|([A-Za-z_$][\w$]*)/g)].map(
      ([, index, quoted, name]) => index ?? quoted ?? name ?? '',
    )
    let at = state as Record<string, unknown>
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>
    at[steps.at(-1) ?? ''] = null
    return state
  }

/** JSON of what has Maps, Sets and the like. */
const tagged = (_: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set || typeof value === 'bigint'
    ? { key: keyOf(value) }
    : value === undefined || Object.is(value, -0) || Number.isNaN(value)
      ? { odd: String(value), sign: Object.is(value, -0) }
      : value

const withoutPart = (system: System, part: string): ((state: GlobalState) => GlobalState) => {
  if (part === 'all messages in flight') return (state) => ({ ...state, inFlight: [] })
  const [, type] = /^messages (.*) in flight$/.exec(part) ?? []
  if (type !== undefined) return withoutMail(({ message }) => typeOf(message) === type)
  const budget = budgets[part]
  if (budget !== undefined) {
    return ({ environment, ...rest }) => {
      const cut = Object.fromEntries(budget.map((name) => [name, 0]))
      return { ...rest, environment: { ...environment, ...cut } }
    }
  }
  const [, fieldOwner, field] = /^state of (.*), field (.*)$/.exec(part) ?? []
  const patterns: readonly (readonly [RegExp, (node: NodeState) => NodeState])[] = [
    [/^state of (.*)$/, (node) => ({ ...node, state: null })],
    [/^timers of (.*)$/, (node) => ({ ...node, timers: [] })],
    [/^whether (.*) (?:is|are) up$/, (node) => ({ ...node, up: true })],
  ]
  if (fieldOwner !== undefined && field !== undefined) {
    return ofNodes(system, fieldOwner, (node) =>
      Object.hasOwn(node.state as object, field)
        ? { ...node, state: { ...(node.state as object), [field]: null } }
        : node,
    )
  }
  for (const [pattern, change] of patterns) {
    const [, owner] = pattern.exec(part) ?? []
    if (owner !== undefined) return ofNodes(system, owner, change)
  }
  const [, receiver] = /^messages in flight to (.*)$/.exec(part) ?? []
  const members = membersOf(system, receiver ?? part)
  const withoutTheirs = withoutMail(({ to }) => members.includes(to))
  if (receiver !== undefined) return withoutTheirs
  const gone = ofNodes(system, part, () => ({ up: true, state: null, timers: [] }))
  return (state) => withoutTheirs(gone(state))
}

const budgets: Readonly<Record<string, readonly string[]>> = {
  'faults, all together': ['cut', 'splits', 'crashes', 'disks', 'losses', 'duplicates', 'pauses'],
  'faults and budgets, all together': [
    'cut',
    'splits',
    'crashes',
    'disks',
    'losses',
    'duplicates',
    'pauses',
    'own',
  ],
  'the cut that is in place': ['cut'],
  'cuts that may still come': ['splits'],
  'crashes that may still come': ['crashes'],
  'disks that may still be lost': ['disks'],
  'losses that may still come': ['losses'],
  'duplicates that may still come': ['duplicates'],
  'pauses that may still come': ['pauses'],
  'what is left of the budgets': ['own'],
}

const withoutMail =
  (isGone: (mail: GlobalState['inFlight'][number]) => boolean) =>
  (state: GlobalState): GlobalState => ({
    ...state,
    inFlight: state.inFlight.filter((mail) => !isGone(mail)),
  })

const ofNodes =
  (system: System, names: string, change: (node: NodeState) => NodeState) =>
  (state: GlobalState): GlobalState => {
    const members = membersOf(system, names)
    const nodes = state.nodes.map((node, index) => (members.includes(index) ? change(node) : node))
    return { ...state, nodes }
  }

/** The nodes that `s1, s2, … s4` names: all of the role of the first, where there is a gap. */
const membersOf = ({ nodes }: System, names: string): readonly number[] => {
  const given = names.split(', ').map((name) => name.replace('… ', ''))
  const first = nodes.find(({ id }) => id === given[0])
  return [...nodes.keys()].filter((index) =>
    names.includes('…')
      ? nodes[index]?.role === first?.role
      : given.includes(nodes[index]?.id ?? ''),
  )
}
