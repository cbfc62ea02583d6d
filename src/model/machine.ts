import { ModelError } from '../value/model-error.ts'
import { planBound, type Bound } from './bound.ts'
import type { Fairness } from './fairness.ts'
import { kit, type Kit, type Property } from './property.ts'
import type { Context } from './context.ts'
import { role } from './role.ts'
import { checkSettings, type Known } from './settings.ts'
import { actionSettings, checkSteps } from './steps.ts'
import { nameProperties, system, type System } from './system.ts'

/** What a machine's actions may use besides the state. */
export type MachineContext = Pick<Context<never>, 'choose'>

/** An action: changes the draft of the state or returns the next state; with a guard if it has one. */
export type Action<State> =
  | ((state: State, context: MachineContext) => State | void)
  | (ActionOptions<State> & {
      each?: never
      doEach?: never
      do: (state: State, context: MachineContext) => State | void
    })
  | FamilyOfActions<State>

/** A family of actions: one for each of some items, as {@link FamilyOfSteps} of nodes. */
export interface FamilyOfActions<State> extends ActionOptions<State> {
  /** The items, plain data, no two of them equal: where there is none, there is no action. */
  each: (state: State) => Iterable<unknown>
  /** The action of one item; say its type, `(state, at: number) => …`. */
  // A method, so that the type of items may be said where it is used.
  doEach(state: State, item: unknown, context: MachineContext): State | void
  /** Knows of no item: `doEach` does it. */
  do?: never
}

/** What an action may say of itself. */
export interface ActionOptions<State> {
  /** The guard: the action is enabled where it says true. Default: always. */
  when?: (state: State) => boolean
  /** The machine may leave the action out for ever: no fairness. Default: false. */
  optional?: boolean
}

const machineSettings: Known = {
  name: 'text',
  about: 'text',
  initial: 'function',
  actions: 'record',
  fairness: null,
  within: null,
  properties: 'function',
}

/** The id of a machine's one node. */
const machineNode = 'machine'

/**
 * A whole-state system: one state and named actions, for puzzles, shared memory, and protocols
 * written as in TLA+. Properties see the state directly.
 *
 * @example
 * machine({
 *   name: 'counter',
 *   initial: () => ({ count: 0 }),
 *   actions: { tick: { when: ({ count }) => count < 3, do: (state) => { state.count += 1 } } },
 *   properties: ({ always }) => ({ 'at most three': always(({ count }) => count <= 3) }),
 * })
 *
 * @throws ModelError 'not-a-system' when a setting does not exist or cannot be what it is
 */
export const machine = <State>(options: {
  /** The name of the model, for reports. */
  name: string
  /** One line about it. */
  about?: string
  /** The state at the start; `choose` makes several. */
  initial: (context: MachineContext) => State
  /** What may happen, by name: in each step one action whose guard holds. */
  actions: Readonly<Record<string, Action<NoInfer<State>>>>
  /** The fairness under which liveness is judged. Default 'weak'. */
  fairness?: Fairness
  /**
   * A bound: states where it says false are not stored, not checked and not expanded. What is beyond it stays
   * open, but for `{ states: (state) => …, intended: true }`.
   */
  within?: Bound<NoInfer<State>>
  /** What must be true, by a sentence each. */
  properties?: (kit: Kit<NoInfer<State>>) => Readonly<Record<string, Property>>
}): System => {
  if (Object.hasOwn(options, 'observers')) {
    throw new ModelError('not-a-system', {
      what: 'A machine has no observers: properties see all of its state',
      where: ['machine({…}).observers'],
      fix: 'keep what is to be remembered in a field of the state, or write a system({…}) of nodes',
    })
  }
  checkSettings(options, machineSettings, 'machine({…})', {
    required: ['name', 'initial', 'actions'],
  })
  checkSteps(options.actions, 'machine({…}).actions', actionSettings)
  const { initial, actions, within, properties } = options
  const only = role<State>({
    initial,
    internal: actions,
  })
  const base = system({
    name: options.name,
    about: options.about ?? '',
    fairness: options.fairness ?? 'weak',
    nodes: { [machineNode]: only },
  })
  return {
    ...base,
    isMachine: true,
    ...planBound(within),
    properties: nameProperties(properties, kit as Kit<State>, base.nodes),
  }
}
