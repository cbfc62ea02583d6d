import { promiseOf, type FairAction, type Fairness } from '../model/fairness.ts'
import type { LivenessProperty } from '../model/property.ts'
import type { System } from '../model/system.ts'
import { transitions, type Action, type World } from '../semantics/actions.ts'
import { fairActionOf, fairHeal } from '../semantics/fair-action.ts'
import { ofItem } from '../semantics/family.ts'
import type { GlobalState } from '../semantics/global-state.ts'
import { worldOf } from '../semantics/initial.ts'
import { operationsOf } from '../semantics/operations.ts'
import { plainView } from '../semantics/plain-view.ts'
import type { Pace } from '../pace/pace.ts'
import { keyOf } from '../value/key.ts'
import { canonical } from '../value/canonical.ts'
import { isTrueOfLasso } from './evaluate-formula.ts'
import { ReplayError } from './replay-error.ts'

/** An infinite run on plain objects. */
export interface PlainLasso {
  /** The states, an initial one first. The step after the last leads back to `loopsTo`. */
  readonly states: readonly GlobalState[]
  readonly loopsTo: number
  /** For each step of the loop, the last one back included, its action; null for any other step. */
  readonly taken: readonly (FairAction | null)[]
  /** The request that goes on waiting, for properties of requests. */
  readonly waiting: { readonly node: string; readonly operation: string } | null
}

/** Why each promise about an action is kept by a loop. */
export interface Kept {
  readonly action: FairAction
  /** The step of the loop that takes it, or null. */
  readonly takenIn: number | null
  /** A state of the loop in which it is not enabled, or does not count, or null. */
  readonly disabledAt: number | null
  /** Whether it is enabled there, but changes nothing, where only steps count that change the state. */
  readonly isStill: boolean
}

/** Why a loop is fair. */
export interface FairLoop {
  /** Each action that is promised and enabled somewhere in the loop. */
  readonly kept: readonly Kept[]
  /** What is enabled in the loop and never taken, and that nobody promises; faults aside. */
  readonly notPromised: readonly FairAction[]
}

/**
 * Checks an infinite run by itself, on plain objects: it is a run of the system, it keeps every
 * promise of fairness, and it violates the property. Shares nothing with the search that found it.
 *
 * @returns why it is fair
 * @throws ReplayError if any of it is not so: a bug in netsplit
 */
export const checkLasso = async (
  system: System,
  property: LivenessProperty,
  lasso: PlainLasso,
  pace: Pace,
): Promise<FairLoop> => {
  const world = worldOf(system)
  const fairness = property.fairness ?? system.fairness
  const steps: Steps[] = []
  for (const [at, state] of lasso.states.entries()) {
    if (pace.isDue()) await pace.turn()
    steps.push(stepsOf(world, fairness, state, at))
  }
  const after = (at: number): number => (at + 1 < steps.length ? at + 1 : lasso.loopsTo)
  for (let at = 0; at < steps.length; at++) {
    const next = keyOf(lasso.states[after(at)])
    const taken = at < lasso.loopsTo ? undefined : (lasso.taken[at - lasso.loopsTo] ?? null)
    checkStep(steps[at] as Steps, taken, next, keyOf(lasso.states[at]) === next)
  }
  const kept = checkFairness(steps, lasso)
  checkViolation(world, property, lasso)
  return { kept, notPromised: notPromisedIn(steps, lasso) }
}

/** What a state can do. */
interface Steps {
  readonly at: number
  /** The key of every state that a step leads to, with the action's key (or '' for faults). */
  readonly leads: readonly { readonly to: string; readonly by: string }[]
  /** The promised actions that are enabled, by key. */
  readonly promised: ReadonlyMap<string, Due>
  /** Those of which only steps count that change the state, and that only lead to this state again. */
  readonly still: ReadonlyMap<string, FairAction>
  /** What is enabled and could be promised, but is not; with the states that it leads to. */
  readonly notPromised: readonly { readonly action: FairAction; readonly to: string }[]
}

/** A promised action. */
interface Due {
  readonly action: FairAction
  readonly isStrong: boolean
  /** Whether only steps count that change the state. */
  readonly moves: boolean
}

const stepsOf = (world: World, fairness: Fairness, state: GlobalState, at: number): Steps => {
  const promised = new Map<string, Due>()
  const still = new Map<string, FairAction>()
  const notPromised: { action: FairAction; to: string }[] = []
  const own = keyOf(state)
  const leads = transitions(world, state).map(({ action, next }) => {
    const [fair, to] = [fairActionOf(world.system, action), keyOf(next)]
    const { degree, moves } = fair === null ? nothing : promiseOf(fairness, fair)
    if (fair !== null && degree !== 'none') {
      if (moves && to === own) still.set(nameOf(fair), fair)
      else promised.set(nameOf(fair), { action: fair, isStrong: degree === 'strong', moves })
    }
    const open = degree === 'none' ? promisableAction(world.system, action) : null
    if (open !== null) notPromised.push({ action: open, to })
    return { to, by: fair === null ? '' : nameOf(fair) }
  })
  for (const name of promised.keys()) still.delete(name)
  return { at, leads, promised, still, notPromised }
}

const nothing = { degree: 'none', moves: false } as const

/** An action as fairness could speak of it if the system promised it; null for faults. */
const promisableAction = (system: System, action: Action): FairAction | null => {
  const id = (node: number): string => system.nodes[node]?.id ?? ''
  switch (action.kind) {
    case 'internal':
      return { kind: 'internal', node: id(action.node), name: action.step, ...ofItem(action) }
    case 'restart':
      return { kind: 'restart', node: id(action.node) }
    case 'heal':
      return fairHeal(system, action)
    case 'deliver':
    case 'timeout':
    case 'resume':
    case 'tick':
    case 'pause':
    case 'crash':
    case 'duplicate':
    case 'say':
    case 'lose':
    case 'split':
      return fairActionOf(system, action)
  }
}

const nameOf = (action: FairAction): string => keyOf(canonical(action))

/**
 * A step is a transition by the action that it claims, or, in the loop, a rest where nothing is
 * promised.
 */
const checkStep = (
  { at, leads, promised }: Steps,
  taken: FairAction | null | undefined,
  next: string,
  staysPut: boolean,
): void => {
  if (leads.some(({ to, by }) => to === next && (!taken || by === nameOf(taken)))) return
  if (staysPut && taken === null && promised.size === 0) return
  throw new ReplayError(at + 1, `An infinite run does not replay: step ${at + 1} is none`)
}

const checkFairness = (
  steps: readonly Steps[],
  { states, loopsTo, taken }: PlainLasso,
): readonly Kept[] => {
  const loop = steps.slice(loopsTo)
  const names = taken.map((action) => (action === null ? '' : nameOf(action)))
  const keys = states.slice(loopsTo).map(keyOf)
  const stays = keys.map((key, at) => key === keys[(at + 1) % keys.length])
  const all = new Map(loop.flatMap(({ promised }) => [...promised]))
  const kept = [...all].map(([name, { action, isStrong, moves }]): Kept => {
    const takenIn = names.findIndex((each, at) => each === name && !(moves && stays[at]))
    const disabledAt = loop.findIndex(({ promised }) => !promised.has(name))
    if (takenIn < 0 && (isStrong || disabledAt < 0)) {
      const what = `it starves ${name}, which is promised ${isStrong ? 'strong' : 'weak'} fairness`
      throw new ReplayError(loopsTo, `An infinite run is not fair: ${what}`)
    }
    return {
      action,
      takenIn: takenIn < 0 ? null : loopsTo + takenIn,
      disabledAt: disabledAt < 0 ? null : loopsTo + disabledAt,
      isStill: loop[disabledAt]?.still.has(name) ?? false,
    }
  })
  const still = new Map(loop.flatMap((each) => [...each.still]))
  const only = [...still].filter(([name]) => !all.has(name))
  return [
    ...kept,
    ...only.map(([name, action]): Kept => {
      const at = loop.findIndex((each) => each.still.has(name))
      return { action, takenIn: null, disabledAt: loopsTo + at, isStill: true }
    }),
  ]
}

/** What could happen in the loop and does not; a step that is taken by another name does happen. */
const notPromisedIn = (
  steps: readonly Steps[],
  { states, loopsTo }: PlainLasso,
): readonly FairAction[] => {
  const loop = steps.slice(loopsTo)
  const taken = new Set<string>()
  const all = new Map<string, FairAction>()
  loop.forEach(({ notPromised }, at) => {
    const next = keyOf(states[loopsTo + ((at + 1) % loop.length)])
    const own = keyOf(states[loopsTo + at])
    for (const { action, to } of notPromised) {
      all.set(nameOf(action), action)
      if (to === next && to !== own) taken.add(nameOf(action))
    }
  })
  return [...all].filter(([name]) => !taken.has(name)).map(([, action]) => action)
}

const checkViolation = (world: World, property: LivenessProperty, lasso: PlainLasso): void => {
  const { states, loopsTo, waiting } = lasso
  if ('formula' in property) {
    const views = states.map((state) => () => plainView(world.system, state))
    if (!isTrueOfLasso(property.formula, views, loopsTo)) return
    throw new ReplayError(loopsTo, 'An infinite run does not violate the property')
  }
  const node = world.system.nodes.findIndex(({ id }) => id === waiting?.node)
  const waits = states.slice(loopsTo).every(({ nodes }) => {
    const it = nodes[node]
    return (
      it?.up &&
      operationsOf(world.places[node], it.state).waiting.includes(waiting?.operation ?? '')
    )
  })
  if (!waits) throw new ReplayError(loopsTo, 'In an infinite run no request waits for ever')
}
