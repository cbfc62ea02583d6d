import type { GuardContext, InitialContext, ReceiveContext } from './context.ts'
import { checkSettings, type Known } from './settings.ts'
import {
  checkStep,
  checkSteps,
  stepSettings,
  timeoutSettings,
  type Handler,
  type Step,
  type Timeout,
} from './steps.ts'

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
