import type { Context, GuardContext } from './context.ts'
import { ModelError } from '../value/model-error.ts'
import { checkFunction, checkSettings, type Known } from './settings.ts'

/** A handler: changes the draft of the state, or returns the next state. */
export type Handler<State, Message, Timer extends string> = (
  state: State,
  context: Context<Message, Timer>,
) => State | void

/** What happens when a timer fires. */
export type Timeout<State, Message, Timer extends string, Budget extends string = never> =
  | Handler<State, Message, Timer>
  | {
      do: Handler<State, Message, Timer>
      /** A budget of the system's that firing spends: while nothing is left of it, the timer waits. */
      budget?: Budget
    }

/** A named step that a node may take on its own whenever its guard holds (an action of TLA+). */
export type Step<State, Message, Timer extends string, Budget extends string = never> =
  | Handler<State, Message, Timer>
  | (StepOptions<State, Budget> & {
      each?: never
      doEach?: never
      do: Handler<State, Message, Timer>
    })
  | FamilyOfSteps<State, Message, Timer, Budget>

/** What a step may say of itself. */
export interface StepOptions<State, Budget extends string> {
  /** The guard: the step is enabled where it says true. Default: always. */
  when?: (state: State, context: GuardContext) => boolean
  /** The node may leave the step out for ever: no fairness. Default: false. */
  optional?: boolean
  /** A budget of the system's that the step spends: while nothing is left of it, it is not enabled. */
  budget?: Budget
}

/**
 * A family of steps: one for each of some items, each a step of its own. What is promised of steps is promised of each,
 * whereas of what a step chooses nothing is.
 */
export interface FamilyOfSteps<
  State,
  Message,
  Timer extends string,
  Budget extends string = never,
> extends StepOptions<State, Budget> {
  /** The items, plain data, no two of them equal: where there is none, there is no step. */
  each: (state: State, context: GuardContext) => Iterable<unknown>
  /** The step of one item; say its type, `(state, to: string, { send }) => …`. */
  // A method, so that the type of items may be said where it is used.
  doEach(state: State, item: unknown, context: Context<Message, Timer>): State | void
  /** Knows of no item: `doEach` does it. */
  do?: never
}

/** Refuses internal steps, or a machine's actions, that are none. */
export const checkSteps = (steps: object, place: string, settings: Known): void => {
  for (const [name, step] of Object.entries(steps)) checkStep(step, name, place, settings)
}

export const checkStep = (step: unknown, name: string, place: string, settings: Known): void => {
  if (typeof step === 'object' && step !== null) {
    const isFamily = Object.hasOwn(settings, 'each') && ('each' in step || 'doEach' in step)
    const required = isFamily ? ['each', 'doEach'] : ['do']
    checkSettings(step, settings, `${place}.${name}`, { required })
    if (isFamily && 'do' in step) throw ofBothKinds(`${place}.${name}`)
  } else checkFunction(step, `'${name}'`, `${place}.${name}`)
}

const ofBothKinds = (where: string): ModelError =>
  new ModelError('not-a-system', {
    what: 'A step is a family, by `each`, and has `do`, which knows of no item',
    where: [where],
    fix: 'say what it does with each item, `doEach: (state, item, context) => …`, in place of `do`',
  })

/** What an action of a machine may say of itself. */
export const actionSettings: Known = {
  each: 'function',
  when: 'function',
  do: 'function',
  doEach: 'function',
  optional: 'flag',
}
export const timeoutSettings: Known = { do: 'function', budget: 'text' }
export const stepSettings: Known = { ...actionSettings, budget: 'text' }

/** The handler of a step or a timer, however it is written. */
export const handlerOf = <Made extends (...args: never) => unknown>(
  step: Made | { readonly do: Made } | undefined,
): Made | undefined => (typeof step === 'object' ? step.do : step)

/** What gives the items of a family of steps; null of a step that is none. */
export const itemsOf = (step: AnyStep | undefined): Family['each'] | null =>
  typeof step === 'object' && step.each !== undefined ? step.each : null

type AnyStep = Step<unknown, unknown, string, string>
type Family = FamilyOfSteps<unknown, unknown, string, string>
