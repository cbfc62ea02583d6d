/** What a step reacts to. */
export type Event =
  | { readonly kind: 'initial' }
  | { readonly kind: 'start' }
  | { readonly kind: 'receive'; readonly from: string; readonly message: unknown }
  | { readonly kind: 'timeout'; readonly timer: string }
  | { readonly kind: 'internal'; readonly step: string }
  | { readonly kind: 'crash'; readonly losesDisk: boolean }
  | { readonly kind: 'restart' }

/** A message that a step sends. */
export interface Sending<Kept = unknown> {
  /** The index of the receiver. */
  readonly to: number
  /** Canonical, or what a snapshot made of it. */
  readonly message: Kept
  /** Whether it is left out where an equal one is in flight. */
  readonly once: boolean
}

/** Whether a timer ends up set; with time, for how many units. */
export type TimerSetting = boolean | number

/** What of a node's state reaches the disk in a step. */
export interface Save {
  /** The state whose durable part does. */
  readonly state: unknown
  /** How many of the step's messages are sent by then. */
  readonly sent: number
}

/** One result of a step: a step has several when its handler chose. */
export interface Outcome<Kept = unknown> {
  /** The next state, as the handler left it: not in canonical form yet. */
  readonly state: unknown
  /** In the order in which they are sent. */
  readonly sends: readonly Sending<Kept>[]
  /** For each timer that was touched, whether it ends up set, and for how long. */
  readonly timers: ReadonlyMap<string, TimerSetting>
  /** Where the handler calls `persist`, in order; kept only where the node may crash in the middle of a step. */
  readonly saves: readonly Save[]
  /** Of a step that is one of a family its item, in canonical form; absent of any other. */
  readonly item?: unknown
  /** What was chosen, in order, in canonical form. */
  readonly choices: readonly unknown[]
}
