import { checkFunction, checkSettings, type Known } from './settings.ts'

/** How a message is sent. */
export interface SendOptions {
  /**
   * Nothing is sent where an equal message from this node to that receiver is in flight: what is said again
   * until it is answered does not pile up. Not on `fifo` links. Default: false.
   */
  readonly once?: boolean
}

/**
 * What a handler may use besides its own state: only what is pure.
 *
 * @typeParam Message the union of messages that the role sends and receives
 * @typeParam Timer the names of the role's timers
 */
export interface Context<Message, Timer extends string = string> {
  /** This node's id. */
  readonly self: string
  /** The ids of the other nodes that run the same role, or are replicas of the same group. */
  readonly others: readonly string[]
  /** The ids of a named group: a key of the system's `nodes`; several where it holds replicas. */
  readonly group: (name: string) => readonly string[]
  /** Sends a message to a node or to several. The message is copied as it is now. */
  readonly send: (to: string | readonly string[], message: Message, options?: SendOptions) => void
  /** One of the options: the checker explores the step once for each. */
  readonly choose: <Option>(options: readonly Option[]) => Option
  /**
   * Sets a timer: from now on it may fire, once. Setting it again changes nothing.
   *
   * @param units in a system with `time`, and only there, how long it runs by the node's clock, from 1 on;
   *   setting it again begins anew
   */
  readonly setTimer: (name: Timer, units?: number) => void
  /** Clears a timer: it will not fire. */
  readonly clearTimer: (name: Timer) => void
  /**
   * From here on what is durable of the draft, as it is now, is on the disk. A handler that never says so saves all of
   * it at its end, before anything is sent. Makes a difference only where nodes may crash in the middle of a step.
   */
  readonly persist: () => void
}

/** The context of `receive`, which also knows the sender. */
export interface ReceiveContext<Message, Timer extends string = string> extends Context<
  Message,
  Timer
> {
  /** The id of the node that sent the message. */
  readonly from: string
}

/** The context of `initial`: there is nobody to talk to yet. */
export type InitialContext = Pick<Context<never>, 'self' | 'others' | 'group' | 'choose'>

/** The context of a guard: it looks and does nothing. */
export type GuardContext = Pick<Context<never>, 'self' | 'others' | 'group'>

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
  | {
      /** The guard: the step is enabled where it says true. Default: always. */
      when?: (state: State, context: GuardContext) => boolean
      do: Handler<State, Message, Timer>
      /** The node may leave the step out for ever: no fairness. Default: false. */
      optional?: boolean
      /** A budget of the system's that the step spends: while nothing is left of it, it is not enabled. */
      budget?: Budget
    }

/** What a node has asked for. Ids tell operations apart: no two of a run may share one. */
export interface Operations {
  /** Operations that have no answer yet. */
  readonly waiting: readonly string[]
  /** Operations that got a refusal for an answer. */
  readonly refused?: readonly string[]
}

/** The code a kind of node runs. Handlers are pure: they see one node and one event. */
export interface RoleOptions<State, Message, Timer extends string, Budget extends string = never> {
  /** The state of a node that has not done anything yet. */
  initial: (context: InitialContext) => State
  /** Runs once, before the first action of the system. */
  start?: Handler<State, Message, Timer>
  /**
   * Selective receive: while it says false, the delivery is not enabled and the message waits.
   * Default: every message is accepted.
   */
  accepts?: (
    state: State,
    message: Message,
    context: GuardContext & { readonly from: string },
  ) => boolean
  /**
   * Whether the node, in this state, will never heed the message again: delivered now, or after whatever
   * the node does, it changes nothing. Such messages are taken out of flight, so that there are fewer
   * states; no verdict changes. Checked on all steps that are explored. Default: none is given up.
   */
  stale?: (
    state: State,
    message: Message,
    context: GuardContext & { readonly from: string },
  ) => boolean
  /** What the node does with a message that is delivered to it. Default: it may be sent none. */
  receive?: (
    state: State,
    message: Message,
    context: ReceiveContext<Message, Timer>,
  ) => State | void
  /** One handler for each timer. */
  timeout?: Readonly<Record<Timer, Timeout<State, Message, Timer, Budget>>>
  /** Steps that the node may take on its own, by name. */
  internal?: Readonly<Record<string, Step<State, Message, Timer, Budget>>>
  /**
   * The operations that the node has under way, for `everyRequestAnswered` and `everyRequestServed`:
   * the ids of those that wait for an answer, and of those that were refused. An operation is
   * answered when its id is no longer among those that wait.
   */
  operations?: (state: State) => Operations
  /**
   * What of the state survives a crash; the rest starts again from `initial`. Default: nothing
   * survives.
   */
  durable?: (state: State) => Partial<State>
  /**
   * Runs at a restart, on the initial state overwritten by the durable part. Default: `start` runs
   * again.
   */
  recover?: Handler<State, Message, Timer>
}

/**
 * A role: what {@link role} makes. The type parameters are only seen by the compiler (they are
 * phantom fields), so that a list of nodes can hold roles of different states.
 */
export interface Role<State = unknown, Message = unknown, Budget extends string = never> {
  /** Tells a role from replicas. */
  readonly kind: 'role'
  /** The handlers, without their types. */
  readonly handlers: Handlers
  /** What makes it a client; null for every other role. */
  readonly client: ClientMark | null
  /** Whether it may say what it likes: {@link byzantine}. */
  readonly isTraitor?: boolean
  /** For the compiler only; never present. */
  readonly stateType?: State
  /** For the compiler only; never present. */
  readonly messageType?: Message
  /** For the compiler only; never present. */
  readonly budgetType?: Budget
}

/** What makes a role a client: where it stands and how to read its operations. */
export interface ClientMark {
  /** The node on whose side of every cut the client is, or null. */
  readonly near: string | null
  /** The nodes that the client asks. */
  readonly asks: readonly string[]
  /** Whether it sends a request again until it is answered. */
  readonly retries: boolean
  /** With time after how many units of its clock it does; null where it was given none. */
  readonly retriesAfter: number | null
  /** Whether a reply is a refusal ("unavailable, try later"), which is no service. */
  readonly isRefusal: (reply: unknown) => boolean
  /** The request that has no answer in a state, or null. */
  readonly requestIn: (state: unknown) => unknown
  /** The last reply in a state, or null. */
  readonly replyIn: (state: unknown) => unknown
}

/** Handlers as the semantics calls them, whatever their types: one erased form of every role. */
export type Handlers = RoleOptions<unknown, unknown, string, string>

/**
 * Declares a role.
 *
 * @example
 * const echo = role<{ seen: number }, { type: 'ping' } | { type: 'pong' }>({
 *   initial: () => ({ seen: 0 }),
 *   receive: (state, message, { from, send }) => {
 *     state.seen += 1
 *     if (message.type === 'ping') send(from, { type: 'pong' })
 *   },
 * })
 *
 * @throws ModelError 'not-a-system' when a setting does not exist
 */
export const role = <
  State,
  Message = never,
  Timer extends string = string,
  Budget extends string = never,
>(
  options: RoleOptions<State, Message, Timer, Budget>,
): Role<State, Message, Budget> => {
  checkSettings(options, roleSettings, 'role({…})', { required: ['initial'] })
  for (const [name, handler] of Object.entries(options.timeout ?? {})) {
    checkStep(handler, name, 'role({…}).timeout', timeoutSettings)
  }
  checkSteps(options.internal ?? {}, 'role({…}).internal', stepSettings)
  return {
    kind: 'role',
    // The types have done their work at the call; from here on handlers are handed only states and
    // messages that came out of the same role's handlers.
    handlers: options as unknown as Handlers,
    client: null,
  }
}

const roleSettings: Known = {
  initial: 'function',
  start: 'function',
  accepts: 'function',
  stale: 'function',
  receive: 'function',
  timeout: 'record',
  internal: 'record',
  operations: 'function',
  durable: 'function',
  recover: 'function',
}

/** Refuses internal steps, or a machine's actions, that are none. */
export const checkSteps = (steps: object, place: string, settings: Known): void => {
  for (const [name, step] of Object.entries(steps)) checkStep(step, name, place, settings)
}

const checkStep = (step: unknown, name: string, place: string, settings: Known): void => {
  if (typeof step === 'object' && step !== null) {
    checkSettings(step, settings, `${place}.${name}`, { required: ['do'] })
  } else checkFunction(step, `'${name}'`, `${place}.${name}`)
}

/** What an action of a machine may say of itself. */
export const actionSettings: Known = { when: 'function', do: 'function', optional: 'flag' }
const timeoutSettings: Known = { do: 'function', budget: 'text' }
const stepSettings: Known = { ...actionSettings, budget: 'text' }

/** The handler of a step or a timer, however it is written. */
export const handlerOf = <Made extends (...args: never) => unknown>(
  step: Made | { readonly do: Made } | undefined,
): Made | undefined => (typeof step === 'object' ? step.do : step)

/** Several nodes of one role: what {@link replicas} makes. */
export interface Replicas<State = unknown, Message = unknown, Budget extends string = never> {
  /** Tells replicas from a role. */
  readonly kind: 'replicas'
  /** The role of the node with a number. */
  readonly roleOf: (number: number) => Role<State, Message, Budget>
  /** How many nodes: a whole number. */
  readonly count: number
  /** The number of the first. */
  readonly from: number
}

/**
 * Several nodes of one role: `acceptor: replicas(3, acceptor)` makes the nodes acceptor1, acceptor2
 * and acceptor3, which properties see as an array and handlers as a group.
 *
 * Where the nodes differ, give a function of the number instead of the role:
 * `user: replicas(2, (number) => client({ ask: … number … }))`. Each node then runs a role of its
 * own, and none has `others`.
 *
 * @param options.from the number of the first node; default 1
 */
export const replicas = <State, Message, Budget extends string = never>(
  count: number,
  role: Role<State, Message, Budget> | ((number: number) => Role<State, Message, Budget>),
  options: { from?: number } = {},
): Replicas<State, Message, Budget> => ({
  kind: 'replicas',
  roleOf: typeof role === 'function' ? role : () => role,
  count,
  from: options.from ?? 1,
})
