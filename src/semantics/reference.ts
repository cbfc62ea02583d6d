import type { NamedProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { keyOf } from '../value/key.ts'
import { transitions, type Transition } from './actions.ts'
import { isIdle } from './passing-time.ts'
import type { GlobalState } from './global-state.ts'
import { initialStates, worldOf } from './initial.ts'
import { plainView } from './plain-view.ts'
import { withoutStale } from './stale.ts'

/** What the reference explorer finds out of a system. */
export interface ReferenceResult {
  /** Every reachable state within the bound, by its key. */
  readonly states: ReadonlyMap<string, GlobalState>
  readonly generated: number
  readonly depth: number
  /** Transitions (and initial states) that led outside the bound. */
  readonly cut: number
  /** For each property the length of the shortest run that decides it, or null. */
  readonly shortest: ReadonlyMap<string, number | null>
}

/**
 * The reference explorer: breadth first, naive, obviously right. It is the specification of what
 * the engine must find, and far too slow for anything but tests.
 *
 * `shortest` is, by kind: of `always`, `never`, `stepwise` and `noDeadlock` the number of steps to the
 * nearest violation; of `reachable` that to the nearest witness.
 */
export const explore = (
  system: System,
  options: { leaveIgnored?: boolean; removeStale?: boolean; limit?: number } = {},
): ReferenceResult | null => {
  const world = worldOf(system)
  const states = new Map<string, GlobalState>()
  const shortest = new Map<string, number | null>(system.properties.map(({ name }) => [name, null]))
  let generated = 0
  let cut = 0
  let depth = 0
  let level: GlobalState[] = []

  const decide = (name: string, length: number): void => {
    if (shortest.get(name) === null) shortest.set(name, length)
  }
  const visit = (found: GlobalState, next: GlobalState[]): void => {
    generated += 1
    const state = options.removeStale === true ? withoutStale(world, found) : found
    if (!isWithin(system, state)) {
      cut += 1
      return
    }
    const key = keyOf(state)
    if (states.has(key)) return
    states.set(key, state)
    next.push(state)
  }

  for (const state of initialStates(world)) visit(state, level)
  while (level.length > 0) {
    const next: GlobalState[] = []
    for (const state of level) {
      const all = transitions(world, state, options.leaveIgnored)
      for (const { name } of system.properties.filter((it) =>
        decidesState(system, it, state, all),
      )) {
        decide(name, depth)
      }
      for (const { next: after } of all) {
        for (const { name } of system.properties.filter((it) => breaks(system, it, state, after))) {
          decide(name, depth + 1)
        }
        visit(after, next)
      }
      if (states.size > (options.limit ?? Infinity)) return null
    }
    depth += 1
    level = next
  }
  return { states, generated, depth, cut, shortest }
}

const isWithin = (system: System, state: GlobalState): boolean =>
  system.within?.(plainView(system, state)) ?? true

/** Whether a state decides a property: violates it, or witnesses `reachable`. */
const decidesState = (
  system: System,
  { property }: NamedProperty,
  state: GlobalState,
  all: readonly Transition[],
): boolean => {
  const view = plainView(system, state)
  switch (property.kind) {
    case 'always':
      return !property.predicate(view)
    case 'never':
    case 'reachable':
      return property.predicate(view)
    case 'noDeadlock':
      return isStuck(state, all) && !property.unless?.(view)
    case 'stepwise':
    case 'eventually':
    case 'leadsTo':
    case 'alwaysEventually':
    case 'eventuallyAlways':
    case 'until':
    case 'ltl':
    case 'everyRequestAnswered':
    case 'everyRequestServed':
      return false
  }
}

/** Whether a transition breaks a `stepwise` property. Steps that change nothing do not count. */
const breaks = (
  system: System,
  { property }: NamedProperty,
  before: GlobalState,
  after: GlobalState,
): boolean =>
  property.kind === 'stepwise' &&
  isWithin(system, after) &&
  keyOf(before) !== keyOf(after) &&
  !property.predicate(plainView(system, before), plainView(system, after))

/** Whether nothing is possible in a state but faults, and that time goes by with nothing coming closer. */
export const isStuck = (state: GlobalState, all: readonly Transition[]): boolean =>
  all.every(
    ({ action, next }) => isFault(action) || (action.kind === 'tick' && isIdle(state, next)),
  )

/** Whether an action is a fault: nobody is promised that it happens, and it is no progress. */
export const isFault = ({ kind }: Transition['action']): boolean => faultKinds[kind]

const faultKinds: Readonly<Record<Transition['action']['kind'], boolean>> = {
  deliver: false,
  timeout: false,
  internal: false,
  restart: false,
  heal: false,
  split: true,
  lose: true,
  duplicate: true,
  say: true,
  crash: true,
  resume: false,
  pause: true,
  tick: false,
}
