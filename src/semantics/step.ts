/** What a step reacts to. */
export type Event =
  | { readonly kind: 'initial' }
  | { readonly kind: 'start' }
  | { readonly kind: 'receive'; readonly from: string; readonly message: unknown }
  | { readonly kind: 'timeout'; readonly timer: string }
  | { readonly kind: 'internal'; readonly step: string }
  | { readonly kind: 'crash' }
  | { readonly kind: 'restart' }

/** One result of a step: a step has several when its handler chose. */
export interface Outcome<Kept = unknown> {
  /** The next state, as the handler left it: not in canonical form yet. */
  readonly state: unknown
  /** Receivers are node indices; messages are canonical, or what a snapshot made of them. */
  readonly sends: readonly { readonly to: number; readonly message: Kept }[]
  /** For each timer that was touched, whether it ends up set. */
  readonly timers: ReadonlyMap<string, boolean>
  /** What was chosen, in order, in canonical form. */
  readonly choices: readonly unknown[]
}
