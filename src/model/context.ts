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
